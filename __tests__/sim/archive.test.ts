import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

const lay = (file: string, text: string): void => {
  mkdirSync(join(folder, "code"), { recursive: true });
  writeFileSync(join(folder, "code", file), text);
};

test("a folder is zipped beside Terraform, with the same bytes each time and everywhere", () => {
  lay("settings.json", "{}");
  lay("index.js", "exports.handler = () => 1;\n");
  const { output_sha256 } = make({ source_dir: "code" }) ?? {};
  expect(output_sha256).toBe("c47734174aab5f65e293388f3351523e0592c68f30ac2150087a4a0ed7205101");
});

test("other programs can read the zip", () => {
  lay("index.js", "x");
  make({ source_dir: "code" });
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

test("a missing folder is an error that names it", () => {
  expect(() => make({ source_dir: "nowhere" })).toThrow(/could not archive.*nowhere/);
});
