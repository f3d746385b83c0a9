import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Attributes } from "./values";

/** What exists in pretend AWS: what Terraform made, and what tests or a simulation put beside it. */
export interface StoredObject {
  /** A Terraform type, or any other word for what Terraform doesn't make, like `instance`. */
  readonly type: string;
  readonly id: string;
  /** What makes it unique among its type in a region; mostly the id. */
  readonly key: string;
  /** `global` for what AWS has once per account. */
  readonly region: string;
  readonly attributes: Attributes;
}

/**
 * A folder with one JSON file per object, so that people can look and edit while it is in use. Files are written by
 * rename and read each time: several processes see the same.
 */
export class Store {
  constructor(readonly folder: string) {}

  all(type: string): StoredObject[] {
    const folder = join(this.folder, "objects", type);
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
    return files.sort().flatMap((file) => (readJson(join(folder, file)) as StoredObject | undefined) ?? []);
  }

  get(type: string, region: string, key: string): StoredObject | undefined {
    return readJson(this.file(type, region, key)) as StoredObject | undefined;
  }

  /** The first object of a type that fits; the order is that of region and key. */
  find(type: string, fits: (object: StoredObject) => boolean): StoredObject | undefined {
    return this.all(type).find(fits);
  }

  put(object: StoredObject): void {
    writeJson(this.file(object.type, object.region, object.key), object);
  }

  /** Changes attributes of an object as somebody else than Terraform would: the console, a function, Auto Scaling. */
  edit(type: string, id: string, changes: Attributes): void {
    const object = this.find(type, (candidate) => candidate.id === id);
    if (object === undefined) throw new Error(`no ${type} ${id} in ${this.folder}: apply first`);
    this.put({ ...object, attributes: { ...object.attributes, ...changes } });
  }

  remove({ type, region, key }: Pick<StoredObject, "type" | "region" | "key">): void {
    rmSync(this.file(type, region, key), { force: true });
  }

  /** How many times this was called with the key: a recreated object gets another ID, as in AWS. */
  count(key: string): number {
    const file = join(this.folder, "counts.json");
    const counts = (readJson(file) ?? {}) as Record<string, number>;
    const count = counts[key] ?? 0;
    writeJson(file, { ...counts, [key]: count + 1 });
    return count;
  }

  private file(type: string, region: string, key: string): string {
    const name = encodeURIComponent(key);
    // File systems end names at 255 bytes.
    const short = name.length < 180 ? name : `${name.slice(0, 140)}-${createHash("sha256").update(key).digest("hex")}`;
    return join(this.folder, "objects", type, `${region}~${short}.json`);
  }
}

/** What a file holds; nothing if it isn't there (any more: another process may remove what was just listed). */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export function writeJson(file: string, content: object): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(temporary, file);
}
