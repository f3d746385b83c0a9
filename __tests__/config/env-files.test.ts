import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inService, load, only, problemsIn, problemsOf, warningsOf, written, type Files, reports } from "./written";

const environmentOf = (files: Files) => Object.values(only(load(files).containers).services)[0]?.environment;
const withFile = (text: string, yaml = "env_file: game.env"): Files => ({ ...inService(yaml), "game.env": text });

test("a file's lines are read as Compose does", () => {
  const text = [
    "# a comment",
    "",
    "A=plain text",
    "export B = spaced # comment",
    "C=not#one",
    'D="two\\nlines \\"quoted\\" # no comment" # comment',
    "E='literal $HOME \\n, Let\\'s go'",
    "F=",
    "G='over",
    "two lines'",
    "H=cost $$5",
    'L="C:\\dir\\game\\d+ pa\\$word"',
    "I.J-K=1",
  ].join("\r\n");
  expect(environmentOf(withFile(text))).toEqual({
    A: "plain text",
    B: "spaced",
    C: "not#one",
    D: 'two\nlines "quoted" # no comment',
    E: "literal $HOME \\n, Let's go",
    F: "",
    G: "over\ntwo lines",
    H: "cost $5",
    L: "C:\\dir\\game\\d+ pa$word",
    "I.J-K": "1",
  });
});

test("a later file wins over an earlier one, environment over both, and one may be missing", () => {
  const files = {
    ...inService(
      "env_file: [a.env, {path: ./sub/../b.env}, {path: gone.env, required: false}]\nenvironment: {C: yaml}",
    ),
    "a.env": "A=a\nB=a\nC=a\n",
    "b.env": "B=b\nC=b\n",
  };
  expect(environmentOf(files)).toEqual({ A: "a", B: "b", C: "yaml" });
});

test("all that is wrong in a file is reported at its line", () => {
  expect(problemsOf(withFile("A=1\nB\n1C=2\nD=$HOME\nE='open\nF=ok\n"))).toEqual(
    reports([
      "configs/game.env:2:1: has no value … secrets",
      'configs/game.env:3:1: "1C"',
      "configs/game.env:4:1: $NAME",
      "configs/game.env:5:1: NAME",
    ]),
  );
});

test.each([
  ["env_file: gone.env", "5:5 services.game.env_file.0: not exist … folder"],
  ["env_file: [../x.env]", "5:16 services.game.env_file.0: folder"],
  ["env_file: /etc/x.env", "5:15 services.game.env_file: folder"],
  ["env_file: sub", "5:5 services.game.env_file.0: folder … file"],
])("refuses %s", (yaml, line) => {
  const folder = written(withFile("TOKEN=x\n", yaml));
  mkdirSync(join(folder, "sub"));
  expect(problemsIn(folder)).toEqual(reports([`configs/game.yaml:${line}`]));
});

test("the rules for environment are those of its files, too", () => {
  expect(
    problemsOf(withFile("A=1\nTOKEN=x\nDB_FILE=/run/secrets/db\n", "env_file: game.env\nsecrets: [TOKEN]")),
  ).toEqual(reports(["configs/game.env:2:1: TOKEN … secrets", "configs/game.env:3:1: DB_FILE … secrets"]));
});

test("what looks like a secret in it is reported, and a file without an ending that is read is not", () => {
  const files = { ...inService("env_file: variables"), variables: "RCON_PW=hunter2\n", notes: "" };
  expect(warningsOf(files)).toEqual(reports(["configs/notes: notes.yaml", "configs/variables:1:1: RCON_PW … secret"]));
});
