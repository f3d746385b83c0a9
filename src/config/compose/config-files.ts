import { composeText } from "./compose-text";
import { list, mapping, record, refusals, oneOf, text } from "../schema/fields";
import { validEntries } from "../schema/holes";
import { withRule } from "../schema/rule";
import { pathInFolder } from "./env-files";

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$/;
const NAME_MEANING = "a file's name of letters, digits, _ and -";

const PLAIN = refusals({
  "is not supported: every file is readable by all users of the container": "mode uid gid",
  "is not supported: write its text under content, or name a file": "environment external name template_driver",
});

const source = withRule(
  mapping(
    {
      content: composeText().optional().describe("text of the file; $$ is a dollar sign"),
      file: pathInFolder.optional().describe("a file in the same folder as this one; read at synth"),
    },
    PLAIN,
  ),
  ({ content, file }) =>
    (content === undefined) === (file === undefined)
      ? [{ path: [], message: "needs either content or file, not both: the text itself, or the file that holds it" }]
      : [],
);

/** `configs:` at the top of a container's file. */
export const configs = record(NAME, NAME_MEANING, source);

const absolutePath = text(/^\/(?!(?:.*\/)?\.\.(?:\/|$))[^:]*[^:/]$/, "an absolute path like /etc/caddy/Caddyfile");

const entry = oneOf(
  [
    text(NAME, NAME_MEANING).transform((source) => ({ source, target: `/${source}` })),
    mapping(
      {
        source: text(NAME, NAME_MEANING).describe("name of an entry in the configs section at the end of this file"),
        target: absolutePath.optional().describe("path in the container; default: / and the name"),
      },
      PLAIN,
    ).transform(({ source, target = `/${source}` }) => ({ source, target })),
  ],
  "a name of configs, or {source: name, target: /path}",
);

/** `configs:` inside a service: where it sees which file. */
export const configMounts = list(entry, "[{source: caddyfile, target: /etc/caddy/Caddyfile}]").transform((all) =>
  validEntries(all).map(([at, mount]) => ({ ...mount, at })),
);
