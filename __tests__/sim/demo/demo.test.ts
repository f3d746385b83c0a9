import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { demo, Problem } from "../../../sim/demo/demo";
import { momentSentence } from "../../../sim/demo/sentences";
import { page } from "../../../sim/demo/page";
import { SCENARIOS } from "../../../sim/scenarios";
import { HOUR } from "../../../sim/world/clock";
import { temporaryFolder } from "../../helpers/folders";
import { markupProblems, shown, tellingOf, tools } from "./played";

jest.setTimeout(60_000);
const folder = temporaryFolder();

const printed = async (...args: readonly string[]): Promise<readonly string[]> => {
  const lines: string[] = [];
  await demo(
    args,
    tools(folder.path, (line) => lines.push(line)),
  );
  return lines;
};

describe("a short scenario without Terraform", () => {
  let text: string;
  let written: string;
  beforeAll(async () => {
    ({ text, page: written } = await shown(folder.path, "--scenario", "link-preview"));
  });

  test("says first what is missing and what is played instead", () => {
    const [first] = text.split("\n");
    for (const words of ["examples/valheim", "sim/applied/recorded", "needs Terraform"]) expect(first).toContain(words);
  });

  test("ends with the address of the page", () => {
    expect(text.split("\n").at(-1)).toContain(`file://${join(folder.path, "demo.html")}`);
  });

  test("names the clock and the assumptions, in the terminal and on the page", () => {
    for (const output of [text, written]) for (const words of ["UTC", "900"]) expect(output).toContain(words);
  });

  test("becomes a page that is well-formed, for phones, for light and dark, and needs nothing else", () => {
    expect(markupProblems(written)).toEqual([]);
    expect(written).toContain('<meta name="viewport" content="width=device-width, initial-scale=1"/>');
    expect(written).toContain("@media (prefers-color-scheme: dark)");
    expect(written.match(/<script|<link|<img|\b(src|href)=|url\(|@import/g)).toBeNull();
  });

  test.each(["state", "hosts", "players", "packets", "queries", "alarm idle", "record", "cost"])(
    "shows %s in the picture",
    (lane) => {
      const [first = ""] = written.split('<div class="lanes">').slice(1);
      expect(new RegExp(`aria-label="${lane}">(.*?)</svg>`).exec(first)?.[1]).toMatch(/<(rect|line) [^>]*><title>/);
    },
  );

  test("has every mail in full, and every moment of the story", async () => {
    const { mails, chapters } = await tellingOf("link-preview");
    expect(written.match(/<pre>/g)).toHaveLength(mails.length);
    expect(written.match(/<li class="t-/g)).toHaveLength(chapters.flatMap(({ moments }) => moments).length);
  });
});

test("names hosts by their number, and no instance or prefix", async () => {
  const telling = await tellingOf("link-preview");
  const sentences = telling.chapters.flatMap(({ moments }) => moments.map((one) => momentSentence(one, telling)));
  const words = sentences.flatMap(({ who, what, why = "" }) => [who, what, why]).join("\n");
  expect(words).toContain("host 1");
  expect(words).not.toMatch(/i-[0-9a-f]{17}|games-valheim/);
});

test.each([[["--scenario", "list"]], [["--scenario"]], [["--scenario", "--seed", "2"]]])(
  "all scenarios are listed by %j",
  async (args) => {
    expect(await printed(...args)).toHaveLength(SCENARIOS.length);
  },
);

test.each(["--help", "-h"])("%s shows all options", async (option) => {
  const [help] = await printed(option);
  for (const name of ["config", "evenings", "players", "hours", "scenario", "seed", "record"])
    expect(help).toContain(`\n  --${name} `);
});

describe("what a person can put right is a problem that says what to do", () => {
  test.each([
    ["an unknown option", ["--json"], "--json is not an option"],
    ["a stray word", ["monitor"], '"monitor" is not an option'],
    ["a seed that is not a whole number", ["--seed", "1.5"], "--seed needs a whole number from 0 to 999999999"],
    ["hours that are not halves", ["--hours", "2.3"], "--hours needs a number in steps of 0.5 from 0.5 to 12"],
    ["no players", ["--players", "0"], "--players needs a whole number from 1 to 12"],
    ["an option without a value", ["-o", "--record"], "--output needs a value"],
    ["an option at the end", ["--config"], "--config needs a value"],
    [
      "an unknown scenario",
      ["--scenario", "mornings"],
      "--scenario mornings does not exist: leave out the name for a list",
    ],
    ["evenings and a scenario", ["--evenings", "2", "--scenario", "hold"], "--scenario cannot be combined with "],
    ["a folder for a file", ["-o", "."], "cannot be written (EISDIR): name another file, -o <file.html>"],
    ["a folder that is not there", ["-o", "nowhere/a.html"], "cannot be written (ENOENT): name another file"],
    ["recording without Terraform", ["--record"], "--record needs Terraform"],
    ["another configuration without Terraform", ["--config", "examples/minecraft"], "--config needs Terraform"],
  ])("%s", async (_, args, message) => {
    const failed = demo(args, tools(folder.path));
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toBeInstanceOf(Problem);
  });

  test("all of them at once", async () => {
    const failed = demo(["--evenings", "0", "--players=many", "--json", "now"], tools(folder.path));
    await expect(failed).rejects.toThrow(
      /^"now" .*\n--evenings .*\n--players .*\n--json .*\nnpm run demo -- --help .*$/,
    );
  });
});

test("the page goes where -o says, seen from where the person stands", async () => {
  await printed("--scenario=link-preview", "-o", "mine.html");
  expect(existsSync(join(folder.path, "mine.html"))).toBe(true);
  expect(readFileSync(join(folder.path, "mine.html"), "utf8")).toContain("valheim: link-preview");
});

test("whatever a player is called, the page stays well-formed", async () => {
  const name = `<b title="x">Eve' & co`;
  const telling = await tellingOf({
    ...{ name, about: name, days: 1 },
    play: (stage) => stage.world.at(stage.begin + HOUR, () => stage.player(name).join()),
  });
  const written = page([telling], name);
  expect(markupProblems(written)).toEqual([]);
  expect(written).toContain("&#60;b title=&#34;x&#34;&#62;Eve&#39; &#38; co");
});
