import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfiguration, type BaseConfig, type Configuration, type ContainerConfig } from "../../src/config/load";
import { ConfigError } from "../../src/config/yaml/file-problem";
import type { ServiceConfig } from "../../src/config/compose/service-schema";
import type { FileSystemConfig, VolumeConfig } from "../../src/config/container/volume-schema";

/** Files of a configuration folder by name, as they are written to disk. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder with these files; it goes when the tests of the file are over. */
export function written(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "configs-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** The problems of a folder, one line each, as if it were called configs. None if it loads. */
export function problemsIn(folder: string): string[] {
  try {
    loadConfiguration(folder);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split("\n").map((line) => line.replaceAll(folder, "configs"));
  }
}

export const problemsOf = (files: Files): string[] => problemsIn(written(files));

/** The warnings of files that load, as if their folder were called configs. */
export function warningsOf(files: Files): string[] {
  const folder = written(files);
  return loadConfiguration(folder).warnings.map((line) => line.replaceAll(folder, "configs"));
}

export const load = (files: Files): Configuration => loadConfiguration(written(files));

/** Three lines: what is added begins at line 4. */
export const BASE = "name: games\nregion: us-west-2\ndomain: mine.org\n";
const TYPES = "[m7a.large]";
const TO_SERVICE = `instance_types: ${TYPES}\nservices:\n  game:\n`;
/** Four lines, all that a container needs: what is added begins at line 5, at the top level. */
export const GAME = `${TO_SERVICE}    {image: "example/game:1.0", ports: [], volumes: []}\n`;
/** Seven lines: what is added begins at line 8 inside the volume (indented by 4). */
export const GAME_WITH_VOLUME = `${GAME.replace("volumes: []", 'volumes: ["world:/data"]')}availability_zone: a\nvolumes:\n  world:\n`;

const indented = (yaml: string): string => yaml.replace(/^(?=.)/gm, "    ");

export const inBase = (yaml: string): Files => ({ "base.yaml": `${BASE}${yaml}\n`, "game.yaml": GAME });
export const inContainer = (yaml: string): Files => ({ "base.yaml": BASE, "game.yaml": `${GAME}${yaml}\n` });
/** What is added begins at line 5 of the file; ports and volumes follow if it has none, then what is for the top level. */
export const inService = (yaml: string, top = "", types = TYPES): Files => ({
  "base.yaml": BASE,
  "game.yaml": `${gameWith(yaml)}${top}\n`.replace(TYPES, types),
});
export function gameWith(yaml: string): string {
  const needed = ["ports", "volumes"].filter((field) => !new RegExp(`^${field}:`, "m").test(yaml));
  const lines = ["image: example/game:1.0", yaml, ...needed.map((field) => `${field}: []`)];
  return `${TO_SERVICE}${indented(lines.join("\n"))}\n`;
}
export const inVolume = (yaml: string): Files => ({
  "base.yaml": BASE,
  "game.yaml": `${GAME_WITH_VOLUME}${indented(yaml)}\n`,
});

export const base = (yaml: string): BaseConfig => load(inBase(yaml)).base;
export const container = (yaml: string): ContainerConfig => only(load(inContainer(yaml)).containers);
export const service = (yaml: string, types?: string): ServiceConfig =>
  only(Object.values(load(inService(yaml, "", types)).containers[0]?.services ?? {}));
export const anyVolume = (yaml: string): VolumeConfig =>
  only(Object.values(load(inVolume(yaml)).containers[0]?.volumes ?? {}));
export function volume(yaml: string): FileSystemConfig {
  const settings = anyVolume(yaml);
  if (settings.storage === "host") throw new Error("expected a file system");
  return settings;
}

export function only<Item>(items: readonly Item[]): Item {
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) throw new Error(`expected one, got ${items.length}`);
  return item;
}

/**
 * Lines as tests expect them: place and field exactly, then some words of the message, separated by " … ". So a message
 * can be reworded without changing tests.
 */
export const reports = (lines: readonly string[]): unknown[] =>
  lines.map((line): unknown => {
    const start = line.indexOf(": ") + 2;
    const parts = [line.slice(0, start), ...line.slice(start).split(" … ")];
    const patterns = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return expect.stringMatching(new RegExp(`^${patterns.join(".*")}`, "s"));
  });

/** A test each: a setting that a service refuses, and the problem. */
export function refused(cases: readonly (readonly [yaml: string, line: string])[]): void {
  test.each(cases)("refuses %s", (yaml, line) => {
    expect(problemsOf(inService(yaml))).toEqual(reports([`configs/game.yaml:${line}`]));
  });
}

/** The problem of text in which Compose would replace a variable. */
export const DOLLAR = "$NAME … not supported … $$";
