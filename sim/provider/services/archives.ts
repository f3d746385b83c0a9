import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { zipSync } from "fflate";
import { type DataKind, Refusal } from "../kind";
import { type Attributes, text } from "../values";

/**
 * data.archive_file: really zips, relative to Terraform's folder. Sorted, of 1980 and not compressed: the same content
 * gives the same bytes everywhere.
 */
export const archives: Readonly<Record<string, DataKind>> = {
  archive_file: {
    read: (config, _settings, _store, folder) => {
      const mode = Number.parseInt(text(config["output_file_mode"]) || "0644", 8);
      const attrs = ((0o100000 | mode) << 16) >>> 0; // a regular file of Unix
      const files = contents(config, folder).sort(([a], [b]) => (a < b ? -1 : 1));
      const archive = zipSync(Object.fromEntries(files), { level: 0, mtime: new Date(1980, 0, 1), os: 3, attrs });
      const output = resolve(folder, text(config["output_path"]));
      mkdirSync(dirname(output), { recursive: true });
      writeFileSync(output, archive);
      const hash = (algorithm: string, form: "hex" | "base64") => createHash(algorithm).update(archive).digest(form);
      return {
        id: hash("sha1", "hex"),
        output_base64sha256: hash("sha256", "base64"),
        output_md5: hash("md5", "hex"),
        output_sha: hash("sha1", "hex"),
        output_sha256: hash("sha256", "hex"),
        output_size: archive.length,
      };
    },
  },
};

/** Names in the archive, and what is in them. */
function contents({ source_file, source_dir, source_content, source_content_filename }: Attributes, folder: string) {
  if (text(source_content_filename) !== "") {
    return [[text(source_content_filename), Buffer.from(text(source_content))] as const];
  }
  try {
    const single = resolve(folder, text(source_file));
    if (text(source_file) !== "") return [[basename(single), readFileSync(single)] as const];
    const root = resolve(folder, text(source_dir));
    const names = readdirSync(root, { recursive: true, encoding: "utf8" });
    const files = names.filter((name) => statSync(join(root, name)).isFile());
    return files.map((name) => [name, readFileSync(join(root, name))] as const);
  } catch (error) {
    throw new Refusal(`Archive creation error: could not archive: ${(error as Error).message}`);
  }
}
