import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { zipSync } from "fflate";
import { type DataKind, Refusal } from "../kind";
import { text } from "../values";

/**
 * data.archive_file: really zips one file, relative to Terraform's folder. Of 1980 and not compressed: the same content
 * gives the same bytes everywhere.
 */
export const archives: Readonly<Record<string, DataKind>> = {
  archive_file: {
    read: (config, _settings, _store, folder) => {
      const mode = Number.parseInt(text(config["output_file_mode"]) || "0644", 8);
      const attrs = ((0o100000 | mode) << 16) >>> 0; // a regular file of Unix
      const source = resolve(folder, text(config["source_file"]));
      const files = { [basename(source)]: contentOf(source) };
      const archive = zipSync(files, { level: 0, mtime: new Date(1980, 0, 1), os: 3, attrs });
      const output = resolve(folder, text(config["output_path"]));
      mkdirSync(dirname(output), { recursive: true });
      writeFileSync(output, archive);
      const hash = (algorithm: string, form: "hex" | "base64") => createHash(algorithm).update(archive).digest(form);
      return {
        id: hash("sha1", "hex"),
        output_base64sha256: hash("sha256", "base64"),
        output_sha256: hash("sha256", "hex"),
        output_size: archive.length,
      };
    },
  },
};

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Refusal(`Archive creation error: could not archive: ${(error as Error).message}`);
  }
}
