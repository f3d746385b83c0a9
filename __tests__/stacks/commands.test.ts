import { commandsFor } from "../../shared/commands";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthContainer } from "../helpers/synth";

const stack = synthContainer(baseConfig(), containerConfig());
const KEEPER = { project: "games", container: "valheim", region: "us-west-2" };

test.each(["look", "wake", "sleep", "hold"] as const)(
  "the output %s is the command that mails give, in lines that fit a terminal, and the last one ends",
  (name) => {
    const { value } = (stack.json.output as Record<string, { readonly value: string }>)[name] ?? {};
    const lines = String(document(value)).split("\n");
    expect(lines.map((line) => line.replace(/ \\$/, "").trim()).join(" ")).toBe(`${commandsFor(KEEPER)[name]} `);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(70);
  },
);
