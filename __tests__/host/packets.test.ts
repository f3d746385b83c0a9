import { PacketHost, recorded, udp } from "./packet-host";
import { describeOnLinux, fixture } from "./pretend-host";

const secrets = ["imds-secret", "key/secret+1", "session//secret+2=="];

describeOnLinux("the metric Packets", () => {
  let host: PacketHost;

  beforeEach(() => {
    host = new PacketHost();
    host.minute(0);
  });
  afterEach(() => {
    host.remove();
  });

  it("is the growth of the counters within a minute, as one point at the time of reading", () => {
    expect(host.minute(60, udp(1300))).toEqual({ status: 0, log: "" });
    expect(host.bodies()).toEqual([
      [
        "Action=PutMetricData",
        "Version=2010-08-01",
        "Namespace=WakeOnDns%2Fgames",
        "MetricData.member.1.MetricName=Packets",
        "MetricData.member.1.Unit=Count",
        "MetricData.member.1.Value=66",
        "MetricData.member.1.Timestamp=2026-11-21T20%3A01%3A30Z",
        "MetricData.member.1.Dimensions.member.1.Name=Container",
        "MetricData.member.1.Dimensions.member.1.Value=valheim",
      ].join("&"),
    ]);
  });

  it("goes to the home region, signed with the host's own credentials", () => {
    host.minute(60);
    const { args = [], input = "" } = host.published()[0] ?? {};
    expect(args).toContain("https://monitoring.us-west-2.amazonaws.com/");
    expect(args[args.indexOf("--aws-sigv4") + 1]).toBe("aws:amz:us-west-2:monitoring");
    expect(input).toBe('user = "ASIAEXAMPLE:key/secret+1"\nheader = "X-Amz-Security-Token: session//secret+2=="');
  });

  it("shows no secret in an argument, the environment, a file or the log", () => {
    const { log } = host.minute(60);
    const open = [log, host.read("environment"), JSON.stringify(host.files())];
    for (const { args } of host.calls("curl")) open.push(args.join(" "));
    for (const secret of secrets) expect(open.join("\n")).not.toContain(secret);
  });

  it("is 0 when nobody plays: that is what idle means", () => {
    host.minute(60);
    expect(host.values()).toEqual([0]);
  });

  it("adds all published ports, and what came in by IPv6 when asked", () => {
    host.remove();
    host = new PacketHost({ ipv6: true });
    host.state("ip6tables.list", fixture("ip6tables.txt"));
    host.minute(0);
    host.state("ip6tables.list", fixture("ip6tables.txt").replace(" 321 ", " 421 "));
    host.minute(60, udp(1244).replace(/^ +19 /m, "20 "));
    expect(host.values()).toEqual([100 + 10 + 1]);
  });

  it("does not depend on how iptables writes protocols or orders a rule's conditions", () => {
    const older = (text: string) =>
      text
        .replace(/ 17 {3}--/g, "udp  --")
        .replace(/(\/\*.*\*\/) (ctorig.*)/g, "$2 $1")
        .replace(/ 6 {4}--/g, "tcp  --");
    host.minute(60, older(udp(1240)));
    expect(host.values()).toEqual([6]);
  });

  it("starts anew after a minute that could not be read, and never holds two minutes", () => {
    host.state("iptables.broken", "can't lock");
    expect(host.minute(60).status).not.toBe(0); // the rules can't be put back either
    host.state("iptables.broken", undefined);
    host.minute(120, udp(5000));
    host.minute(180, udp(5007));
    expect(host.values()).toEqual([7]);
  });

  it("starts anew after a minute that could not be published", () => {
    host.state("curl.fails", "amazonaws.com/");
    expect(host.minute(60, udp(3000))).toEqual({ status: 1, log: expect.stringContaining("curl: (28)") as string });
    host.state("curl.fails", undefined);
    host.minute(120, udp(3011));
    expect(host.values()).toEqual([3000 - 1234, 11]); // the first was tried and is lost
  });

  it.each(["api/token", "security-credentials/", "security-credentials/host-role"])(
    "fails with the reason when the instance metadata does not answer at %s",
    (path) => {
      host.state("curl.fails", path);
      const reason = "curl: (28) Operation timed out\nno credentials from the instance metadata\n";
      expect(host.minute(60)).toEqual({ status: 1, log: reason });
      expect(host.published()).toEqual([]);
    },
  );

  it("fails with CloudWatch's error code, not with its message, which can quote the session token", () => {
    const message = `<Code>SignatureDoesNotMatch</Code><Message>${secrets.join(" ")}</Message>`;
    host.state("cloudwatch.refuses", `<ErrorResponse><Error><Type>Sender</Type>${message}</Error></ErrorResponse>`);
    expect(host.minute(60, recorded)).toEqual({
      status: 1,
      log: "the metric was not taken: SignatureDoesNotMatch\n",
    });
  });

  it("never waits longer than its service may run", () => {
    host.minute(60);
    const limits = host.calls("curl").map(({ args }) => Number(args[args.indexOf("--max-time") + 1]));
    expect(limits).toHaveLength(4);
    const allowed = Number(/TimeoutStartSec=(\d+)/.exec(host.file("etc/systemd/system/packets.service"))?.[1]);
    expect(limits.reduce((sum, seconds) => sum + seconds) + 2 * 10).toBeLessThan(allowed); // and two locks
    expect(allowed).toBeLessThan(60);
  });
});
