import { decide } from "../../../handlers/keeper/decide";
import type { Facts } from "../../../handlers/keeper/facts";
import { write } from "../../../handlers/keeper/mails";
import type { Session } from "../../../handlers/keeper/memory";
import { asleep as asleepMail, NOW } from "./mails/mails";
import { asleep, at, decided, mails, memory, packets, session, SETTINGS } from "./scenes";

/** What is told of the packets of a session that fell asleep at minute 29. */
function countedOf(over: Partial<Facts>, of: Partial<Session> = {}): unknown {
  const ended = session({ hasPoints: true, sleep: { at: at(29), ending: { kind: "idle" } }, ...of });
  const [mail] = mails(decided(asleep({ memory: memory({ session: ended }), ...over }), at(30)));
  return mail?.kind === "asleep" ? mail.packetCount : mail;
}

describe("the mail of a session that nobody was seen to play in", () => {
  test("has the busiest minute, and how many of those counted were quiet, since players could come", () => {
    const quiet = [...packets(3, 5, 70), ...packets(5, 10), ...packets(10, 12, 60), ...packets(12, 20, 7)];
    expect(countedOf({ packets: quiet })).toEqual({ busiest: 60, quietMinutes: 5, minutes: 15 });
  });

  test("has nothing of it where nothing was counted, or can be read", () => {
    expect(countedOf({ packets: [] })).toBeUndefined();
    expect(countedOf({ packets: undefined, unreadable: ["packets"] })).toBeUndefined();
  });

  test("has it, too, where somebody played too quietly to keep it up", () => {
    const few = packets(5, 20, 60);
    expect(countedOf({ packets: few })).toEqual({ busiest: 60, quietMinutes: 0, minutes: 15 });
    const ended = session({ busyMinutes: 15, sleep: { at: at(29), ending: { kind: "idle" } } });
    expect(decide(asleep({ memory: memory({ session: ended }), packets: undefined }), at(30)).missing).toEqual([
      "packets",
    ]);
  });

  test("has nothing of it once somebody was seen", () => {
    expect(countedOf({ packets: packets(5, 20, 120) })).toBeUndefined();
    expect(countedOf({ packets: packets(5, 20, 60) }, { played: true })).toBeUndefined();
  });
});

describe("what it says", () => {
  const text = (busiest: number, quietMinutes: number, minutes: number, settings = SETTINGS): string => {
    const mail = asleepMail(
      { kind: "idle" },
      { played: false, packetCount: { busiest, quietMinutes, minutes }, emptySession: { byHand: false } },
    );
    return write(mail, settings, NOW).text;
  };
  const RELAY = "count: all_traffic";
  const QUIET = "A quiet player looks like this";
  const BOTS = "Bots, monitors and link previews look up";

  test("is that a relay may be in use, where the session was long enough to see players", () => {
    expect([text(0, 9, 9).includes(RELAY), text(0, 10, 10).includes(RELAY)]).toEqual([false, true]);
    expect(text(1, 9, 10)).not.toContain(RELAY);
    const all = text(0, 10, 10, { ...SETTINGS, idle: { ...SETTINGS.idle, count: "all_traffic" } });
    expect(all).toContain("no packet reached the container in the 10 min that were counted");
    expect(all).not.toContain(RELAY);
  });

  test("is the threshold and its line, and blames bots alone only where packets did not last", () => {
    for (const counted of [text(60, 12, 16), text(60, 11, 16), text(60, 0, 16)]) {
      expect(counted).toContain("Your threshold is 120 (idle.packets_per_minute in configs/valheim.yaml)");
    }
    expect([text(60, 12, 16), text(60, 11, 16)].map((mail) => mail.includes(QUIET))).toEqual([false, true]);
    expect([text(60, 12, 16), text(60, 11, 16)].map((mail) => mail.includes(BOTS))).toEqual([true, false]);
  });

  test("is the same of somebody who played too quietly", () => {
    const packetCount = { busiest: 60, quietMinutes: 0, minutes: 16 };
    const mail = write(asleepMail({ kind: "idle" }, { played: true, packetCount }), SETTINGS, NOW);
    expect(mail.text).toContain("too quiet to keep it up: at most 60 packets a minute");
    expect(mail.text).toContain("set idle.packets_per_minute in configs/valheim.yaml to at most 60");
    expect(mail.subject).not.toContain("no players seen");
  });

  test("names no quiet minutes where there were none", () => {
    expect(text(60, 0, 16)).toContain("at most 60 packets a minute were counted. Your");
  });
});
