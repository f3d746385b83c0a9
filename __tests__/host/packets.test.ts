import { PacketHost, received, recorded, sent, udp } from "./packet-host";
import { describeOnLinux, fixture } from "./pretend-host";

const METRICS = ["Packets", "ReceivedBytes", "SentBytes"];
const secrets = ["imds-secret", "key/secret+1", "session//secret+2=="];

describeOnLinux("the metrics Packets, ReceivedBytes and SentBytes", () => {
  let host: PacketHost;

  beforeEach(() => {
    host = new PacketHost();
    host.minute(0);
  });
  afterEach(() => {
    host.remove();
  });

  it("are the growth of the counters within a minute, as points of the time of reading, in one request", () => {
    expect(host.minute(60, udp(1300, received(2080, 99_000, sent(912_921))))).toEqual({ status: 0, log: "" });
    const point = (member: number, name: string, unit: string, value: number) =>
      [
        `MetricName=${name}`,
        `Unit=${unit}`,
        `Value=${value}`,
        "Timestamp=2026-11-21T20%3A01%3A30Z",
        "Dimensions.member.1.Name=Container",
        "Dimensions.member.1.Value=valheim",
      ].map((field) => `MetricData.member.${member}.${field}`);
    expect(host.bodies()).toEqual([
      [
        "Action=PutMetricData",
        "Version=2010-08-01",
        "Namespace=WakeOnDns%2Fgames",
        ...point(1, "Packets", "Count", 66),
        ...point(2, "ReceivedBytes", "Bytes", 696),
        ...point(3, "SentBytes", "Bytes", 100_001),
      ].join("&"),
    ]);
  });

  it("go to the home region, signed with the host's own credentials", () => {
    host.minute(60);
    const { args = [], input = "" } = host.published()[0] ?? {};
    expect(args).toContain("https://monitoring.us-west-2.amazonaws.com/");
    expect(args[args.indexOf("--aws-sigv4") + 1]).toBe("aws:amz:us-west-2:monitoring");
    expect(input).toBe('user = "ASIAEXAMPLE:key/secret+1"\nheader = "X-Amz-Security-Token: session//secret+2=="');
  });

  it("show no secret in an argument, the environment, a file or the log", () => {
    const { log } = host.minute(60);
    const open = [log, host.read("environment"), JSON.stringify(host.files())];
    for (const { args } of host.calls("curl")) open.push(args.join(" "));
    for (const secret of secrets) expect(open.join("\n")).not.toContain(secret);
  });

  it("are 0 with nobody connected: that is what idle means", () => {
    host.minute(60);
    expect(METRICS.map((metric) => host.values(metric))).toEqual([[0], [0], [0]]);
  });

  it("add all published ports, and what came and went by IPv6 when asked", () => {
    host.remove();
    host = new PacketHost({ ipv6: true });
    const [came, went] = [fixture("ip6tables-input.txt"), fixture("ip6tables-output.txt")];
    const byIpv6 = (packets: number, bytesIn: number, bytesOut: number) => {
      host.state("ip6tables.INPUT.list", came.replace(" 321    15729 ", ` ${packets}    ${bytesIn} `));
      host.state("ip6tables.OUTPUT.list", went.replace(" 10480 ", ` ${bytesOut} `));
    };
    byIpv6(321, 15_729, 10_480);
    host.minute(0);
    byIpv6(421, 18_729, 10_980);
    host.minute(60, udp(1244, received(2082, 98_314, sent(812_927))).replace(/^ +19 /m, "20 "));
    expect(METRICS.map((metric) => host.values(metric))).toEqual([[100 + 10 + 1], [3_000 + 10], [500 + 7]]);
  });

  it("hold all packets that containers receive where these count as play, and no port's", () => {
    host.remove();
    host = new PacketHost({ count: "all_traffic" });
    host.minute(0);
    host.minute(60, udp(9999, received(2102, 98_404)));
    expect(METRICS.map((metric) => host.values(metric))).toEqual([[31], [100], [0]]);
  });

  it("do not depend on how iptables writes protocols or orders a rule's conditions", () => {
    const older = (text: string) =>
      text
        .replace(/ 17 {3}--/g, "udp  --")
        .replace(/(\/\*.*\*\/) (ctorig.*)/g, "$2 $1")
        .replace(/ 6 {4}--/g, "tcp  --")
        .replace(/ 0 {4}--/g, "all  --");
    host.minute(60, older(udp(1240, sent(812_925))));
    expect([host.values(), host.values("SentBytes")]).toEqual([[6], [5]]);
  });

  it("start again after a minute that could not be read, and never hold two minutes", () => {
    host.state("iptables.broken", "can't lock");
    expect(host.minute(60).log).toContain("can't lock"); // the rules can't be put back either
    host.state("iptables.broken", undefined);
    host.minute(120, udp(5000));
    host.minute(180, udp(5007));
    expect(host.values()).toEqual([7]);
  });

  it("start again after a minute that could not be published", () => {
    host.state("curl.fails", "amazonaws.com/");
    expect(host.minute(60, udp(3000))).toEqual({ status: 1, log: expect.stringContaining("curl: (28)") as string });
    host.state("curl.fails", undefined);
    host.minute(120, udp(3011));
    expect(host.values()).toEqual([3000 - 1234, 11]); // the first was tried and is lost
  });

  it.each(["api/token", "security-credentials/", "security-credentials/host-role"])(
    "fail with the reason when the instance metadata does not answer at %s",
    (path) => {
      host.state("curl.fails", path);
      const reason = "curl: (28) Operation timed out\nno credentials from IMDS\n";
      expect(host.minute(60)).toEqual({ status: 1, log: reason });
      expect(host.published()).toEqual([]);
    },
  );

  it("fail with CloudWatch's error code, not with its message, which can quote the session token", () => {
    const message = `<Code>SignatureDoesNotMatch</Code><Message>${secrets.join(" ")}</Message>`;
    host.state("cloudwatch.refuses", `<ErrorResponse><Error><Type>Sender</Type>${message}</Error></ErrorResponse>`);
    expect(host.minute(60, recorded)).toEqual({
      status: 1,
      log: "CloudWatch refused the metrics: SignatureDoesNotMatch\n",
    });
  });

  it("never wait longer than their service may run", () => {
    host.minute(60);
    const limits = host.calls("curl").map(({ args }) => Number(args[args.indexOf("--max-time") + 1]));
    expect(limits).toHaveLength(5);
    const allowed = Number(/TimeoutStartSec=(\d+)/.exec(host.file("etc/systemd/system/packets.service"))?.[1]);
    expect(limits.reduce((sum, seconds) => sum + seconds) + 3 * 5).toBeLessThan(allowed); // and three locks
    expect(allowed).toBeLessThan(60);
  });
});
