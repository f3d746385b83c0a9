import { PacketHost, recorded, udp } from "./packet-host";
import { describeOnLinux } from "./pretend-host";

// A missing point never counts as idle; a wrong one could end a game.
describeOnLinux("the metric Packets is not published", () => {
  let host: PacketHost;

  beforeEach(() => {
    host = new PacketHost();
  });
  afterEach(() => {
    host.remove();
  });

  it.each([
    ["there is no reading yet", [] as number[], 60, "no reading a minute ago"],
    ["the last reading is two minutes old", [0], 120, "no reading a minute ago"],
    ["the last reading is 80 s old", [0], 80, "no reading a minute ago"],
    ["the last reading is half a minute old", [0], 31, "no reading a minute ago"],
    ["the clock went back", [3600], 60, "no reading a minute ago"],
    ["the CloudWatch minute already has its point", [-30], 29, "this minute has its point"],
  ])("when %s", (_, before, now, reason) => {
    for (const seconds of before) host.minute(seconds);
    expect(host.minute(now, udp(9999))).toEqual({ status: 0, log: `nothing published: ${reason}\n` });
    expect(host.calls("curl")).toEqual([]);
  });

  it.each([
    ["were reset", recorded.replace(/^ +\d+ +\d+/gm, "0 0"), "the counters were reset"],
    ["wrapped around", udp(3), "the counters were reset"],
    ["belong to a chain docker does not use", recorded.replace("1 references", "0 references"), "does not use"],
    ["are too long for the shell", udp("18446744073709551615"), "no counter for udp:2456:2457"],
    ["are no numbers", udp("1234K"), "no counter for udp:2456:2457"],
    ["lack a rule", recorded.replace(/.*tcp:8080.*\n/, ""), "no counter for tcp:8080"],
    ["are those of other ports", recorded.replace("tcp:8080 ", "tcp:8080:8081 "), "no counter for tcp:8080"],
    ["are those of another's rule", recorded.replace("tcp:8080 ", "tcp:8080 once "), "no counter for tcp:8080"],
    ["are not listed", "", "no counter for tcp:8080"],
  ])("when the counters %s", (_, listing, reason) => {
    host.minute(0);
    expect(host.minute(60, listing)).toEqual({ status: 0, log: expect.stringContaining(reason) as string });
    expect(host.calls("curl")).toEqual([]);
  });

  it("when the largest readable counters wrapped around", () => {
    host.minute(0, udp("999999999999999"));
    expect(host.minute(60, udp(5)).log).toBe("nothing published: the counters were reset\n");
  });

  it("when a missing rule had to be put back, below no other rule", () => {
    host.minute(0);
    const rules = host.rules("iptables.DOCKER-USER");
    host.state("iptables.DOCKER-USER", "-j RETURN\n");
    host.minute(60, recorded.replace(/.*wake-on-dns.*\n/g, ""));
    expect(host.rules("iptables.DOCKER-USER")).toEqual([...rules, "-j RETURN"]);
    expect(host.calls("curl")).toEqual([]);
  });
});
