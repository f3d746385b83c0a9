import fc from "fast-check";
import {
  environmentOf,
  flag,
  list,
  number,
  settingsFrom,
  text,
  variableName,
  type Settings,
} from "../../handlers/environment";

const CONTRACT = { address: text, stopAtLimit: flag, wakesPerDay: number, queryTypes: list } as const;
const SETTINGS: Settings<typeof CONTRACT> = {
  address: "valheim.example.com",
  stopAtLimit: true,
  wakesPerDay: 12,
  queryTypes: ["A", "AAAA"],
};
const ENVIRONMENT = {
  ADDRESS: "valheim.example.com",
  STOP_AT_LIMIT: "true",
  WAKES_PER_DAY: "12",
  QUERY_TYPES: "A,AAAA",
};

test.each([
  ["address", "ADDRESS"],
  ["wakesPerDay", "WAKES_PER_DAY"],
  ["ipv6", "IPV6"],
  ["dayTrafficMiB", "DAY_TRAFFIC_MIB"],
])("the setting %s is the variable %s", (setting, variable) => {
  expect(variableName(setting)).toBe(variable);
});

test("the stack writes each setting as one variable", () => {
  expect(environmentOf(CONTRACT, SETTINGS)).toEqual(ENVIRONMENT);
});

test("the function reads what the stack wrote, and no other variable", () => {
  expect(settingsFrom(CONTRACT, { ...ENVIRONMENT, AWS_REGION: "us-east-1" })).toEqual(SETTINGS);
});

test("whatever settings there are, they come back the same", () => {
  const word = fc.stringMatching(/^[^,]+$/);
  const settings = fc.record({
    address: fc.string({ minLength: 1 }),
    stopAtLimit: fc.boolean(),
    wakesPerDay: fc.oneof(
      fc.nat(),
      fc.integer({ min: 0, max: 9999 }).map((n) => n / 4),
    ),
    queryTypes: fc.array(word),
  });
  fc.assert(
    fc.property(settings, (said) => {
      expect(settingsFrom(CONTRACT, environmentOf(CONTRACT, said))).toEqual(said);
    }),
  );
});

test("zero, false and no items are values", () => {
  const environment = { ...ENVIRONMENT, STOP_AT_LIMIT: "false", WAKES_PER_DAY: "0", QUERY_TYPES: "" };
  expect(settingsFrom(CONTRACT, environment)).toMatchObject({ stopAtLimit: false, wakesPerDay: 0, queryTypes: [] });
});

test("all variables that are missing are named at once", () => {
  expect(() => settingsFrom(CONTRACT, { WAKES_PER_DAY: "12", STOP_AT_LIMIT: undefined })).toThrow(
    new Error("environment variables are missing or wrong: ADDRESS, STOP_AT_LIMIT, QUERY_TYPES"),
  );
});

test.each([
  ["ADDRESS", ""],
  ["STOP_AT_LIMIT", "yes"],
  ["STOP_AT_LIMIT", "True"],
  ["WAKES_PER_DAY", ""],
  ["WAKES_PER_DAY", "-1"],
  ["WAKES_PER_DAY", "1e3"],
  ["WAKES_PER_DAY", " 12"],
  ["WAKES_PER_DAY", "12h"],
])("a value that cannot be read is shown: %s=%j", (variable, value) => {
  expect(() => settingsFrom(CONTRACT, { ...ENVIRONMENT, [variable]: value })).toThrow(
    new Error(`environment variables are missing or wrong: ${variable} ("${value}" cannot be read)`),
  );
});
