import { connect } from "../../../handlers/keeper/aws/connect";
import type { Reading, Readings } from "../../../handlers/keeper/facts";
import type { Memory } from "../../../handlers/keeper/memory";
import { reader, type Read } from "../../../handlers/keeper/readings";
import type { KeeperSettings } from "../../../handlers/keeper/read-settings";
import { at, memory, SETTINGS } from "./scenes";

export const NOW = at(90) + 20_500;

/** The readings of one look. */
export const readerOf = (of: Memory, over: Partial<KeeperSettings> = {}): Read =>
  reader(connect({ ...SETTINGS, ...over }), of, NOW);

/** One reading, as AWS answers just now. */
export const reading = <Name extends Reading>(
  name: Name,
  { over = {}, of = memory() }: { over?: Partial<KeeperSettings>; of?: Memory } = {},
): Promise<Readings[Name]> => readerOf(of, over)(name);
