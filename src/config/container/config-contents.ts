import { isHole, orElse } from "../schema/holes";
import type { Problem } from "../schema/problem";
import { missingCompanion, readCompanion } from "../yaml/companion";
import type { ContainerSettings } from "./container-schema";

/** Half of the 16 KiB that EC2 takes as user data, by which these files reach the host; the other half is the boot script's. */
const MOST_KIB = 8;

/** Reads the files that `configs` names, so that every one has its content. */
export function withConfigContents<Container extends Pick<ContainerSettings, "configs">>(
  folder: string,
  container: Container,
): { readonly container: Container; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const filled = Object.entries(orElse(() => ({ ...container.configs }), {})).map(([name, config]) => {
    const file = orElse(() => config.file, undefined);
    if (file === undefined || isHole(file)) return [name, config] as const;
    const result = readCompanion(folder, file);
    if (result !== undefined && "text" in result) return [name, { file, content: result.text }] as const;
    const message = result === undefined ? missingCompanion(file) : `${file} ${result.problem.message}`;
    problems.push({ path: ["configs", name, "file"], message });
    return [name, config] as const;
  });
  const configs = Object.fromEntries(filled);
  return { container: { ...container, configs }, problems: [...problems, ...sizeProblems(configs)] };
}

/** The largest file, and whether all files together are too large; undefined without files. */
export function largestConfig(configs: ContainerSettings["configs"]) {
  const sizes = Object.entries(configs).map(([name, config]) => ({
    name,
    bytes: orElse(() => Buffer.byteLength(config.content ?? ""), 0),
  }));
  const bytes = sizes.reduce((sum, size) => sum + size.bytes, 0);
  const [largest] = sizes.toSorted((one, other) => other.bytes - one.bytes);
  return largest && { name: largest.name, bytes, isTooLarge: bytes > MOST_KIB * 1_024 };
}

function sizeProblems(configs: ContainerSettings["configs"]): Problem[] {
  const largest = largestConfig(configs);
  if (largest?.isTooLarge !== true) return [];
  const message =
    `all files together have ${largest.bytes} bytes, and at most ${MOST_KIB * 1_024} reach the host: keep the largest on a volume, ` +
    "or build them into an image of your own";
  return [{ path: ["configs", largest.name], message, atKey: true }];
}
