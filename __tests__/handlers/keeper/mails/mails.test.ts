import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Mail } from "../../../../handlers/keeper/decision";

import { write } from "../../../../handlers/keeper/mails";
import type { KeeperSettings } from "../../../../handlers/keeper/read-settings";
import { TimeZone } from "../../../../handlers/keeper/time-zone";
import { SETTINGS } from "../scenes";
import { asleep, MAILS, NOW, OF_ALWAYS } from "./mails";

const WRITTEN = join(__dirname, "written");
const fileOf = (name: string): string => `${name.replaceAll(" ", "-")}.txt`;

const written = (mail: Mail, over: Partial<KeeperSettings> = {}): string => {
  const { subject, text } = write(mail, { ...SETTINGS, ...over }, NOW);
  return `Subject: ${subject}\n\n${text}`;
};

test.each(Object.entries(MAILS))("%s: the whole mail is as in written/", (name, mail) => {
  expect(written(mail)).toBe(readFileSync(join(WRITTEN, fileOf(name)), "utf8"));
});

test.each(Object.entries(OF_ALWAYS))("%s: the whole mail is as in written/", (name, mail) => {
  expect(written(mail, { mode: "always" })).toBe(readFileSync(join(WRITTEN, fileOf(name)), "utf8"));
});

test("written/ holds these mails and no others", () => {
  expect(readdirSync(WRITTEN).toSorted()).toEqual(
    Object.keys({ ...MAILS, ...OF_ALWAYS })
      .map(fileOf)
      .toSorted(),
  );
});

test.each([
  ["query", "Somebody looked up its address, which started it."],
  ["by hand", "It was started by hand."],
  ["lost host", "Its previous host was lost; this is a new one."],
  ["from outside", "It was started in AWS, not by its keeper."],
])("the mail says what woke it: %s", (why, sentence) => {
  expect(written({ kind: "up", address: { a: "203.0.113.7" }, tookMinutes: 4, why })).toContain(
    `${sentence} Starting took 4 min.`,
  );
});

test.each<[string, Mail, string]>([
  ["up", { kind: "up", address: { a: "203.0.113.7" }, tookMinutes: 4, why: "query" }, "played for 15 min.\n"],
  ["from outside", asleep({ kind: "from outside" }), "to 0.\n"],
  ["blind host", { kind: "blind host", instanceId: "i-0abc" }, "it runs on until somebody stops it, and costs money."],
])("a limit that only tells stops nothing: %s", (_, mail, sentence) => {
  expect(written(mail, { limit: { ...SETTINGS.limit, stop: false } })).toContain(sentence);
});

test("a session limit that only reports is reported with its own setting", () => {
  expect(written({ kind: "limit passed", limit: "session", used: 481, most: 480 })).toContain(
    "up for 8 h 1 min in this session. It has reached its limit of 8 h, but keeps running.",
  );
});

test("after a day limit no mail suggests connecting, but after bots it gives the command to wake it", () => {
  const dayLimit = { kind: "limit", limit: "day", most: 840 } as const;
  expect(written(asleep(dayLimit))).not.toContain("To play again, connect");
  expect(written(asleep(dayLimit, { emptySession: { byHand: false, ignoredUntil: NOW } }))).toContain(
    '{"command":"wake"}',
  );
});

test("a session whose host nobody saw is not estimated", () => {
  const text = written(asleep({ kind: "idle" }, { instanceType: undefined }));
  expect(text).toContain("Subject: valheim is asleep after 2 h 10 min\n");
  expect(text).toContain("No host was seen, so there is no estimate.");
});

test("the month is that of the mail, in the players' time zone", () => {
  const newYear = Date.parse("2027-01-01T00:00:30Z");
  expect(write(asleep({ kind: "idle" }), SETTINGS, newYear).text).toContain("January so far: 31 h 5 min");
  const settings = { ...SETTINGS, timeZone: new TimeZone("America/Los_Angeles") };
  expect(write(asleep({ kind: "idle" }), settings, newYear).text).toContain("December so far: 31 h 5 min");
});

test.each<[string, Mail, string]>([
  ["Europe/Berlin", { kind: "used up", limit: "day", most: 840 }, "It stays asleep until 00:00 CET, even"],
  [
    "America/Los_Angeles",
    { kind: "used up", limit: "month traffic", most: 153_600 },
    "It stays asleep until the first of next month, 00:00 PST, even",
  ],
  ["Europe/Berlin", asleep({ kind: "limit", limit: "day", most: 840 }), "It stays asleep until 00:00 CET, even"],
  ["Asia/Tokyo", { kind: "stops soon", limit: "day", inMinutes: 30 }, "stays asleep until 00:00 GMT+9.\n"],
  ["Europe/Berlin", { kind: "wakes used up", wakes: 12 }, "It stays asleep until 00:00 CET, even"],
  [
    "Europe/Berlin",
    asleep({ kind: "idle" }, { emptySession: { byHand: false, ignoredUntil: NOW } }),
    "21 Nov 2026, 23:10 CET",
  ],
  [
    "Europe/Berlin",
    asleep({ kind: "not ready", stops: [], placementProblem: "", restMinutes: 60 }),
    "22 Nov 2026, 00:10 CET",
  ],
  ["America/Los_Angeles", { kind: "begins" }, "-- keeper of valheim (games, us-west-2), 21 Nov 2026, 14:10 PST\n"],
])("people read the time that their clocks show: %s, %j", (zone, mail, words) => {
  expect(written(mail, { timeZone: new TimeZone(zone) })).toContain(words);
});

test("a limit of a day that begins when clocks are put forward ends then", () => {
  const settings = { ...SETTINGS, timeZone: new TimeZone("Africa/Cairo") };
  const { text } = write({ kind: "used up", limit: "day", most: 840 }, settings, Date.parse("2026-04-23T12:00Z"));
  expect(text).toContain("It stays asleep until 01:00 EEST, even");
});

test("commands name the container's own function, parameter, log groups and regions", () => {
  const over = {
    project: "lan",
    container: "mc",
    region: "eu-central-1",
    holdParameter: "/lan/mc/hold",
    queryLogGroup: "/aws/route53/lan/mc",
    containerLogGroup: "/lan/mc",
  };
  const commands = Object.values(MAILS)
    .flatMap((mail) => written(mail, over).split("\n"))
    .filter((line) => line.startsWith("aws "));
  const invoke = "--cli-binary-format raw-in-base64-out --payload";
  expect(new Set(commands)).toEqual(
    new Set([
      `aws lambda invoke --region eu-central-1 --function-name lan-mc-keeper ${invoke} '{"command":"wake"}' /dev/stdout`,
      `aws lambda invoke --region eu-central-1 --function-name lan-mc-keeper ${invoke} '{"command":"sleep"}' /dev/stdout`,
      `aws lambda invoke --region eu-central-1 --function-name lan-mc-keeper ${invoke} '{"command":"run","service":"scraper"}' /dev/stdout`,
      `aws lambda invoke --region eu-central-1 --function-name lan-mc-keeper ${invoke} '{"command":"hold","minutes":180}' /dev/stdout`,
      "aws ssm put-parameter --region eu-central-1 --name /lan/mc/hold --type String --overwrite --value none",
      "aws logs tail /aws/route53/lan/mc --region us-east-1 --since 1d",
      "aws logs tail /lan/mc --region eu-central-1 --since 3h",
      "aws logs tail /lan/mc --region eu-central-1 --since 3h --log-stream-name-prefix backup/",
      "aws logs tail /lan/mc --region eu-central-1 --since 1d --log-stream-name-prefix scraper/",
      "aws logs tail /aws/lambda/lan-mc-keeper --region eu-central-1 --since 3h",
      "aws logs tail /aws/lambda/lan-mc-wake --region us-east-1 --since 3h",
      "aws ssm start-session --region eu-central-1 --target i-0abc",
      "aws ec2 modify-instance-attribute --region eu-central-1 --instance-id i-0def --no-disable-api-termination",
      "aws ec2 terminate-instances --region eu-central-1 --instance-ids i-0def",
      "aws autoscaling terminate-instance-in-auto-scaling-group --region eu-central-1 --instance-id i-0abc --no-should-decrement-desired-capacity",
    ]),
  );
});

test("where Minecraft asks for an SRV record, mails say what looks that up, and name what players type", () => {
  const bySrv = { recordName: `host.${SETTINGS.address}` };
  const mails = Object.values(MAILS).map((mail) => written(mail, bySrv));
  expect(mails.filter((text) => /\bbots or|link preview|host\.valheim/.test(text))).toEqual([]);
  expect(mails.join("\n")).toContain(`an open multiplayer list or a server status page looked up ${SETTINGS.address}.`);
});
