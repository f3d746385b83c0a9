import { decide } from "../../../handlers/keeper/decide";
import type { Action } from "../../../handlers/keeper/decision";
import type { Facts } from "../../../handlers/keeper/facts";
import { write } from "../../../handlers/keeper/mails";
import {
  after,
  asleep,
  at,
  awake,
  decided,
  did,
  EVENING,
  FIXED,
  FIXED_IPV4,
  groupHost,
  IPV4,
  machine,
  mails,
  memory,
  PLACEHOLDER,
  session,
  SETTINGS,
} from "./scenes";

const HAS_IT = { fixedAddress: { instanceId: "i-1" }, record: { a: FIXED_IPV4 } };
const fixed = (over: Partial<Facts> = {}): Facts => awake({ settings: FIXED, record: { a: FIXED_IPV4 }, ...over });
const associated = (facts: Facts): readonly Action[] =>
  decided(facts, at(6)).actions.filter((action) => action.do === "associate address");
const to = (why: string) => [{ do: "associate address", instanceId: "i-1", allocationId: "eipalloc-1", why }];

describe("the Elastic IP", () => {
  it("is associated with the host as soon as that runs, before a task does", () => {
    const cluster = { hosts: [], tasks: [] };
    expect(associated(fixed({ cluster, memory: memory({ session: session({ ranAt: undefined }) }) }))).toEqual(
      to("no instance had it"),
    );
    expect(associated(fixed({ cluster, machines: [machine({ state: "pending" })] }))).toEqual([]);
    expect(associated(fixed({ cluster, machines: [] }))).toEqual([]);
  });

  it("moves to a new host from the one before", () => {
    expect(associated(fixed({ fixedAddress: { instanceId: "i-0" } }))).toEqual(to("i-0 had it"));
  });

  it("is never associated again with the host that has it", () => {
    expect(associated(fixed(HAS_IT))).toEqual([]);
  });

  it("stays where it is for a host that goes, or whose session ends", () => {
    const dying = { hosts: [groupHost({ lifecycleState: "Terminating:Wait" })] };
    expect(associated(fixed({ group: { desired: 0, ...dying } }))).toEqual([]);
    expect(associated(fixed({ group: { desired: 1, ...dying } }))).toEqual([]);
    expect(associated(fixed({ trigger: { name: "by hand", command: "sleep" } }))).toEqual([]);
  });

  it("is looked up only while a host runs", () => {
    const unread = { settings: FIXED, fixedAddress: undefined, machines: undefined, record: undefined };
    expect(decide(asleep(unread), at(6)).missing).not.toContain("fixedAddress");
    expect(decide(fixed({ fixedAddress: undefined }), at(6)).missing).toEqual(["fixedAddress"]);
    const pending = {
      fixedAddress: undefined,
      machines: [machine({ state: "pending" })],
      cluster: { hosts: [], tasks: [] },
    };
    expect(decide(fixed(pending), at(6)).missing).toEqual([]);
    expect(decide(awake({ fixedAddress: undefined }), at(6)).missing).toEqual([]);
  });

  it("is associated even without memory, so that players reach a host that runs", () => {
    const { actions } = decided(fixed({ memory: memory(), noMemory: { kind: "unreadable" } }), at(6));
    expect(actions).toEqual(to("no instance had it"));
  });

  it("that can't be read stops nothing else", () => {
    const unreadable = { fixedAddress: undefined, unreadable: ["fixedAddress" as const] };
    expect(did(decided(fixed({ ...unreadable, record: { a: IPV4 } }), at(6)))).toEqual(["point record"]);
  });
});

it("an association is not repeated for a minute, while EC2 may not show it yet", () => {
  const first = decided(fixed(), at(6));
  expect(first.memory.associated).toEqual({ instanceId: "i-1", at: at(6) });
  const again = (minute: number) =>
    did(decided(after(fixed(), first), at(minute))).filter((done) => done === "associate address");
  expect([again(6.9), again(7)]).toEqual([[], ["associate address"]]);
});

describe("the record of a fixed address", () => {
  const pointed = (facts: Facts) =>
    decided(facts, at(6)).actions.flatMap((action) => (action.do === "point record" ? [action.values] : []));

  it.each<[string, Facts]>([
    ["asleep", asleep({ settings: FIXED })],
    ["while its host starts", fixed({ machines: [machine({ state: "pending" })], record: { a: PLACEHOLDER } })],
    ["while a host runs that has another address", fixed({ record: { a: IPV4 } })],
    ["while it goes to sleep", fixed({ record: { a: IPV4 }, trigger: { name: "by hand", command: "sleep" } })],
  ])("is that address %s", (_, facts) => {
    expect(pointed(facts)).toEqual([{ a: FIXED_IPV4 }]);
  });

  it("is not touched by a wake, a host, or a sleep", () => {
    for (const facts of [fixed(HAS_IT), fixed({ ...HAS_IT, trigger: { name: "by hand", command: "sleep" } })])
      expect(pointed(facts)).toEqual([]);
    expect(pointed(asleep({ settings: FIXED, record: { a: FIXED_IPV4 } }))).toEqual([]);
  });

  it("leaves the AAAA record to the host", () => {
    const both = { ...FIXED, ipv6: true };
    const record = { a: FIXED_IPV4, aaaa: "100::1" };
    const machines = [machine({ ipv6: "2001:db8::7" })];
    expect(pointed(fixed({ ...HAS_IT, settings: both, machines, record }))).toEqual([
      { a: FIXED_IPV4, aaaa: "2001:db8::7" },
    ]);
    expect(pointed(asleep({ settings: both, record: { a: FIXED_IPV4, aaaa: "2001:db8::7" } }))).toEqual([record]);
  });

  it("is put right at the next look after an apply that fixed the address, or made it dynamic again", () => {
    const known = (a: string) => memory({ record: { name: SETTINGS.recordName, a, listedAt: EVENING } });
    expect(pointed(asleep({ settings: FIXED, memory: known(PLACEHOLDER) }))).toEqual([{ a: FIXED_IPV4 }]);
    expect(pointed(asleep({ memory: known(FIXED_IPV4), record: { a: FIXED_IPV4 } }))).toEqual([{ a: PLACEHOLDER }]);
    const quiet = { settings: FIXED, memory: known(FIXED_IPV4), record: undefined, machines: undefined };
    expect(decide(asleep(quiet), at(6))).toMatchObject({ missing: [], actions: [] });
  });
});

describe("players learn that they can join", () => {
  it("once the address is seen on the host, and not before", () => {
    const known = { record: { name: FIXED.recordName, a: FIXED_IPV4, listedAt: at(5) } };
    const facts = fixed({ memory: memory({ session: session(), ...known }) });
    const first = decided(facts, at(6));
    expect(mails(first)).toEqual([]);
    const next = decided(after(facts, first, HAS_IT), at(7));
    expect(mails(next)).toMatchObject([{ kind: "up", address: { a: FIXED_IPV4 } }]);
  });

  it("with words that fit an address that never changes", () => {
    const mail = { kind: "up", address: { a: FIXED_IPV4 }, tookMinutes: 3, why: "query" } as const;
    expect(write(mail, FIXED, at(6)).text).toMatch(/wait a minute: the game may still be loading\.\n/);
    expect(write(mail, SETTINGS, at(6)).text).toMatch(/loading, and your computer may remember the old address/);
  });
});
