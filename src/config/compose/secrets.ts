import { z } from "zod";
import { list, mapping, record, notYet, refusals, oneOf, text, whole } from "../schema/fields";
import { eachOnce, withRule } from "../schema/rule";
import { HOLE, orElse, orHole } from "../schema/holes";

/** Without the properties of every JavaScript object, which cannot be construct ids. */
const NAME =
  /^(?!(?:toString|valueOf|toLocaleString|hasOwnProperty|isPrototypeOf|propertyIsEnumerable)$)[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const WHAT = "the name of an environment variable, like SERVER_PASS";

const details = mapping(
  {
    version: whole({ min: 1, max: 1_000_000 })
      .prefault(1)
      .describe("raise it to write a new value, because Terraform cannot detect a change; default 1"),
  },
  refusals({ [notYet("secrets stored elsewhere")]: "from" }),
);

/** Compose's long form is for files under /run/secrets. */
const form = z.preprocess(
  (written, context) => {
    const isLongForm = typeof written === "object" && written !== null && ("source" in written || "target" in written);
    if (isLongForm)
      context.addIssue(
        "secrets are environment variables here, not files: list only the name, like SERVER_PASS, and put its value in terraform.tfvars",
      );
    return isLongForm ? {} : written;
  },
  record(NAME, WHAT, details),
);

const entry = oneOf([text(NAME, WHAT), form], "a name like SERVER_PASS, or {SERVER_PASS: {version: 2}}");

const versions = (entry: string | Readonly<Record<string, { readonly version: number }>>) =>
  typeof entry === "string"
    ? [{ name: entry, version: 1 }]
    : Object.entries(entry).map(([name, { version }]) => ({ name, version }));

/** `[SERVER_PASS, {TOKEN: {version: 2}}]`: variables whose values are not in the repository. */
export const secrets = withRule(
  list(entry, "[SERVER_PASS]").transform((entries) =>
    entries.flatMap((secret) => orElse(() => versions(secret), [HOLE])),
  ),
  (all) => eachOnce(all.map((secret) => orHole(() => secret.name))),
);
