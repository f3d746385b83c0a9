import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type DataKind, Refusal } from "../kind";
import { type Attributes, blocks, text } from "../values";
import { zip } from "../zip";

/** data.archive_file: really zips, relative to Terraform's folder. The same content gives the same bytes everywhere. */
export const archives: Readonly<Record<string, DataKind>> = {
  archive_file: {
    read: (config, _settings, _store, folder) => {
      const archive = zip(contents(config, folder), Number.parseInt(text(config["output_file_mode"]) || "0644", 8));
      const output = resolve(folder, text(config["output_path"]));
      mkdirSync(dirname(output), { recursive: true });
      writeFileSync(output, archive);
      const hash = (algorithm: string, form: "hex" | "base64") => createHash(algorithm).update(archive).digest(form);
      return {
        id: hash("sha1", "hex"),
        output_base64sha256: hash("sha256", "base64"),
        output_base64sha512: hash("sha512", "base64"),
        output_md5: hash("md5", "hex"),
        output_sha: hash("sha1", "hex"),
        output_sha256: hash("sha256", "hex"),
        output_sha512: hash("sha512", "hex"),
        output_size: archive.length,
      };
    },
  },
};

function contents(config: Attributes, folder: string): Map<string, Buffer> {
  const { source_file, source_dir, source_content, source_content_filename, source } = config;
  if (text(source_content_filename) !== "")
    return new Map([[text(source_content_filename), Buffer.from(text(source_content))]]);
  if (blocks(source).length > 0)
    return new Map(blocks(source).map(({ filename, content }) => [text(filename), Buffer.from(text(content))]));
  try {
    const single = resolve(folder, text(source_file));
    if (text(source_file) !== "") return new Map([[basename(single), readFileSync(single)]]);
    const root = resolve(folder, text(source_dir));
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
      statSync(join(root, file)).isFile(),
    );
    return new Map(files.map((file) => [file.replaceAll("\\", "/"), readFileSync(join(root, file))]));
  } catch (error) {
    throw new Refusal(`Archive creation error: could not archive: ${(error as Error).message}`);
  }
}
