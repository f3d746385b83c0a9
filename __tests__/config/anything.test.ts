import * as fc from "fast-check";
import { stringify } from "yaml";
import { loadConfiguration } from "../../src/config/load";
import { BASE, GAME, problemsIn, written } from "./written";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** One problem: file, perhaps line and column, perhaps a field, and something to say. */
const LINE = /^configs\/(base|game)\.yaml(:\d+:\d+)?( \S.*?)?: .+$/;
/** Words by which zod and the YAML parser would speak to the person themselves. */
const JARGON = /invalid|received|unrecognized|too (small|big)|something else|undefined|\[object|NaN|=>/i;

const folder = written({ "base.yaml": BASE, "game.yaml": GAME });
const reset = (): void => {
  writeFileSync(join(folder, "base.yaml"), BASE);
  writeFileSync(join(folder, "game.yaml"), GAME);
};

/** The problems that a file of this content has; anything else than a ConfigError fails the test. */
function problems(file: "base" | "game", content: string | Uint8Array): string[] {
  reset();
  writeFileSync(join(folder, `${file}.yaml`), content);
  return problemsIn(folder);
}

function wellFormed(lines: readonly string[], quoted: string): void {
  for (const line of lines) {
    expect(line).toMatch(LINE);
    if (!JARGON.test(quoted)) expect(line).not.toMatch(JARGON);
  }
}

const KEYS =
  "name region domain delegation network zones cidr private_subnets state bucket budget monthly_usd tags instance_types " +
  "availability_zone services game volumes mode deploy startup_timeout idle after packets_per_minute limit per_session stop " +
  "crash_loop stops wake query_types ipv6 ami image ports environment secrets TOKEN version from stop_grace_period command " +
  "entrypoint user working_dir healthcheck test interval init tty stdin_open ulimits nofile soft hard cap_add shm_size tmpfs " +
  "sysctls labels mem_limit mem_reservation world keep backup schedule retention owner enforce_owner build x-y constructor";
const VALUES =
  "games us-west-2 mine.org a m7a.large example/game:1.0 redis 2456/udp 22 80-90:80 world:/data ./x:/y A=b $X $$ 15m 2g 1s daily none " +
  "cron(0~5~*~*~?~*) 1000:1000 /run:size=1m CMD SYS_NICE ALL latest on_demand always manual net.core.somaxconn=1 10.0.0.0/16";
/** Characters that could break a line, a place or a field in two. */
const ODD = ["a", " ", ".", ":", "#", '"', "'", "\n", "\r", "\t", "\u0001", "\u007f", "\u2028", "é"];
const key = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...KEYS.split(" ")) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...ODD), maxLength: 5 }) },
);
const scalar = fc.oneof(
  fc.constantFrom(...VALUES.split(" ").map((value) => value.replaceAll("~", " "))),
  fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 15, 3.5, 1e21, 80, ""),
  fc.double(),
  fc.string({ unit: "binary", maxLength: 8 }),
);
/** JSON-like values whose keys and texts are often the ones that mean something. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 5, noNullPrototype: true }),
  ),
}));
const mapping = fc.dictionary(key, value, { maxKeys: 6, noNullPrototype: true });

/** A value that is right, in which one thing was replaced by anything. */
const service = { image: "a:1", ports: ["1/udp"], environment: { A: "b" }, volumes: ["world:/x"], tmpfs: "/y:size=1m" };
const right = {
  game: {
    instance_types: ["m7a.large"],
    availability_zone: "a",
    services: { game: service },
    volumes: { world: { backup: { schedule: "daily" } } },
    idle: { after: "15m" },
  },
  base: { name: "games", region: "us-west-2", domain: "mine.org", network: { zones: ["a"] }, tags: { a: "b" } },
};
function replaced(whole: unknown, path: readonly string[], by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  const inner =
    typeof whole === "object" && whole !== null && !Array.isArray(whole) ? (whole as Record<string, unknown>) : {};
  return { ...inner, [step]: replaced(inner[step], rest, by) };
}

test.each(["base", "game"] as const)(
  "whatever mapping %s.yaml holds, it loads or its problems are reported in lines",
  (file) => {
    fc.assert(
      fc.property(mapping, (content) => {
        const text = stringify(content, { aliasDuplicateObjects: false });
        wellFormed(problems(file, text), text);
      }),
      { numRuns: 150 },
    );
  },
);

test.each([
  ["base", ["tags"]],
  ["base", ["network"]],
  ["base", ["state"]],
  ["base", ["budget", "monthly_usd"]],
  ["game", ["services", "game"]],
  ["game", ["services", "game", "environment"]],
  ["game", ["services", "game", "ports"]],
  ["game", ["services", "game", "volumes"]],
  ["game", ["services", "game", "secrets"]],
  ["game", ["services", "game", "ulimits"]],
  ["game", ["services", "game", "healthcheck"]],
  ["game", ["services", "game", "command"]],
  ["game", ["services", "game", "tmpfs"]],
  ["game", ["volumes", "world", "backup"]],
  ["game", ["idle"]],
  ["game", ["instance_types"]],
] as const)("whatever %s.yaml holds at %j, it loads or its problems are reported in lines", (file, path) => {
  fc.assert(
    fc.property(value, (content) => {
      const text = stringify(replaced(right[file], path, content), { aliasDuplicateObjects: false });
      wellFormed(problems(file, text), text);
    }),
    { numRuns: 30 },
  );
});

/** Rules between fields, all of which this file breaks. */
const broken = {
  ...right.game,
  volumes: { ...right.game.volumes, unused: {} },
  limit: { per_day: "20h", per_month: "10h" },
};
const RULES: readonly (readonly [field: string, fields: string])[] = [
  ["volumes.unused", "services volumes"],
  ["limit.per_day", "limit"],
];

test.each([
  ["services", "game", "environment"],
  ["services", "game", "ports"],
  ["services", "game", "secrets"],
  ["services", "game", "ulimits"],
  ["services", "game", "tmpfs"],
  ["services", "game", "healthcheck"],
  ["volumes", "world", "backup"],
  ["idle"],
  ["instance_types"],
  ["wake"],
])("whatever game.yaml holds at %s, rules that do not read it still apply", (...path) => {
  const rules = RULES.filter(([, fields]) => path.length > 1 || !fields.split(" ").includes(path.join()));
  fc.assert(
    fc.property(value, (content) => {
      const lines = problems("game", stringify(replaced(broken, path, content), { aliasDuplicateObjects: false }));
      fc.pre(!lines.some((line) => line.includes("control character")));
      for (const [field] of rules) expect(lines).toContainEqual(expect.stringContaining(` ${field}: `));
    }),
    { numRuns: 30 },
  );
});

test("whatever text or bytes a file holds, it loads or its problems are reported in lines", () => {
  const yamlish = fc.array(
    fc.constantFrom(
      "a",
      ":",
      " ",
      "\n",
      "\t",
      "- ",
      "[",
      "]",
      "{",
      "}",
      "'",
      '"',
      "&x",
      "*x",
      "!t",
      "|",
      ">",
      "#",
      "---",
      "<<",
      "?",
      "%",
      "@",
      "1.10",
      ",",
    ),
    { maxLength: 30 },
  );
  const content = fc.oneof(
    yamlish.map((parts) => parts.join("")),
    fc.uint8Array({ maxLength: 40 }),
  );
  fc.assert(
    fc.property(content, (bytes) => {
      for (const line of problems("game", bytes)) expect(line).toMatch(LINE);
    }),
    { numRuns: 150 },
  );
});

test("what is right loads, so that the replacements above start from something that does", () => {
  reset();
  writeFileSync(join(folder, "base.yaml"), stringify(right.base));
  writeFileSync(join(folder, "game.yaml"), stringify(right.game));
  expect(loadConfiguration(folder).containers).toHaveLength(1);
});
