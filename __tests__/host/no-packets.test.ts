import { PacketHost, received, recorded, sent, udp } from "./packet-host";
import { describeOnLinux } from "./pretend-host";

const METRICS = ["Packets", "ReceivedBytes", "SentBytes"];

// A missing point never counts as idle; a wrong one could end a game.
describeOnLinux("a metric is not published", () => {
  let host: PacketHost;

  beforeEach(() => {
    host = new PacketHost();
  });
  afterEach(() => {
    host.remove();
  });

  it.each([
    ["there is no reading yet", [] as number[], 60, "no reading from a minute ago"],
    ["the last reading is two minutes old", [0], 120, "no reading from a minute ago"],
    ["the last reading is 80 s old", [0], 80, "no reading from a minute ago"],
    ["the last reading is half a minute old", [0], 31, "no reading from a minute ago"],
    ["the clock went back", [3600], 60, "no reading from a minute ago"],
    ["the CloudWatch minute already has its point", [-30], 29, "this minute has a point"],
  ])("when %s", (_, before, now, reason) => {
    for (const seconds of before) host.minute(seconds);
    const log = METRICS.map((metric) => `${metric} is not published: ${reason}\n`).join("");
    expect(host.minute(now, udp(9999, sent(999_999)))).toEqual({ status: 0, log });
    expect(host.calls("curl")).toEqual([]);
  });

  const reset = "the counters were reset";
  it.each([
    ["Packets", "its counters were reset", udp(0), reset],
    ["Packets", "they wrapped around", udp(3), reset],
    [
      "Packets",
      "they are too long for the shell",
      udp("18446744073709551615"),
      "no counter for DOCKER-USER udp:2456:2457",
    ],
    ["Packets", "they are no numbers", udp("1234K"), "no counter for DOCKER-USER udp:2456:2457"],
    ["Packets", "a rule is missing", recorded.replace(/.*tcp:8080.*\n/, ""), "no counter for DOCKER-USER tcp:8080"],
    [
      "Packets",
      "they count other ports",
      recorded.replace("tcp:8080 ", "tcp:8080:8081 "),
      "no counter for DOCKER-USER tcp:8080",
    ],
    [
      "Packets",
      "they are another's",
      recorded.replace("tcp:8080 ", "tcp:8080 once "),
      "no counter for DOCKER-USER tcp:8080",
    ],
    ["ReceivedBytes", "its counter was reset", received(0, 0), reset],
    [
      "ReceivedBytes",
      "its rule is missing",
      recorded.replace(/.*dns received.*\n/, ""),
      "no counter for DOCKER-USER received",
    ],
    ["SentBytes", "its counter was reset", sent(0), reset],
    ["SentBytes", "it is too long for the shell", sent("18446744073709551615"), "no counter for DOCKER-USER sent"],
    ["SentBytes", "it is not a number", sent("793K"), "no counter for DOCKER-USER sent"],
    ["SentBytes", "its rule is missing", recorded.replace(/.*dns sent.*\n/, ""), "no counter for DOCKER-USER sent"],
  ])("%s when %s, and the others are", (metric, _, listing, reason) => {
    host.minute(0);
    expect(host.minute(60, listing)).toEqual({ status: 0, log: `${metric} is not published: ${reason}\n` });
    const published = (name: string): boolean => host.values(name).length > 0;
    expect(METRICS.filter(published)).toEqual(METRICS.filter((name) => name !== metric));
  });

  it.each([
    ["belong to a chain docker does not use", recorded.replace("1 references", "0 references"), "no counter for"],
    ["are not listed", "", "no counter for DOCKER-USER tcp:8080"],
    ["were all reset", recorded.replace(/^ +\d+ +\d+/gm, "0 0"), reset],
  ])("when the counters %s", (_, listing, reason) => {
    host.minute(0);
    expect(host.minute(60, listing)).toEqual({ status: 0, log: expect.stringContaining(reason) as string });
    expect(host.calls("curl")).toEqual([]);
  });

  it("when the largest readable counters wrapped around", () => {
    const largest = "999999999999999";
    host.minute(0, udp(largest, received(largest, largest, sent(largest))));
    expect(host.minute(60, udp(5, received(5, 5, sent(5)))).log.match(new RegExp(reset, "g"))).toHaveLength(3);
    expect(host.calls("curl")).toEqual([]);
  });

  it("when a missing rule had to be put back, below no other rule", () => {
    host.minute(0);
    const rules = host.rules("iptables.DOCKER-USER");
    host.state("iptables.DOCKER-USER", "-j RETURN\n");
    host.minute(60, recorded.replace(/.*wake-on-dns.*\n/g, ""));
    expect(host.rules("iptables.DOCKER-USER")).toEqual([...rules, "-j RETURN"]);
    expect(host.calls("curl")).toEqual([]);
  });

  it("when its rule can't be put back, and the others are", () => {
    host.minute(0);
    host.state("iptables.DOCKER-USER", "");
    host.state("iptables.DOCKER-USER.locked", "");
    host.minute(60, recorded.replace(/.*dns sent.*\n/, ""));
    expect([host.values(), host.values("SentBytes")]).toEqual([[0], []]);
  });
});
