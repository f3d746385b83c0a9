import { decide } from "../../../handlers/keeper/decide";
import type { Facts } from "../../../handlers/keeper/facts";
import type { Session } from "../../../handlers/keeper/memory";
import { asleep, at, decided, mails, memory, packets, session } from "./scenes";

/** The packet report of a session that fell asleep at minute 29. */
function packetCountIn(over: Partial<Facts>, of: Partial<Session> = {}): unknown {
  const ended = session({ hasPoints: true, sleep: { at: at(29), ending: { kind: "idle" } }, ...of });
  const [mail] = mails(decided(asleep({ memory: memory({ session: ended }), ...over }), at(30)));
  return mail?.kind === "asleep" ? mail.packetCount : mail;
}

describe("the mail of a session that nobody was seen to play in", () => {
  test("has the busiest minute, and how many of those counted were quiet, since players could come", () => {
    const quiet = [...packets(3, 5, 70), ...packets(5, 10), ...packets(10, 12, 60), ...packets(12, 20, 7)];
    expect(packetCountIn({ packets: quiet })).toEqual({ busiest: 60, quietMinutes: 5, minutes: 15 });
  });

  test("has nothing of it where nothing was counted, or can be read", () => {
    expect(packetCountIn({ packets: [] })).toBeUndefined();
    expect(packetCountIn({ packets: undefined, unreadable: ["packets"] })).toBeUndefined();
  });

  test("has it, too, where somebody played too quietly to keep it up", () => {
    const few = packets(5, 20, 60);
    expect(packetCountIn({ packets: few })).toEqual({ busiest: 60, quietMinutes: 0, minutes: 15 });
    const ended = session({ busyMinutes: 15, sleep: { at: at(29), ending: { kind: "idle" } } });
    expect(decide(asleep({ memory: memory({ session: ended }), packets: undefined }), at(30)).missing).toEqual([
      "packets",
    ]);
  });

  test("has nothing of it once somebody was seen", () => {
    expect(packetCountIn({ packets: packets(5, 20, 120) })).toBeUndefined();
    expect(packetCountIn({ packets: packets(5, 20, 60) }, { played: true })).toBeUndefined();
  });
});
