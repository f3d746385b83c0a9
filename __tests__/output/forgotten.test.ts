import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { forgottenStacks } from "../../src/output/forgotten";
import { temporaryFolder } from "../helpers/folders";

const WITH_RESOURCES = JSON.stringify({ version: 4, resources: [{ type: "aws_vpc" }] });
const DESTROYED = JSON.stringify({ version: 4, resources: [] });

describe("a stack whose YAML is gone", () => {
  const parent = temporaryFolder();
  let folder = "";

  /** The lines for these files of state, by name; the project's stacks are base and valheim. */
  function linesFor(files: Readonly<Record<string, string>>): string[] {
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
    return forgottenStacks(folder, ["base", "valheim"]);
  }

  beforeEach(() => {
    folder = join(parent.path, "games");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  });

  test("is reported with its state file, and what to do", () => {
    expect(linesFor({ "minecraft.tfstate": WITH_RESOURCES })).toEqual([
      expect.stringMatching(`^${folder}/minecraft.tfstate: minecraft .*minecraft.yaml.*destroy.*retired: true`),
    ]);
  });

  test("is reported with others in the order of their names", () => {
    const lines = linesFor({ "zomboid.tfstate": WITH_RESOURCES, "ark.tfstate": WITH_RESOURCES });
    expect(lines.map((line) => line.slice(folder.length).split(":")[0])).toEqual(["/ark.tfstate", "/zomboid.tfstate"]);
  });

  test.each([
    ["was destroyed before", { "minecraft.tfstate": DESTROYED }],
    ["never made anything", { "minecraft.tfstate": JSON.stringify({ version: 4 }) }],
    ["is still there", { "valheim.tfstate": WITH_RESOURCES, "base.tfstate": WITH_RESOURCES }],
    [
      "left only a backup or a lock",
      { "minecraft.tfstate.backup": WITH_RESOURCES, ".minecraft.tfstate.lock.info": "{}" },
    ],
  ])("is not reported when it %s", (_, files) => {
    expect(linesFor(files)).toEqual([]);
  });

  test.each(["", "{", "null", "\u0000"])(
    "is reported when its state cannot be read: better a line too many (%j)",
    (state) => {
      expect(linesFor({ "minecraft.tfstate": state })).toHaveLength(1);
    },
  );

  test("is not looked for in a project that keeps no state here", () => {
    rmSync(folder, { recursive: true });
    expect(forgottenStacks(folder, [])).toEqual([]);
  });
});
