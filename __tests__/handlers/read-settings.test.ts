import fc from "fast-check";
import { flag, learnedFrom, number, oneOf, settingsOf, text, texts } from "../../handlers/read-settings";

interface Settings {
  readonly address: string;
  readonly queryTypes: readonly string[];
  readonly limit: { readonly stop: boolean; readonly perDayMinutes: number; readonly count: "all" | "some" };
}
const SHAPE = {
  address: text,
  queryTypes: texts,
  limit: { stop: flag, perDayMinutes: number, count: oneOf("all", "some") },
};
const SETTINGS: Settings = {
  address: "valheim.example.com",
  queryTypes: ["A", "AAAA"],
  limit: { stop: false, perDayMinutes: 0, count: "all" },
};
const read = (settings: unknown): Settings => settingsOf<Settings>(SHAPE, settings);

test("settings of the shape are taken as they are: zero, false and no items are values", () => {
  const settings = { ...SETTINGS, queryTypes: [] };
  expect(read(settings)).toBe(settings);
});

test("all that is missing or something else is named at once", () => {
  expect(() => read({ queryTypes: "A", limit: { stop: "no", perDayMinutes: -1, count: "none" } })).toThrow(
    new Error(
      'settings.json: address must be text, got undefined, queryTypes must be a list of texts, got "A", ' +
        'limit.stop must be true or false, got "no", limit.perDayMinutes must be a number, got -1, ' +
        'limit.count must be all or some, got "none"',
    ),
  );
});

test("whatever is in the file, it is accepted or reported, and nothing else happens", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(() => read(JSON.parse(json))).toThrow("settings.json: ");
    }),
  );
});

test("what an apply has learned is read from the environment, and nothing else", () => {
  expect(learnedFrom({ zoneId: "ZONE_ID" }, { ZONE_ID: "Z1", AWS_REGION: "us-east-1" })).toEqual({ zoneId: "Z1" });
});

test("all variables that are missing or empty are named at once", () => {
  const variables = { zoneId: "ZONE_ID", topicArn: "TOPIC_ARN", keeperArn: "KEEPER_ARN" };
  expect(() => learnedFrom(variables, { TOPIC_ARN: "", KEEPER_ARN: "arn" })).toThrow(
    new Error("not in the environment: ZONE_ID, TOPIC_ARN"),
  );
});
