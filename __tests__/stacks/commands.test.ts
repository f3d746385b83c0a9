import { holdCommand, lookCommand, sleepCommand, wakeCommand } from "../../shared/commands";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthContainer } from "../helpers/synth";

const stack = synthContainer(baseConfig(), containerConfig());
const KEEPER = { project: "games", container: "valheim", region: "us-west-2" };

test.each([
  ["look", lookCommand],
  ["wake", wakeCommand],
  ["sleep", sleepCommand],
  ["hold", holdCommand],
])(
  "the output %s is the command that mails give, in lines that fit a terminal, and the last one ends",
  (name, command) => {
    const { value } = (stack.json.output as Record<string, { readonly value: string }>)[name] ?? {};
    const lines = String(document(value)).split("\n");
    expect(lines.map((line) => line.replace(/ \\$/, "").trim()).join(" ")).toBe(`${command(KEEPER)} `);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(70);
  },
);
