import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archive } from "../../sim/provider/catalogue";
import type { Attributes } from "../../sim/provider/values";
import { Store } from "../../sim/provider/store";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "wake-on-dns-test-"))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function make(config: Attributes): Attributes | undefined {
  const kind = archive.dataSources["archive_file"]?.kind;
  return kind?.read(
    { output_path: "build/x.zip", output_file_mode: "0644", ...config },
    { region: "", defaultTags: {} },
    new Store(folder),
    folder,
  );
}

test("a file is zipped beside Terraform, with the same bytes each time and everywhere", () => {
  writeFileSync(join(folder, "index.js"), "exports.handler = () => 1;\n");
  const { output_sha256 } = make({ source_file: "index.js" }) ?? {};
  expect(output_sha256).toBe("7f19066cc4f9ca6120ab1cfc48e830be13bc887e889e3eb5801439a669fe513a");
});

test("other programs can read the zip", () => {
  writeFileSync(join(folder, "index.js"), "x");
  make({ source_file: "index.js" });
  const list = spawnSync(
    "python3",
    [
      "-c",
      "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);print(z.testzip(),z.namelist(),oct(z.infolist()[0].external_attr>>16))",
      join(folder, "build/x.zip"),
    ],
    { encoding: "utf8" },
  );
  if (list.error === undefined) expect(list.stdout.trim()).toBe("None ['index.js'] 0o100644");
  expect(readFileSync(join(folder, "build/x.zip")).subarray(0, 4).toString("latin1")).toBe("PK\u0003\u0004");
});

test("a missing file is an error that names it", () => {
  expect(() => make({ source_file: "nowhere.js" })).toThrow(/could not archive.*nowhere\.js/);
});
