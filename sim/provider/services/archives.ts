import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { zipSync } from "fflate";
import { type DataKind, Refusal } from "../kind";
import { text } from "../values";

/**
 * data.archive_file: really zips the files of a folder, relative to Terraform's. Of 1980 and not compressed: the same content
 * gives the same bytes everywhere, as the real one's, which sets no time (its internal/provider/zip_archiver.go).
 */
export const archives: Readonly<Record<string, DataKind>> = {
  archive_file: {
    read: (config, _settings, _store, folder) => {
      const mode = Number.parseInt(text(config["output_file_mode"]) || "0644", 8);
      const attrs = ((0o100000 | mode) << 16) >>> 0; // a regular file of Unix
      const files = contentOf(resolve(folder, text(config["source_dir"])));
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

function contentOf(folder: string): Record<string, Buffer> {
  try {
    const names = readdirSync(folder).sort();
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]));
  } catch (error) {
    throw new Refusal(`Archive creation error: could not archive: ${(error as Error).message}`);
  }
}
