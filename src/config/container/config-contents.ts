import { isHole, orElse } from "../schema/holes";
import type { Problem } from "../schema/problem";
import { missingCompanion, readCompanion } from "../yaml/text-file";
import type { ContainerSettings } from "./container-schema";

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
  return { container: { ...container, configs }, problems };
}
