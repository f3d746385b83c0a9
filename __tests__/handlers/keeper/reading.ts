import { connect } from "../../../handlers/keeper/aws/connect";
import type { Reading, Readings } from "../../../handlers/keeper/facts";
import type { Memory } from "../../../handlers/keeper/memory";
import { read } from "../../../handlers/keeper/readings";
import type { KeeperSettings } from "../../../handlers/keeper/settings";
import { at, memory, SETTINGS } from "./scenes";

export const NOW = at(90) + 20_500;

/** One reading, as AWS answers just now. */
export const reading = <Name extends Reading>(
  name: Name,
  { over = {}, of = memory() }: { over?: Partial<KeeperSettings>; of?: Memory } = {},
): Promise<Readings[Name]> => read(name, connect({ ...SETTINGS, ...over }), of, NOW);
