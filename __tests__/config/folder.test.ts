import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { loadConfiguration } from "../../src/config/load";
import { ConfigError } from "../../src/config/yaml/file-problem";
import { cannotRead } from "../../src/config/yaml/text-file";
import { UserError } from "../../src/lib/user-error";
import { BASE, GAME, load, problemsIn, problemsOf, warningsOf, written, reports } from "./written";

const MISSING_BASE = "configs/base.yaml: is missing … containers";

test("a missing folder is reported, with its expected content and how to choose another", () => {
  expect(problemsIn(join(written({}), "gone"))).toEqual(reports(["configs: base.yaml … WAKE_ON_DNS_CONFIGS"]));
});

test("a file in the folder's place is reported", () => {
  expect(problemsIn(join(written({ "base.yaml": BASE }), "base.yaml"))).toEqual(reports(["configs: base.yaml"]));
});

test("an empty folder lacks base.yaml", () => {
  expect(problemsOf({})).toEqual(reports([MISSING_BASE]));
});

test("a folder without base.yaml still tells what is wrong with its containers", () => {
  expect(problemsOf({ "game.yaml": `${GAME}ami: x\n` })).toEqual(
    reports([MISSING_BASE, 'configs/game.yaml:5:6 ami: ID … ami-0123456789abcdef0 … got "x"']),
  );
});

test("other files are left alone", () => {
  const files = {
    "base.yaml": BASE,
    "notes.txt": "x",
    ".hidden.yaml": "[",
    "schema.json": "{",
    "game.yaml.bak": "[",
    yaml: "[",
  };
  expect(load(files).containers).toEqual([]);
});

test("what may have been meant as configuration, and is not read, is reported", () => {
  const files = { "base.yaml": BASE, "valheim.yaml.txt": GAME, factorio: GAME, "README.md": "x", "old.yaml.bak": "x" };
  expect(warningsOf(files)).toEqual(
    reports(["configs/factorio: factorio.yaml", "configs/valheim.yaml.txt: valheim.yaml"]),
  );
  expect(problemsOf({ "base.yaml.txt": BASE })).toEqual(reports([MISSING_BASE, "configs/base.yaml.txt: base.yaml"]));
});

test("a file that is far too large is not read", () => {
  expect(problemsOf({ "base.yaml": BASE, "game.yaml": "a".repeat(300 * 1024) })).toEqual(
    reports(["configs/game.yaml: 300 … 256"]),
  );
});

test("containers come in the order of their names", () => {
  const files = { "base.yaml": BASE, "b.yaml": GAME, "a-b.yaml": GAME, "a.yaml": GAME, "zoo.yaml": GAME };
  expect(load(files).containers.map(({ name }) => name)).toEqual(["a", "a-b", "b", "zoo"]);
});

test("a slash at the folder's end changes nothing", () => {
  const folder = written({ "base.yaml": BASE });
  expect(loadConfiguration(`${folder}/`).base.domainAt).toBe(`${folder}/base.yaml:3:9`);
});

describe("a file's name", () => {
  const address = "container's … lowercase";
  const base = "base.yaml";

  test.each(["a", "abcdefghijklmnopqrst", "a-b-c", "a1"])("may be %s.yaml", (name) => {
    expect(load({ "base.yaml": BASE, [`${name}.yaml`]: GAME }).containers).toMatchObject([{ name }]);
  });

  test.each([
    ["game.yml", "game.yaml"],
    ["game.YAML", "game.yaml"],
    ["Game.yaml", address],
    ["my_game.yaml", address],
    ["my game.yaml", address],
    ["2game.yaml", address],
    ["game-.yaml", address],
    ["my--game.yaml", address],
    ["game.old.yaml", address],
    ["abcdefghijklmnopqrstu.yaml", "21 … 20"],
    ["base.YAML", base],
  ])("may not be %s", (name, message) => {
    expect(problemsOf({ "base.yaml": BASE, [name]: GAME })).toEqual(reports([`configs/${name}: ${message}`]));
  });

  test.each(["base.yml", "Base.yaml", "BASE.YML"])(
    "%s is meant to be base.yaml, which is then not missing as well",
    (name) => {
      expect(problemsOf({ [name]: BASE })).toEqual(reports([`configs/${name}: ${base}`]));
    },
  );

  test("stays on one line, whatever it is", () => {
    expect(problemsOf({ "base.yaml": BASE, "a\nb.yaml": GAME })).toEqual(
      reports(["configs/a\\u000ab.yaml: container's … lowercase"]),
    );
  });
});

describe("what looks like a file", () => {
  test("is a folder", () => {
    const folder = written({ "base.yaml": BASE });
    mkdirSync(join(folder, "game.yaml"));
    expect(problemsIn(folder)).toEqual(reports(["configs/game.yaml: folder … expected"]));
  });

  test("is a folder called base.yaml, which is then not missing as well", () => {
    const folder = written({});
    mkdirSync(join(folder, "base.yaml"));
    expect(problemsIn(folder)).toEqual(reports(["configs/base.yaml: folder … expected"]));
  });

  test("is a link to a folder, or to a device whose reading might never end", () => {
    const folder = written({ "base.yaml": BASE });
    symlinkSync(folder, join(folder, "a.yaml"));
    symlinkSync("/dev/zero", join(folder, "b.yaml"));
    expect(problemsIn(folder)).toEqual(
      reports(["configs/a.yaml: folder … expected", "configs/b.yaml: folder … expected"]),
    );
  });

  test("is a link to nothing, or to itself", () => {
    const folder = written({ "base.yaml": BASE });
    symlinkSync(join(folder, "gone"), join(folder, "a.yaml"));
    symlinkSync(join(folder, "b.yaml"), join(folder, "b.yaml"));
    expect(problemsIn(folder)).toEqual(reports(["configs/a.yaml: does not exist", "configs/b.yaml: loop"]));
  });

  test("is a link to a file, which is read", () => {
    const [folder, elsewhere] = [written({ "base.yaml": BASE }), written({ "game.yaml": GAME })];
    symlinkSync(join(elsewhere, "game.yaml"), join(folder, "game.yaml"));
    expect(loadConfiguration(folder).containers).toHaveLength(1);
  });
});

test.each([
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["ENOENT", "does not exist"],
  ["ELOOP", "loop"],
  ["EISDIR", "is a folder"],
  ["EMFILE", "EMFILE"],
  [undefined, "unknown reason"],
])("the system's %s is reported: %s", (code, words) => {
  expect(cannotRead(code)).toContain(words);
});

test("a problem is the person's to solve: a ConfigError, which is a UserError, with its parts", () => {
  const folder = written({ "base.yaml": `${BASE}tags: 5\n`, "game.yml": GAME });
  try {
    loadConfiguration(folder);
    throw new Error("loaded");
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({
      problems: [{ file: `${folder}/base.yaml`, line: 4, column: 7, field: "tags" }, { file: `${folder}/game.yml` }],
    });
  }
});
