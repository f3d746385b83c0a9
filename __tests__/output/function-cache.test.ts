import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { functionCode } from "../../src/output/function-cache";
import { temporaryFolder } from "../helpers/folders";

const parent = temporaryFolder();
const CACHE = "node_modules/.cache/wake-on-dns/functions.json";
let root = "";
let bundled = 0;

function put(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** Like a bundler that counts: what it gives tells which run it was. */
const code = (): string =>
  functionCode(root, () => {
    bundled++;
    const sources = ["handlers/keeper/index.ts", "shared/names.ts"].filter((name) => existsSync(join(root, name)));
    return { code: { keeper: `keeper ${bundled}`, wake: "wake" }, sources };
  }).keeper;

beforeEach(() => {
  root = join(parent.path, "project");
  rmSync(root, { recursive: true, force: true });
  bundled = 0;
  put("node_modules/.package-lock.json", "packages");
  put("src/output/bundle.ts", "bundling");
  put("handlers/keeper/index.ts", "one");
  put("shared/names.ts", "names");
});

test("functions that did not change are bundled once", () => {
  expect([code(), code(), code()]).toEqual(["keeper 1", "keeper 1", "keeper 1"]);
});

test.each([
  [
    "a source changes",
    (): void => {
      put("handlers/keeper/index.ts", "two");
    },
  ],
  [
    "what functions and stacks both know changes",
    (): void => {
      put("shared/names.ts", "others");
    },
  ],
  [
    "there is a file beside a source that was not",
    (): void => {
      put("handlers/keeper/index/index.ts", "");
    },
  ],
  [
    "a source goes",
    (): void => {
      rmSync(join(root, "handlers/keeper/index.ts"));
    },
  ],
  [
    "other packages are installed",
    (): void => {
      put("node_modules/.package-lock.json", "others");
    },
  ],
  [
    "they are bundled in another way",
    (): void => {
      put("src/output/bundle.ts", "otherwise");
    },
  ],
  [
    "the cache is damaged",
    (): void => {
      put(CACHE, readFileSync(join(root, CACHE), "utf8").slice(0, -9));
    },
  ],
])("they are bundled again when %s", (_, change) => {
  code();
  change();
  expect([code(), code()]).toEqual(["keeper 2", "keeper 2"]);
});

test("a text that moves from one source to another is a change", () => {
  code();
  put("handlers/keeper/index.ts", "onen");
  put("shared/names.ts", "ames");
  expect(code()).toBe("keeper 2");
});

test("a file that no function is made of changes nothing", () => {
  put("handlers/deeper/more.ts", "one");
  code();
  put("handlers/deeper/more.ts", "two");
  expect(code()).toBe("keeper 1");
});

test("a constant in shared/ changes both functions, and so their hashes, in a synthesis that has the old ones at hand", () => {
  for (const folder of ["handlers", "shared"]) cpSync(folder, join(root, folder), { recursive: true });
  for (const name of readdirSync("node_modules").filter((entry) => !entry.startsWith(".")))
    symlinkSync(resolve("node_modules", name), join(root, "node_modules", name), "junction");
  const hashes = () =>
    Object.values(functionCode(root)).map((text) => createHash("sha256").update(text).digest("base64"));
  const before = hashes();
  expect(hashes()).toEqual(before);
  put("shared/metrics.ts", readFileSync("shared/metrics.ts", "utf8").replace("WakeOnDns/", "Sleepers/"));
  const after = hashes();
  expect(after.map((hash, index) => hash === before[index])).toEqual([false, false]);
});

test("nothing is kept where nobody knows which packages there are", () => {
  rmSync(join(root, "node_modules/.package-lock.json"));
  expect([code(), code()]).toEqual(["keeper 1", "keeper 2"]);
});

test("a cache that cannot be written is done without", () => {
  put("node_modules/.cache", "a file in its place");
  expect([code(), code()]).toEqual(["keeper 1", "keeper 2"]);
});
