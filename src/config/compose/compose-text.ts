import { z } from "zod";
import { record, oneOf } from "../schema/fields";
import { eachOnce, withRule } from "../schema/rule";
import { orHole, passing } from "../schema/holes";
import { mustBe, mustBeText, type MessageFor } from "../schema/messages";

/** Text without `$NAME`; `$$` is a dollar sign. */
const WITHOUT_VARIABLES = /^(?:[^$]|\$\$|\$(?![A-Za-z_{$]))*$/;
const NOT_REPLACED =
  "variables like $NAME are not supported: write the value, list a secret under secrets, or write $$ for a dollar sign";

/**
 * Text in which Compose would replace `$NAME` from its shell's environment. It is refused here: without a replacement the
 * literal text could become a password. `$$` is a dollar sign, as in Compose.
 */
export function composeText(error: MessageFor = mustBeText("text")) {
  return z
    .string({ error })
    .regex(WITHOUT_VARIABLES, { error: NOT_REPLACED })
    .transform((value) => value.replaceAll("$$", "$"));
}

/**
 * `{NAME: value}` or `["NAME=value"]`, Compose's two forms of environment, labels and sysctls. The container gets every
 * value as text; numbers and booleans become the text in the YAML.
 */
export function pairs(name: RegExp, what: string, withoutValue = "has no value: write NAME=value") {
  const value = z
    .preprocess(
      (written) => (typeof written === "number" || typeof written === "boolean" ? String(written) : written),
      composeText(({ input }) => (input === null ? withoutValue : mustBe("text")({ input }))),
    )
    .meta({ type: ["string", "number", "boolean"] });
  const line = composeText(lineMessage).transform((written, context) => {
    const at = written.indexOf("=");
    const key = written.slice(0, at);
    if (at === -1) context.addIssue(withoutValue);
    else if (!name.test(key)) context.addIssue(mustBe(what)({ input: key }));
    return [key, written.slice(at + 1)] as const;
  });
  const list = withRule(z.array(passing(line)), (lines) => eachOnce(lines.map((pair) => orHole(() => pair[0]))));
  return oneOf(
    [record(name, what, value), list.transform((lines) => orHole(() => Object.fromEntries(lines)))],
    'a mapping (NAME: value lines), or a list of "NAME=value"',
  );
}

/** YAML parses `- MOTD=Welcome: friends` without quotes as a mapping. */
const lineMessage: MessageFor = ({ input }) => {
  const [[key, value] = ["", undefined], ...more] = Object.entries(input ?? {});
  return key.includes("=") && more.length === 0
    ? `YAML reads the colon as a mapping: put the line in quotes, ${JSON.stringify(`${key}: ${String(value)}`)}`
    : mustBe('text like "NAME=value"')({ input });
};

/** A list of words, or one line that is split like a shell does, without running one. */
export const command = oneOf(
  [
    z.array(passing(composeText())).min(1),
    composeText().transform((line, context) => {
      const words = shellWords(line);
      if (words.length === 0) context.addIssue('must be a single command: for pipes and && write ["sh", "-c", "…"]');
      return words;
    }),
  ],
  'a list of words like ["java", "-jar", "server.jar"], or one line',
);

const WORD = /(?:[^\s"'\\|&;<>()]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs;
const QUOTED = /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/gs;

/** The words of a line; empty if it needs a shell (pipes, &&) or a quote is not closed. */
function shellWords(line: string): string[] {
  if (line.replace(WORD, "").trim() !== "") return [];
  return (line.match(WORD) ?? []).map((word) =>
    word.replace(
      QUOTED,
      (_, escaped?: string, double?: string, single?: string) =>
        escaped ?? single ?? (double ?? "").replace(/\\(["\\$`])/g, "$1"),
    ),
  );
}
