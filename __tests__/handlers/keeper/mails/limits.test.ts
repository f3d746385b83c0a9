import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { mockClient } from "aws-sdk-client-mock";
import fc from "fast-check";
import { sns } from "../../../../handlers/keeper/aws/sns";
import type { Mail } from "../../../../handlers/keeper/decision";
import { LIMITS, OBSTACLES, type ReportedEnding, type Stop } from "../../../../handlers/keeper/ending";
import { write } from "../../../../handlers/keeper/mails";
import { SETTINGS } from "../scenes";
import { asleep, MAILS, notStarted, NOW } from "./mails";

const failedBy = (reason: string): string =>
  write(asleep({ kind: "crash loop", stops: [notStarted(reason)], restMinutes: 60 }), SETTINGS, NOW).text;

/** What a registry, AWS or a person may say: anything, also halves of characters and commands to terminals. */
const words = fc.oneof(
  fc.string({ unit: "binary", maxLength: 2_000 }),
  fc.string({ unit: fc.constantFrom("\n", "\r", "\0", "\u001b[31m", "\u0085", "\u2028", "\ud83d", "😀", "a", " ") }),
);
const minutes = fc.nat(1_000_000);
const instant = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }).map(Number);
const limit = fc.constantFrom("session" as const, "day" as const);
const kind = <Kind extends string>(name: Kind) => fc.constant(name);

const stop: fc.Arbitrary<Stop> = fc.record({
  code: words,
  reason: words,
  exits: fc.array(fc.record({ service: words, exitCode: fc.nat(255) })),
});
const ending: fc.Arbitrary<ReportedEnding> = fc.oneof(
  fc.record({ kind: fc.constantFrom("idle" as const, "by hand" as const, "from outside" as const) }),
  fc.record({ kind: kind("limit"), limit: fc.constantFrom(...LIMITS), most: minutes }),
  fc.record({ kind: kind("crash loop"), stops: fc.array(stop), restMinutes: minutes }),
  fc.record({ kind: kind("not ready"), stops: fc.array(stop), placementProblem: words, restMinutes: minutes }),
  fc.record({ kind: kind("no capacity"), problem: words }),
  fc.record({ kind: kind("host lost"), what: words, wakesAgain: fc.boolean() }),
  fc.record({ kind: kind("two hosts"), elder: words, younger: words, wakesAgain: fc.boolean() }),
);
const emptySession = fc.record({ byHand: fc.boolean(), ignoredUntil: instant }, { requiredKeys: ["byHand"] });
const mail: fc.Arbitrary<Mail> = fc.oneof(
  fc.record({
    kind: kind("up"),
    address: fc.record({ a: words, aaaa: words }, { requiredKeys: ["a"] }),
    tookMinutes: minutes,
    why: words,
    deploymentProblem: words,
    passedObstacles: fc.subarray([...OBSTACLES]),
  }),
  fc.record(
    {
      kind: kind("asleep"),
      ending,
      minutes,
      instanceType: fc.oneof(words, fc.constantFrom("m7a.large", "t4g.medium")),
      monthMinutes: minutes,
      played: fc.boolean(),
      emptySession,
      packetCount: fc.record({
        busiest: fc.nat(),
        quietMinutes: fc.nat(999),
        minutes: fc.integer({ min: 1, max: 999 }),
      }),
      isLastToday: fc.constant(true as const),
    },
    { requiredKeys: ["kind", "ending", "minutes", "monthMinutes", "played"] },
  ),
  fc.record({ kind: kind("stops soon"), limit, inMinutes: minutes }),
  fc.record({
    kind: fc.constantFrom("limit near" as const, "limit passed" as const),
    limit: fc.constantFrom(...LIMITS),
    used: minutes,
    most: minutes,
  }),
  fc.record({ kind: fc.constantFrom("blind host" as const, "host outside the group" as const), instanceId: words }),
  fc.record({ kind: kind("host stays"), instanceId: words, lifecycleState: words }),
  fc.record({ kind: kind("wakes used up"), wakes: fc.nat() }),
  fc.record({ kind: kind("ignored"), until: instant }),
  fc.record({ kind: kind("used up"), limit: fc.constantFrom(...LIMITS), most: minutes }),
  fc.record(
    {
      kind: kind("run failed"),
      service: fc.constantFrom("scraper", "notifier"),
      dueAt: instant,
      how: fc.constantFrom("failed" as const, "timeout" as const, "lost" as const, "not started" as const),
      exitCode: fc.nat(255),
      reason: words,
      isLastToday: fc.boolean(),
    },
    { requiredKeys: ["kind", "service", "dueAt", "how", "reason", "isLastToday"] },
  ),
  fc.record({ kind: kind("begins") }),
  fc.record({
    kind: kind("backup failed"),
    job: fc.constantFrom("backup" as const, "restore" as const),
    state: words,
    vault: words,
    why: words,
  }),
  fc.record({ kind: kind("blocked"), by: words }),
  fc.record({ kind: kind("hold unreadable"), written: words }),
  fc.record({ kind: kind("memory unreadable"), problem: words }),
  fc.record({ kind: kind("wake fails") }),
);

test("whatever a mail says, SNS takes the subject: one line of printable ASCII, 1 to 99 characters, no space at its ends", () => {
  fc.assert(
    fc.property(mail, instant, (anything, now) => {
      expect(write(anything, SETTINGS, now).subject).toMatch(/^(?=.{1,99}$)[!-~](?:[ -~]*[!-~])?$/);
    }),
    { numRuns: 1_000 },
  );
});

test("whatever a mail says, the text is under 10 KB of whole characters, with no control character but the line's end", () => {
  fc.assert(
    fc.property(mail, instant, (anything, now) => {
      const { text } = write(anything, SETTINGS, now);
      expect(Buffer.byteLength(text)).toBeLessThan(10_000);
      expect(text).not.toMatch(/[^\n\P{C}]|[\u2028\u2029]/u);
      expect(Buffer.from(text).toString()).toBe(text);
    }),
    { numRuns: 1_000 },
  );
});

/** What SNS is given for a mail. https://docs.aws.amazon.com/sns/latest/api/API_MessageAttributeValue.html */
async function published(known: Mail) {
  const client = mockClient(SNSClient);
  await sns(SETTINGS).mail({ ...write(known, SETTINGS, NOW), mail: known });
  const [call] = client.commandCalls(PublishCommand);
  client.restore();
  const { MessageAttributes = {}, Message = "" } = call?.args[0].input ?? {};
  const attributes = Object.entries(MessageAttributes).map(([name, { DataType = "", StringValue = "" }]) => ({
    name,
    type: DataType,
    value: StringValue,
  }));
  const parts = attributes.flatMap(({ name, type, value }) => [name, type, value]);
  const valueOf = (wanted: string): string => attributes.find(({ name }) => name === wanted)?.value ?? "";
  return {
    parts,
    bytes: Buffer.byteLength([Message, ...parts].join("")),
    kind: valueOf("kind"),
    mail: valueOf("mail"),
  };
}

test("whatever a mail says, SNS takes the attributes: none empty, all of printable ASCII, within 256 KB with the text", async () => {
  await fc.assert(
    fc.asyncProperty(mail, async (anything) => {
      const { parts, bytes, kind, mail: json } = await published(anything);
      expect(parts.filter((part) => !/^[ -~]+$/.test(part))).toEqual([]);
      expect(bytes).toBeLessThanOrEqual(262_144);
      expect([kind, (JSON.parse(json) as Mail).kind]).toEqual([anything.kind, anything.kind]);
    }),
    { numRuns: 300 },
  );
});

test("words as long as AWS likes do not make the attributes too large, and lose signatures as in the text", async () => {
  const why = "ä\u0001".repeat(200_000);
  const { bytes } = await published({ kind: "backup failed", job: "backup", state: why, vault: why, why });
  expect(bytes).toBeLessThan(20_000);
  const signed = "https://user:secret1@layers.example.com/sha256?X-Amz-Signature=secret2";
  expect((await published(asleep({ kind: "no capacity", problem: signed }))).mail).not.toContain("secret");
});

test.each(Object.entries(MAILS))("programs can read everything a mail says: %s", async (_, known) => {
  expect(JSON.parse((await published(known)).mail)).toEqual(JSON.parse(JSON.stringify(known)));
});

test("words from outside make no line of their own in a text, and nothing of a subject", () => {
  const bait = "\n\nIt is up. Join at evil.example.com\r\nSubject: evil";
  const mails: readonly Mail[] = [
    asleep({
      kind: "crash loop",
      stops: [{ code: bait, reason: bait, exits: [{ service: bait, exitCode: 1 }] }],
      restMinutes: 60,
    }),
    asleep({ kind: "not ready", stops: [], placementProblem: bait, restMinutes: 60 }),
    asleep({ kind: "no capacity", problem: bait }),
    asleep({ kind: "host lost", what: bait, wakesAgain: true }),
    asleep({ kind: "two hosts", elder: bait, younger: bait, wakesAgain: true }),
    asleep({ kind: "idle" }, { instanceType: bait }),
    { kind: "up", address: { a: bait, aaaa: bait }, tookMinutes: 1, why: bait, deploymentProblem: bait },
    { kind: "backup failed", job: "backup", state: bait, vault: bait, why: bait },
    { kind: "blind host", instanceId: bait },
    { kind: "host outside the group", instanceId: bait },
    { kind: "host stays", instanceId: bait, lifecycleState: bait },
    { kind: "blocked", by: bait },
    { kind: "hold unreadable", written: bait },
    { kind: "memory unreadable", problem: bait },
  ];
  for (const bad of mails) {
    const { subject, text } = write(bad, SETTINGS, NOW);
    expect(subject).not.toContain("evil");
    expect(text).not.toMatch(/^(It is up|Subject)/m);
  }
});

test.each([
  [1_000_000, "about 2070.13 USD"],
  [10_000_000, "about 20701.28..."],
])("a subject of 99 characters is whole, a longer one is cut: %d minutes", (minutes, end) => {
  const mail = asleep({ kind: "limit", limit: "day", most: 839 }, { minutes, played: false });
  const { subject } = write(mail, { ...SETTINGS, container: "a-very-long-name-001" }, NOW);
  expect(subject).toBe(`a-very-long-name-001 is asleep: today's 13 h 59 min are used up, no players seen, ${end}`);
});

test("a subject is one line of ASCII even if a name is not", () => {
  const { subject } = write({ kind: "wake fails" }, { ...SETTINGS, container: "k\u00e4se\nbrot" }, NOW);
  expect(subject).toBe("k se brot may not start: its function wake is failing");
});

test("AWS's words are cut at 300 characters, never in the middle of one", () => {
  expect(failedBy("😀".repeat(400))).toContain(`- TaskFailedToStart: ${"😀".repeat(280)}…\n`);
  expect(failedBy("x".repeat(281))).toContain(`- TaskFailedToStart: ${"x".repeat(281)}\n`);
  expect(failedBy("x".repeat(282))).toContain(`- TaskFailedToStart: ${"x".repeat(280)}…\n`);
});

test("an address with a password or a signature in it loses them, and stays readable", () => {
  const text = failedBy(
    'CannotPullContainerError: Get "https://layers.s3.us-west-2.amazonaws.com/sha256?X-Amz-Security-Token=secret1&X-Amz-Signature=secret2": ' +
      "dial tcp: i/o timeout, via https://user:secret3@proxy.example.com/v2/ and https://user@other.example.com",
  );
  expect(text).not.toMatch(/secret|user/);
  expect(text).toContain(
    'Get "https://layers.s3.us-west-2.amazonaws.com/sha256?…": dial tcp: i/o timeout, via https://proxy.example.com/v2/ and https://other.example.com\n',
  );
});

test("no mail tells the account's number", () => {
  for (const { text, subject } of Object.values(MAILS).map((known) => write(known, SETTINGS, NOW))) {
    expect(subject + text).not.toMatch(/\d{12}|arn:aws/);
  }
});
