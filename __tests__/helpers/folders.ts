import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for the tests around it: made before the first and removed after the last. */
export function temporaryFolder(): { readonly path: string } {
  const folder = { path: "" };
  beforeAll(() => {
    folder.path = realpathSync(mkdtempSync(join(tmpdir(), "wake-on-dns-test-")));
  });
  afterAll(() => {
    rmSync(folder.path, { recursive: true, force: true });
  });
  return folder;
}

/** Every file below a folder, by its path from there, in order. */
export function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path), "latin1")]));
}
