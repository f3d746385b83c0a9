import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { configure, DOMAIN, sourceOf } from "../../../sim/applied/apply";
import { temporaryFolder } from "../../helpers/folders";

const folder = temporaryFolder();

const BASE = "name: mine\nregion: eu-west-1\ndomain: mine.org\nstate: { bucket: mine }\ntime_zone: Europe/Berlin\n";
const container = (...secrets: readonly string[]): string =>
  `services:\n  game:\n    image: game:1\n    env_file: game.env\n    secrets: [${secrets.join(", ")}]\n`;

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
const read = (name: string): unknown => parse(readFileSync(join(folder.path, name), "utf8"));

beforeAll(() => {
  write({
    "mine/base.yaml": BASE,
    "mine/b.yaml": container("ONE", "{ TWO: { value: x } }"),
    "mine/a.yaml": container(),
    "mine/game.env": "A=1",
    "alone/c.yaml": container(),
    "empty/base.yaml": BASE,
  });
});

test("a folder gives all its containers, in the order of their names", () => {
  const { containers, base } = sourceOf("mine", folder.path);
  expect(containers).toEqual(["a", "b"]);
  expect(base).toBe(join(folder.path, "mine", "base.yaml"));
});

test("a file gives one container, with the base.yaml beside it", () => {
  expect(sourceOf("mine/b.yaml", folder.path).containers).toEqual(["b"]);
});

test("without a base.yaml beside it, configs/base.yaml is taken", () => {
  expect(sourceOf("alone/c.yaml", folder.path).base).toBe(join(process.cwd(), "configs", "base.yaml"));
});

test.each([
  ["nothing", "nowhere", "nowhere does not exist"],
  ["a folder without containers", "empty", "empty names no container"],
  ["the shared file alone", "mine/base.yaml", "mine/base.yaml names no container"],
])("%s is a problem", (_, path, message) => {
  expect(() => sourceOf(path, folder.path)).toThrow(message);
});

test("is copied with another domain, local state and a value for each secret; the original stays", () => {
  const configs = configure({ folder: join(folder.path, "made") }, sourceOf("mine", folder.path));
  expect(configs).toBe(join(folder.path, "made", "mine"));
  expect(read("made/mine/base.yaml")).toEqual({
    ...{ name: "mine", region: "eu-west-1", domain: DOMAIN, time_zone: "Europe/Berlin" },
  });
  expect(existsSync(join(configs, "game.env"))).toBe(true);
  const { secrets } = read("made/demo.tfvars.json") as { secrets: Readonly<Record<string, object>> };
  expect(Object.keys(secrets["b"] ?? {})).toEqual(["ONE", "TWO"]);
  expect(secrets["a"]).toEqual({});
  expect(readFileSync(join(folder.path, "mine", "base.yaml"), "utf8")).toBe(BASE);
});

test("of a single file no other container is copied", () => {
  const configs = configure({ folder: join(folder.path, "one") }, sourceOf("mine/b.yaml", folder.path));
  expect([existsSync(join(configs, "a.yaml")), existsSync(join(configs, "b.yaml"))]).toEqual([false, true]);
});
