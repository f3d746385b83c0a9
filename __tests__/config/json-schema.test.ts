import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { parse } from "yaml";
import { BASE_WORDS, CONTAINER_WORDS } from "../../src/config/schema/words";
import { jsonSchema } from "../../src/config/json-schema";
import { BASE, GAME, GAME_WITH_VOLUME, gameWith, inContainer, problemsOf, reports } from "./written";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly anyOf?: readonly Schema[];
  readonly description?: string;
}
const schema = JSON.parse(jsonSchema()) as { then: Schema; else: Schema };

// This version of ajv is older than the draft that the schema names, and knows all that it uses.
const accepts = new Ajv({ schemaId: "auto" }).compile({ ...schema, $schema: undefined });
const service = gameWith;

test("configs/schema.json is what the schemas say; if this fails, run npm run schema", () => {
  expect(readFileSync("configs/schema.json", "utf8")).toBe(jsonSchema());
});

test.each([
  "configs/base.yaml",
  "configs/valheim.yaml",
  "examples/minecraft/base.yaml",
  "examples/minecraft/minecraft.yaml",
  "examples/minecraft-network/base.yaml",
  "examples/minecraft-network/network.yaml",
  "examples/web/base.yaml",
  "examples/web/vault.yaml",
])("%s pleases the editor, and names the schema for it", (file) => {
  const text = readFileSync(file, "utf8");
  expect(accepts(parse(text))).toBe(true);
  expect(text).toMatch(/^# yaml-language-server: \$schema=(\.\.\/\.\.\/configs\/)?schema\.json\n/);
});

test.each([
  BASE,
  `${BASE}network: {zones: [a, b]}\nstate: {bucket: abc}\nbudget: {monthly_usd: 15.5}`,
  GAME,
  GAME_WITH_VOLUME,
  `${GAME_WITH_VOLUME}    {keep: false, backup: none}`,
  `${GAME_WITH_VOLUME}    {backup: {schedule: weekly}, owner: "1:1"}`,
  `${GAME}mode: always\nlimit: {traffic_per_day: 1g, stop: true}`,
  `${GAME}idle: {after: 1h30m}\nlimit: {stop: false}\nwake: {query_types: [A]}`,
  service("environment: {A: b, B: 1, C: true}\nsecrets: [A, {B: {version: 2}}]"),
  service('environment: [A=b]\ncommand: java -jar x\nentrypoint: [sh, -c, "x $$A"]'),
  service("ports: [80/tcp, '8080:80']\nmem_limit: 2G\nshm_size: 64mb\ncap_add: [sys_nice]\ntmpfs: /run:size=1m"),
  service(
    "healthcheck: {test: [CMD, x], interval: 5s}\nulimits: {nofile: 5, core: {soft: 0, hard: -1}}\nsysctls: [net.a=1]",
  ),
])("what loads pleases the editor, too: %#", (yaml) => {
  expect(accepts(parse(yaml))).toBe(true);
});

test.each([
  "{}",
  "[]",
  BASE.replace(/domain.*\n/, ""),
  BASE.replace("us-west-2", "oregon"),
  `${BASE}delegation: maybe`,
  `${BASE}color: red`,
  `${BASE}budget: {monthly_usd: 0}`,
  GAME.replace(/instance_types.*\n/, ""),
  GAME.replace('image: "example/game:1.0", ', ""),
  GAME.replace(", volumes: []", ""),
  `${GAME}idle: {after: 15}`,
  `${GAME}idleAfter: 15m`,
  `${GAME}crash_loop: {stops: 1}`,
  `${GAME}volumes: {World: }`,
  service("restart: sometimes"),
  service("ports: 80"),
  service("ports: [80]"),
  service("ports: [x]"),
  service("volumes: [world]"),
  service('environment: {A: "$HOME"}'),
  service("environment: {1: x}"),
  service("ulimits: {files: 5}"),
  service("mem_limit: 512"),
])("what is obviously wrong is marked by the editor: %#", (yaml) => {
  expect(accepts(parse(yaml))).toBe(false);
});

test("every pattern is one that editors can read, who read them in unicode mode", () => {
  const patterns = [...jsonSchema().matchAll(/"pattern": (".*")/g)].map(([, json = ""]) => JSON.parse(json) as string);
  expect(patterns.length).toBeGreaterThan(20);
  for (const pattern of patterns) expect(new RegExp(pattern, "u").flags).toBe("u");
});

test("every setting is described, so that the editor can explain it", () => {
  const silent = (at: string, { properties = {}, additionalProperties, anyOf = [] }: Schema): string[] => [
    ...Object.entries(properties).flatMap(([name, inner]) => [
      ...(inner.description === undefined ? [`${at}.${name}`] : []),
      ...silent(`${at}.${name}`, inner),
    ]),
    ...(typeof additionalProperties === "object" ? silent(`${at}.*`, additionalProperties) : []),
    ...anyOf.flatMap((form) => silent(at, form)),
  ];
  expect([...silent("base", schema.then), ...silent("container", schema.else)]).toEqual([
    "container.services.*.ulimits.*.soft",
    "container.services.*.ulimits.*.hard",
  ]);
});

test("the words that are reported to stand in another file are the settings of that file", () => {
  expect(Object.keys(schema.then.properties ?? {}).join(" ")).toBe(BASE_WORDS);
  const reserved = " alerts";
  expect(`${Object.keys(schema.else.properties ?? {}).join(" ")}${reserved}`).toBe(CONTAINER_WORDS);
});

test("every setting of a service is known at the top of the file, where it is forgotten to be indented", () => {
  const { services } = schema.else.properties ?? {};
  const ofService = typeof services?.additionalProperties === "object" ? services.additionalProperties.properties : {};
  const settings = Object.keys(ofService ?? {}).filter(
    (name) => !["configs", "volumes", "secrets", "time_zone"].includes(name),
  );
  expect(settings).toHaveLength(36);
  expect(problemsOf(inContainer(settings.map((name) => `${name}: x`).join("\n")))).toEqual(
    reports(settings.map((name, index) => `configs/game.yaml:${5 + index}:1 ${name}: belongs to a service`)),
  );
});
