import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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
    return { keeper: `keeper ${bundled}`, wake: "wake" };
  }).keeper;

beforeEach(() => {
  root = join(parent.path, "project");
  rmSync(root, { recursive: true, force: true });
  bundled = 0;
  put("node_modules/.package-lock.json", "packages");
  put("src/output/bundle.ts", "bundling");
  put("handlers/keeper/index.ts", "one");
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
    "a source is added",
    (): void => {
      put("handlers/deeper/more.ts", "");
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
])("they are bundled anew when %s", (_, change) => {
  code();
  change();
  expect([code(), code()]).toEqual(["keeper 2", "keeper 2"]);
});

test("a text that moves from one source to another is a change", () => {
  put("handlers/a.ts", "xy");
  put("handlers/b.ts", "");
  code();
  put("handlers/a.ts", "x");
  put("handlers/b.ts", "y");
  expect(code()).toBe("keeper 2");
});

test("nothing is kept where nobody knows which packages there are", () => {
  rmSync(join(root, "node_modules/.package-lock.json"));
  expect([code(), code()]).toEqual(["keeper 1", "keeper 2"]);
});

test("a cache that cannot be written is done without", () => {
  put("node_modules/.cache", "a file in its place");
  expect([code(), code()]).toEqual(["keeper 1", "keeper 2"]);
});
