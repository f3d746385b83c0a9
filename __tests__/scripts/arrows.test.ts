import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { temporaryFolder } from "../helpers/folders";

const ROOT = resolve(__dirname, "..", "..");
const CONFIG = ".dependency-cruiser.cjs";

/** For each rule imports that it refuses: who imports, and what. */
const BROKEN: Readonly<Record<string, readonly (readonly [file: string, imported: string])[]>> = {
  "shared-imports-nothing": [
    ["shared/names.ts", "node:path"],
    ["shared/ports.ts", "zod"],
    ["shared/hook.ts", "../src/lib/a"],
  ],
  "lib-is-pure-help": [["src/lib/names.ts", "../stacks/a"]],
  "host-is-text": [["src/host/units.ts", "../config/load"]],
  "constructs-know-no-configuration": [
    ["src/constructs/dns/zone.ts", "../../config/load"],
    ["src/constructs/dns/record.ts", "../../stacks/a"],
  ],
  "configuration-builds-nothing": [["src/config/base/schema.ts", "../../constructs/a"]],
  "stacks-are-below-the-root": [["src/stacks/parts/keeper.ts", "../../output/publish"]],
  "output-knows-no-construct": [["src/output/bundle.ts", "../constructs/a"]],
  "root-knows-no-construct": [
    ["main.ts", "./src/constructs/a"],
    ["src/app.ts", "./constructs/a"],
  ],
  "src-knows-no-function": [
    ["src/lib/time.ts", "../../handlers/keeper/decide"],
    ["src/stacks/parts/wake.ts", "../../../handlers/wake/decide"],
  ],
  "functions-import-no-synthesis": [
    ["handlers/keeper/look.ts", "../../src/lib/a"],
    ["handlers/wake/wake.ts", "../../sim/world/a"],
  ],
  "sim-reads-only-terraform": [["sim/provider/plan.ts", "../../src/stacks/a"]],
  "scripts-are-launchers": [["scripts/demo.mjs", "../sim/world/a.ts"]],
  "nothing-imports-tests": [["sim/prove/play.ts", "../../__tests__/helpers/a"]],
  "cdktf-only-where-stacks-are-built": [
    ["src/config/load.ts", "cdktf"],
    ["handlers/keeper/hold.ts", "@cdktf/provider-aws/lib/vpc"],
  ],
  "aws-sdk-only-at-the-edges": [
    ["handlers/keeper/rules/wake.ts", "@aws-sdk/client-ecs"],
    ["src/stacks/a.ts", "@aws-sdk/client-ecs"],
  ],
  "no-circles": [["handlers/keeper/facts.ts", "./memory"]],
};
/** What is imported where nothing else says what is in it. */
const TARGETS = [
  ...["lib/a", "constructs/a", "config/load", "output/publish"].map((file) => `src/${file}.ts`),
  ...["handlers/keeper/decide.ts", "handlers/wake/decide.ts", "sim/world/a.ts", "__tests__/helpers/a.ts"],
  ...["zod/index", "cdktf/index", "@cdktf/provider-aws/lib/vpc", "@aws-sdk/client-ecs/index"].map(
    (file) => `node_modules/${file}.js`,
  ),
];

interface Cruised {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

const folder = temporaryFolder();
let refused: readonly string[];

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder.path, file)), { recursive: true });
  writeFileSync(join(folder.path, file), content);
}

beforeAll(() => {
  for (const file of TARGETS) write(file, "");
  // A circle of types alone.
  write("handlers/keeper/memory.ts", 'import type { Facts } from "./facts";\nexport type Memory = Facts;\n');
  for (const [file, imported] of Object.values(BROKEN).flat()) {
    write(file, file.endsWith(".ts") ? `import type {} from "${imported}";\n` : `import "${imported}";\n`);
  }
  write("tsconfig.json", "{}");
  cpSync(join(ROOT, CONFIG), join(folder.path, CONFIG));
  const program = join(ROOT, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [program, "--config", CONFIG, "--output-type", "json", "{main.ts,src,shared,handlers,sim,scripts}"],
    { cwd: folder.path, encoding: "utf8" },
  );
  expect(stderr).toBe("");
  const { violations } = (JSON.parse(stdout) as Cruised).summary;
  refused = violations.map(({ rule, from }) => `${rule.name}: ${from}`);
});

test.each(Object.entries(BROKEN))("%s is refused where it is broken", (rule, imports) => {
  expect(refused.filter((each) => each.startsWith(`${rule}: `)).sort()).toEqual(
    expect.arrayContaining(imports.map(([file]) => `${rule}: ${file}`)),
  );
});

test("every rule has such an arrow", () => {
  const { forbidden } = jest.requireActual<{ forbidden: readonly { name: string }[] }>(join(ROOT, CONFIG));
  expect(forbidden.map(({ name }) => name).sort()).toEqual(Object.keys(BROKEN).sort());
});
