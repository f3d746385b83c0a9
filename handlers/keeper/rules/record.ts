import { PLACEHOLDER } from "../../../shared/address";
import type { Step } from "../decision";
import type { RecordValues } from "../facts";
import type { Memory } from "../memory";
import { orElse, type Scene } from "./scene";

/** So long keeper trusts what it read of the record: Route 53 allows 5 requests a second in an account. */
const RECORD_MINUTES = 30;

/** Points the record at the host, or at nothing. It is never deleted: resolvers remember for 15 minutes that it is not there. */
export function pointRecord(scene: Scene, memory: Memory, desired: number): Step {
  if (!scene.hasService) return { memory, actions: [] };
  const values = wantedValues(scene, memory, desired);
  if (values === undefined) return { memory, actions: [] };
  if (isKnown(scene, memory) && memory.record && same(memory.record, values)) return { memory, actions: [] };

  const record = orElse(() => scene.need("record").record, undefined);
  // Whatever it says, players wait for what it should say; read again at the next look.
  if (record === undefined) return pointed(memory, values, "what it says cannot be read");
  const { recordName: name } = scene.facts.settings;
  if (same(record, values))
    return { memory: { ...memory, record: { name, ...values, listedAt: scene.now } }, actions: [] };
  return pointed(memory, values, `it was ${[record.a, record.aaaa ?? []].flat().join(", ") || "empty"}`);
}

/** Read again at the next look, whether this is carried out or not. */
const pointed = (memory: Memory, values: RecordValues, why: string): Step => ({
  memory: { ...memory, record: undefined },
  actions: [{ do: "point record", values, why }],
});

/** True while what memory says of the record was read lately, and is what it should say while the container sleeps. */
export const isAtRest = (scene: Scene, memory: Memory): boolean =>
  !scene.hasService || (isKnown(scene, memory) && memory.record?.a === restingIpv4(scene));

/** True while what memory says of the record was read lately, and an apply has not moved it to another name since. */
function isKnown(scene: Scene, { record }: Memory): boolean {
  const { address, recordName } = scene.facts.settings;
  return (
    record !== undefined && (record.name ?? address) === recordName && !scene.isOver(RECORD_MINUTES, record.listedAt)
  );
}

/**
 * Undefined where EC2 does not show (yet) what the group lists: then the record stays as it is, unless a task has run on it
 * and its agent is gone, too. The group hears of that minutes later.
 */
function wantedValues(scene: Scene, memory: Memory, desired: number): RecordValues | undefined {
  const { ipv6, fixedAddress } = scene.facts.settings;
  const isThere = desired > 0 && scene.host !== undefined;
  const machine = isThere ? scene.hostMachine : undefined;
  const isGone = (): boolean => !(scene.clusterHost(scene.host?.instanceId)?.agentConnected ?? false);
  if (isThere && machine === undefined && !(memory.session?.ranAt !== undefined && orElse(isGone, false)))
    return undefined;
  const ipv4 = fixedAddress === undefined ? machine?.ipv4 : undefined;
  return { a: ipv4 ?? restingIpv4(scene), ...(ipv6 && { aaaa: machine?.ipv6 ?? PLACEHOLDER.aaaa }) };
}

/** An Elastic IP stays in the record, asleep too: only the host that has it changes. */
const restingIpv4 = ({ facts: { settings } }: Scene): string => settings.fixedAddress?.ipv4 ?? PLACEHOLDER.a;

const same = (one: RecordValues, other: RecordValues): boolean => one.a === other.a && one.aaaa === other.aaaa;
