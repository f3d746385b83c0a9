import { write } from "../../../../handlers/keeper/mails";
import { SETTINGS } from "../scenes";
import { asleep, NOW } from "./mails";

describe("what a mail says of the packets", () => {
  const text = (busiest: number, quietMinutes: number, minutes: number, settings = SETTINGS): string => {
    const mail = asleep(
      { kind: "idle" },
      { played: false, packetCount: { busiest, quietMinutes, minutes }, emptySession: { byHand: false } },
    );
    return write(mail, settings, NOW).text;
  };
  const RELAY = "count: all_traffic";
  const QUIET = "A quiet player looks like this";
  const BOTS = "It was probably a bot";

  test("is that a relay may be in use, where the session was long enough to see players", () => {
    expect([text(0, 9, 9).includes(RELAY), text(0, 10, 10).includes(RELAY)]).toEqual([false, true]);
    expect(text(1, 9, 10)).not.toContain(RELAY);
    const all = text(0, 10, 10, { ...SETTINGS, idle: { ...SETTINGS.idle, count: "all_traffic" } });
    expect(all).toContain("No packet reached the container in the 10 min that were counted");
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
    const mail = write(asleep({ kind: "idle" }, { played: true, packetCount }), SETTINGS, NOW);
    expect(mail.text).toContain("too quietly to keep it running");
    expect(mail.text).toContain("set idle.packets_per_minute in configs/valheim.yaml to 60 or less");
    expect(mail.subject).not.toContain("no players seen");
  });

  test("names no quiet minutes where there were none", () => {
    expect(text(60, 0, 16)).toContain("At most 60 packets a minute were counted. Your");
  });
});
