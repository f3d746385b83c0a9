import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../helpers/folders";
import { demo, Problem } from "../../../sim/demo/demo";
import { page } from "../../../sim/demo/page";
import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { Story } from "../../../sim/demo/story";
import { tell } from "../../../sim/demo/telling";
import { SCENARIOS } from "../../../sim/scenarios";
import { Stage } from "../../../sim/scenarios/scenario";
import { DAY, HOUR } from "../../../sim/world/clock";
import { World } from "../../../sim/world/world";
import { markupProblems, play, tools } from "./played";

jest.setTimeout(60_000);
const folder = temporaryFolder();

describe("a week of evenings without Terraform", () => {
  let text: string;
  let written: string;

  const evenings = (): string[] => text.split("\n\n").filter((part) => /^\w+day .* up for /m.test(part));

  beforeAll(async () => {
    ({ text, page: written } = await play(folder.path));
  });

  test("begins with one line that says what is missing and what is played instead", () => {
    expect(text.split("\n")[0]).toBe(
      "Plays configs/valheim.yaml as it ships, from the state recorded in sim/demo/recorded: applying needs Terraform, " +
        "there is no terraform on the PATH: install it.",
    );
  });

  test("says on the page, too, which configuration is played", () => {
    expect(written).toContain("Plays configs/valheim.yaml as it ships, from a recorded state. Seed 1.");
  });

  test("tells the first evening from the query until the host is gone, and why", () => {
    const [first = ""] = evenings();
    expect(landmarksMissing(first)).toEqual([]);
  });

  test("tells the evenings that are like it in a few lines", () => {
    expect(evenings()).toHaveLength(6);
    const [, tuesday, wednesday] = evenings().map((evening) => evening.split("\n").slice(1).join("\n"));
    expect(tuesday).toMatch(
      /^ {2}19:30:00 .* is asked .*\n.* Anna +is in the game.*\n.* Ben +joins\n.*\n.* is asleep after .*$/,
    );
    expect(wednesday).toMatch(
      /^ {2}21:12:00 {2}players +Ben and Chris join\n {2}22:15:00 {2}players +Ben, Anna and Chris leave$/m,
    );
    expect(wednesday?.split("\n")).toHaveLength(5);
  });

  test("leaves out the alarm of the slow path, which came after the fast one had done it", () => {
    expect(text).not.toContain("alarm queried");
  });

  test("heads an evening with its day, its length, who played and what it cost", () => {
    expect(text).toMatch(
      /^Tuesday 17 November, 19:30 {3}up for 3 h 1\d min; Anna and Ben played; 0\.4\d USD, all included;/m,
    );
  });

  test("says that a day without anybody was slept through", () => {
    expect(text).toMatch(/^Sunday 22 November {3}asleep all day$/m);
  });

  test("shows all mails, one of each kind in full", () => {
    const [, mails = ""] = text.split("\nMails   13");
    expect(mails.match(/ valheim is up$/gm)).toHaveLength(6);
    expect(mails.match(/\| valheim is up\. Join at valheim\.friends\.test/g)).toHaveLength(1);
    expect(mails.match(/ valheim is asleep after .*, about 0\.\d\d USD$/gm)).toHaveLength(6);
    expect(mails.match(/\| To play again, connect/g)).toHaveLength(1);
  });

  test("ends with what the week and a month of such weeks cost, and where the page is", () => {
    expect(text).toMatch(/What it costs {3}\d\.\d\d USD, 1\d\.\d\d USD in a month of such weeks/);
    const [, sum, month] = /^ {2}together +(\d+\.\d\d) +(\d+\.\d\d)$/m.exec(text) ?? [];
    expect(Number(month) / Number(sum)).toBeCloseTo(730 / (7 * 24), 1);
    expect(text.trimEnd().split("\n").at(-1)).toBe(
      `The same as a page, with the picture: file://${join(folder.path, "demo.html")}`,
    );
  });

  test("says how to go on, in the terminal and on the page", () => {
    for (const told of [text, written]) {
      expect(told).toContain("Other stories: npm run demo -- --scenario list");
      expect(told).toMatch(/Deploy.* in README\.md/);
    }
  });

  test("says what was paid for, and how much of it with a host", () => {
    expect(text).toMatch(/^ {2}USD +this week +a month$/m);
    expect(text).toMatch(/^ {2}EC2 m7a\.large, 21\.\d h at 0\.116 +2\.4\d +10\.\d\d$/m);
    expect(text).toMatch(
      /^ {2}2\.\d\d USD of it for 21\.\d h with a host, 0\.4\d USD for what is there asleep and awake\.$/m,
    );
    expect(written).toMatch(/<td>EC2 m7a\.large, 21\.\d h at 0\.116<\/td><td>2\.4/);
    expect(written).not.toContain("<td>0.00</td><td>0.00</td>");
  });

  test("names no instance, and no prefix that all names have", () => {
    const [story = ""] = text.split("\nMails   ");
    expect(story.match(/i-[0-9a-f]{17}|games-valheim/g)).toBeNull();
  });

  test("becomes a page that is well-formed, for phones, for light and dark, and needs nothing else", () => {
    expect(markupProblems(written)).toEqual([]);
    expect(written).toContain('<meta name="viewport" content="width=device-width, initial-scale=1"/>');
    expect(written).toContain("@media (prefers-color-scheme: dark)");
    expect(written.match(/<script|<link|<img|\b(src|href)=|url\(|@import/g)).toBeNull();
  });

  test.each(["life", "capacity", "players", "packets", "queries", "alarm idle", "alarm queried", "record", "cost"])(
    "shows %s in the picture, of the week and of each evening",
    (lane) => {
      const pictures = written.split('<div class="lanes">').slice(1);
      expect(pictures).toHaveLength(7);
      for (const picture of pictures) {
        const drawn = new RegExp(`aria-label="${lane}">(.*?)</svg>`).exec(picture)?.[1];
        expect(drawn).toMatch(/<rect [^>]*><title>/);
      }
    },
  );

  test("names each day of the week below its own middle", () => {
    const [axis = ""] = /<div class="axis">.*?<\/div>/.exec(written) ?? [];
    const labels = [...axis.matchAll(/left:([\d.]+)%">([^<]*)</g)].map(([, left, day]) => [Number(left), day]);
    const days = ["Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20", "Sat 21", "Sun 22"];
    expect(labels).toEqual(days.map((day, index) => [expect.closeTo(((index + 0.5) * 100) / 7, 1) as number, day]));
    expect(written).toMatch(/<title>awake, Fri 20 Nov, 19:0\d to Sat 21 Nov, 00:00<\/title>/);
  });

  test("says in the picture what is under the pointer", () => {
    for (const title of [
      /<title>awake, \d\d:\d\d:\d\d to \d\d:\d\d:\d\d<\/title>/,
      /height="40"><title>Anna, Ben, Chris, \d\d:\d\d:\d\d to /,
      /height="13.3"><title>Anna, \d\d/,
      /<title>2700 packets a minute, 21:00<\/title>/,
      /<title>192\.0\.2\.1, /,
      /<title>fewer than 8 packets a minute: nobody plays<\/title>/,
    ])
      expect(written).toMatch(title);
  });

  test("explains the lanes that do not speak for themselves", () => {
    expect(written).toContain("record <small>green: host&#39;s address</small>");
    expect(written).toContain("packets <small>up to 2700/min; below the dashes nobody plays</small>");
  });

  test("keeps commands in mails in one line each, to be copied", () => {
    expect(written.match(/<code>aws lambda invoke [^<\n]*hold[^<\n]*<\/code>/g)).toHaveLength(6);
  });

  test("tells on the page what the terminal tells", () => {
    const stories = written.split('<details class="card"').filter((part) => part.includes('class="story"'));
    // The first says that it is ready.
    for (const evening of stories.slice(1)) expect(landmarksMissing(evening.replace(/<[^>]*>/g, " "))).toEqual([]);
    expect(written.match(/<pre>/g)).toHaveLength(13);
    expect(written).toContain("<td>together</td>");
  });
});

const LANDMARKS = [
  /Anna +wants to play/,
  /DNS +is asked for valheim\.friends\.test\s*: valheim sleeps/,
  /keeper +sets desired capacity to 1\s*: somebody asked for it/,
  /EC2 +launches host \d: m7a\.large in us-west-2a/,
  /keeper +points valheim\.friends\.test at 54\./,
  /ECS +host \d joins cluster/,
  /valheim +runs, with its volumes mounted/,
  /keeper +mails: valheim is up/,
  /valheim +has loaded: players can connect/,
  /Anna +is in the game\s*: after [23] min/,
  /Ben +joins/,
  /Anna +leaves/,
  /CloudWatch +alarm idle goes off\s*: Nobody plays on valheim/,
  /keeper +sets desired capacity to 0\s*: nobody plays any more/,
  /keeper +points valheim\.friends\.test back at the placeholder/,
  /keeper +mails: valheim is asleep after/,
  /ECS +drains host \d\s*: it is being terminated/,
  /valheim +saves for 8 s and ends\s*: it may take 2 min/,
  /keeper +tells Auto Scaling to end host \d\s*: its tasks have stopped/,
  /EC2 +host \d is gone/,
];

/** Those that do not come, or not in this order. */
function landmarksMissing(story: string): RegExp[] {
  let rest = story;
  return LANDMARKS.filter((landmark) => {
    const found = landmark.exec(rest);
    if (found !== null) rest = rest.slice(found.index + found[0].length);
    return found === null;
  });
}

describe("other scenarios", () => {
  test.each([[["--scenario", "list"]], [["--scenario"]], [["--scenario", "--seed", "2"]]])(
    "are listed by %j",
    async (args) => {
      const lines: string[] = [];
      await demo(
        args,
        tools(folder.path, (line) => lines.push(line)),
      );
      expect(lines).toHaveLength(SCENARIOS.length);
      for (const { name, about } of SCENARIOS)
        expect(lines.filter((line) => line.startsWith(`${name} `) && line.endsWith(` ${about}`))).toHaveLength(1);
    },
  );

  test("come out the same for the same seed, and otherwise for another", async () => {
    const [one, again, other] = [
      await play(folder.path, "--scenario", "link-preview"),
      await play(folder.path, "--scenario", "link-preview", "--seed", "1"),
      await play(folder.path, "--scenario", "link-preview", "--seed", "2"),
    ];
    expect(again).toEqual(one);
    expect(other.text).not.toBe(one.text);
  });

  test("with a day of trouble tell the trouble, and nothing about a month", async () => {
    const { text, page: written } = await play(folder.path, "--scenario", "no-capacity");
    expect(text).toMatch(/without a host for .*; nobody played; 0\.00 USD, all included/);
    expect(text).toMatch(/Auto Scaling {2}can't launch: Could not launch/);
    expect(text).toMatch(/Anna +gives up/);
    expect(text).not.toMatch(/a month/);
    expect(written).toContain('class="t-trouble"');
    expect(markupProblems(written)).toEqual([]);
  });
});

test("a host that a person started is called so in the picture, and lanes without anything are said to be empty", async () => {
  const { page: written } = await play(folder.path, "--scenario", "two-by-hand");
  expect(written).toMatch(/<rect class="by-hand"[^>]*><title>started by hand, 18:07:00 to 20:00:\d\d</);
  expect(written).not.toContain("<title>stopping, 18");
  expect(written).toContain("players <small>none</small>");
  expect(written).toContain("<b>Monday 16 November, 18:03</b> <span");
});

test("a month is like the days that were played, if they were no week", async () => {
  const { text } = await play(folder.path, "--scenario", "console-meddling");
  expect(text).toMatch(/^What it costs {3}7\.\d\d USD, 18\.\d\d USD in a month like this,/m);
  expect(text).toMatch(/^ {2}USD +these 12 days +a month$/m);
});

test("what was destroyed after three hours is paid for three hours", async () => {
  const world = World.from(objectsOf(readRecorded()), { seed: 1, start: Date.parse("2026-11-16T18:00Z") });
  await world.run(world.now + 2 * HOUR);
  SCENARIOS.find(({ name }) => name === "destroy-while-awake")?.play(new Stage(world));
  await world.run(world.now + DAY);
  const zone = world.meter.lines().find(({ item }) => item === "Route 53 hosted zone");
  expect((zone?.amount ?? 0) * 730).toBeCloseTo(3);
});

describe("a story shows its point", () => {
  test.each([
    [
      "hold",
      "keeper does nothing when nobody plays",
      / keeper +leaves desired capacity at 1: a hold keeps valheim up until 21:00$/m,
    ],
    ["crash-loop", "a query in a rest is ignored", / DNS +is asked for \S+: ignored until 18:13 because it rests$/m],
    ["crash-loop", "somebody mends it", / story +somebody mends the container$/m],
    [
      "beside-a-loud-monitor",
      "a query is ignored after nobody played",
      / DNS +is asked for \S+: ignored until 06:12 because nobody played$/m,
    ],
    [
      "apply-while-playing",
      "the next wake runs the new image",
      / valheim +runs the new image next-2, with its volumes/,
    ],
  ])("%s: %s", async (scenario, _, line) => {
    const { text } = await play(folder.path, "--scenario", scenario);
    expect(text.match(new RegExp(line, "gm"))).toHaveLength(1);
  });
});

describe("a chapter has what belongs to it", () => {
  const chapters = async (scenario: string): Promise<string[]> => {
    const { text } = await play(folder.path, "--scenario", scenario);
    return text.split("\n\n").filter((part) => /^\w+day /.test(part));
  };

  test("who asks while the host of before goes down, to what is woken", async () => {
    const [, ben = ""] = await chapters("lost-events");
    expect(ben).toMatch(
      /^Monday 16 November, 20:22 .*Ben played.*\n.* Ben +wants to play\n.* DNS .*\n.* keeper +sets .* 1/,
    );
  });

  test("and is headed by its first line", async () => {
    for (const chapter of await chapters("coming-back"))
      expect(/, (\d\d:\d\d) /.exec(chapter)?.[1]).toBe(/\n {2}(\d\d:\d\d):/.exec(chapter)?.[1]);
  });

  test("who gives up, to what was waited for", async () => {
    const [first = "", , second = ""] = await chapters("crash-loop");
    expect(first).toMatch(/ 18:05:00 {2}Anna +wants to play\n[^]* 18:30:09 {2}Anna +gives up/);
    expect(second).toMatch(/^Monday 16 November, 21:00 .*\n.* story /);
  });

  test("what the story says of a person's deed, once", async () => {
    const [first = ""] = await chapters("console-meddling");
    expect(first.match(/ 19:00:00 .* sets desired capacity to 0/g)).toEqual([
      expect.stringMatching(/ story +somebody sets desired/),
    ]);
  });

  test("what nobody listens to any more, once", async () => {
    const text = (await chapters("day-limit")).join("\n");
    expect(text).toMatch(
      / DNS +is asked for \S+: ignored until 00:00 because the day's limit is reached\n.* Anna +gives up.*$/,
    );
  });
});

test.each([
  ["by-hand", / a person +tells keeper to wake it$/m],
  ["by-hand", / a person +tells keeper to look$/m],
  ["hold", / a person +sets the hold to Mon 16 Nov, 21:00$/m],
  ["hold", / a person +sets the hold to "tomorrow"$/m],
  ["hold", /^ {2}Mon 16 Nov, 18:06 {2}valheim is up$/m],
  ["crash-loop", / docker +the container has crashed$/m],
  ["two-by-hand", / a person +launches a host from the template$/m],
])("%s has plain words: %s", async (scenario, line) => {
  const { text } = await play(folder.path, "--scenario", scenario);
  expect(text).toMatch(line);
});

test("events that AWS delays are told three times of each kind, then counted", async () => {
  const { text } = await play(folder.path, "--scenario", "lost-events");
  expect(text).toMatch(/ EventBridge +delays ECS Task State Change: 10 min late$/m);
  expect(text).toMatch(/ EventBridge +delays ECS Task State Change: \d+ times more until 2\d:\d\d; 10 min late$/m);
  expect(text).toMatch(/ once more at \d\d:\d\d/);
});

test("trouble that comes again and again is told three times, then counted", async () => {
  const { text } = await play(folder.path, "--scenario", "left-up");
  const failures = text.split("\n").filter((line) => / keeper +fails/.test(line));
  expect(failures).toHaveLength(3);
  expect(failures[2]).toMatch(/fails: \d{3} times more until Tue 17 Nov, \d\d:\d\d; read memory failed/);
  expect(text).toMatch(/CloudWatch +alarm leftup goes off: The host of valheim has been up for 486 minutes/);
});

test.each(["--help", "-h"])("%s shows all options", async (option) => {
  const lines: string[] = [];
  await demo(
    [option],
    tools(folder.path, (line) => lines.push(line)),
  );
  for (const name of ["--scenario", "--seed", "-o", "--record"]) expect(lines.join()).toContain(`\n  ${name} `);
});

describe("what a person can put right is told in one line", () => {
  test.each([
    ["an unknown option", ["--json"], "Unknown option '--json': --help shows what there is"],
    ["a stray word", ["monitor"], /^Unexpected argument 'monitor'.*: --help shows what there is$/],
    ["a seed that is no number", ["--seed", "1.5"], "--seed 1.5 is not a whole number from 0 to 999999999"],
    ["-o without a file", ["-o", "--seed"], "-o needs a value: --help shows what there is"],
    ["-o at the end", ["-o"], "-o needs a value: --help shows what there is"],
    ["-o with a folder", ["-o", "."], /^\/.* is a folder: name a file, -o <file\.html>$/],
    [
      "an unknown scenario, with those there are",
      ["--scenario", "mornings"],
      `there is no scenario mornings: there are ${SCENARIOS.map(({ name }) => name).join(", ")}`,
    ],
    [
      "a folder that is not there",
      ["-o", "nowhere/demo.html"],
      /^\/.*\/nowhere\/demo\.html can't be written \(ENOENT\): name another file, -o <file\.html>$/,
    ],
    ["recording without Terraform", ["--record"], /^--record needs Terraform: needs Terraform, there is no terraform/],
  ])("%s", async (_, args, message) => {
    const failed = demo(args, tools(folder.path));
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toBeInstanceOf(Problem);
  });
});

test("the page goes where -o says, seen from where the person stands", async () => {
  await demo(["--scenario=link-preview", "-o", "mine.html"], tools(folder.path));
  expect(existsSync(join(folder.path, "mine.html"))).toBe(true);
  expect(readFileSync(join(folder.path, "mine.html"), "utf8")).toContain("<h1>valheim: link-preview</h1>");
});

test("whatever a player is called, the page stays well-formed", async () => {
  const from = Date.parse("2026-11-16T12:00Z");
  const world = World.from(objectsOf(readRecorded()), { seed: 1, start: from });
  const [container = ""] = world.containers;
  const { address } = world.container(container);
  const story = new Story(world, container);
  const name = `<b title="x">Eve' & co`;
  const eve = world.player(name, { address, resolver: world.resolver("home") });
  eve.join();
  await world.run(from + 3_600_000);
  const written = page(tell(world, story, { title: name, about: name, from, source: name }));
  expect(markupProblems(written)).toEqual([]);
  expect(written).toContain("&#60;b title=&#34;x&#34;&#62;Eve&#39; &#38; co");
});
