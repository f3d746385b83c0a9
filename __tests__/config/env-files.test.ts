import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inService, load, only, problemsIn, problemsOf, warningsOf, written, type Files } from "./written";

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

test("all that is wrong in a file is told at its line", () => {
  expect(problemsOf(withFile("A=1\nB\n1C=2\nD=$HOME\nE='open\nF=ok\n"))).toEqual([
    "configs/game.env:2:1: B has no value: write B=value, or list the name under secrets",
    'configs/game.env:3:1: "1C" is no name of an environment variable',
    expect.stringContaining("configs/game.env:4:1: $NAME and ${NAME} are not replaced here"),
    "configs/game.env:5:1: must be a line like NAME=value, with every quote closed",
  ]);
});

test.each([
  [
    "env_file: gone.env",
    "5:5 services.game.env_file.0: gone.env does not exist: it is read from the folder of this file",
  ],
  [
    "env_file: [../x.env]",
    "5:16 services.game.env_file.0: must be in the folder of this file: copy it there, and write its name alone",
  ],
  [
    "env_file: /etc/x.env",
    "5:15 services.game.env_file: must be in the folder of this file: copy it there, and write its name alone",
  ],
  ["env_file: sub", "5:5 services.game.env_file.0: sub is a folder: name a file"],
])("refuses %s", (yaml, line) => {
  const folder = written(withFile("TOKEN=x\n", yaml));
  mkdirSync(join(folder, "sub"));
  expect(problemsIn(folder)).toEqual([`configs/game.yaml:${line}`]);
});

test("the rules for environment are those of its files, too", () => {
  expect(
    problemsOf(withFile("A=1\nTOKEN=x\nDB_FILE=/run/secrets/db\n", "env_file: game.env\nsecrets: [TOKEN]")),
  ).toEqual([
    "configs/game.env:2:1: TOKEN is listed under secrets too: keep it there only",
    "configs/game.env:3:1: DB_FILE: there is no file of a secret here: remove the line, and list DB under secrets",
  ]);
});

test("what looks like a secret in it is told, and a file without an ending that is read is not", () => {
  const files = { ...inService("env_file: variables"), variables: "RCON_PW=hunter2\n", notes: "" };
  expect(warningsOf(files)).toEqual([
    "configs/notes: is not read: a container's file ends in .yaml, like notes.yaml",
    "configs/variables:1:1: RCON_PW looks like a secret, and stands in git, plan and state: list its name under secrets instead",
  ]);
});
