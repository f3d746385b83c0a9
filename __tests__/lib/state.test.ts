import { TerraformStack } from "cdktf";
import { keepState, localStateFile, stateKey, type StateLocation } from "../../src/lib/state";
import { FORMATS, textOf, type Format } from "../helpers/formats";

/** Kind and arguments of a stack's backend, from either format. */
function backend(location: StateLocation, format: Format): unknown {
  const text = textOf((app) => {
    const stack = new TerraformStack(app, "valheim");
    keepState(stack, "games", location);
    return stack;
  }, format);
  if (format === "json") return (JSON.parse(text) as { terraform: { backend: unknown } }).terraform.backend;
  const [, kind = "", body = ""] = /backend "(\w+)" \{\n(.*?)\n\s*\}/s.exec(text) ?? [];
  const argument = (line: string): [string, unknown] => {
    const [name = "", value = ""] = line.trim().split(/ = /);
    return [name, JSON.parse(value)];
  };
  return { [kind]: Object.fromEntries(body.split("\n").map(argument)) };
}

describe.each(FORMATS)("in %s", (format) => {
  test("local state is a file of project and stack, by a relative path", () => {
    expect(backend({ kind: "local", folder: "../../../state" }, format)).toEqual({
      local: { path: "../../../state/games/valheim.tfstate" },
    });
  });

  test("state in S3 is encrypted, locked, and has a key of project and stack", () => {
    expect(backend({ kind: "s3", bucket: "my-states", region: "eu-west-1" }, format)).toEqual({
      s3: {
        bucket: "my-states",
        region: "eu-west-1",
        key: "games/valheim.tfstate",
        encrypt: true,
        use_lockfile: true,
      },
    });
  });
});

test("another stack's state is found by the same rule", () => {
  expect(localStateFile("../state", "games", "base")).toBe("../state/games/base.tfstate");
  expect(stateKey("games", "base")).toBe("games/base.tfstate");
});
