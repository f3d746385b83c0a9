import { z } from "zod";
import { list, mapping, named, notBuiltYet, notTaken, oneOf, text, whole } from "../schema/fields";
import { eachOnce, withRule } from "../schema/rule";
import { HOLE, orElse, orHole } from "../schema/holes";

/** Not what every object of JavaScript can do: a construct can't be called so. */
const NAME =
  /^(?!(?:toString|valueOf|toLocaleString|hasOwnProperty|isPrototypeOf|propertyIsEnumerable)$)[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const WHAT = "the name of an environment variable, like SERVER_PASS";

const details = mapping(
  {
    version: whole({ min: 1, max: 1_000_000 }).prefault(1).meta({
      description: "raise it to write a new value: Terraform never sees the old one, so it cannot compare; default 1",
    }),
  },
  notTaken({ [notBuiltYet("secrets kept elsewhere")]: "from" }),
);

/** Compose's own form names files, which appear under /run/secrets. */
const form = z.preprocess(
  (written, context) => {
    const isLongForm = typeof written === "object" && written !== null && ("source" in written || "target" in written);
    if (isLongForm)
      context.addIssue(
        "no secret is a file here: write the variable's name alone, like SERVER_PASS; its value goes into terraform.tfvars",
      );
    return isLongForm ? {} : written;
  },
  named(NAME, WHAT, details),
);

const entry = oneOf([text(NAME, WHAT), form], "a name like SERVER_PASS, or {SERVER_PASS: {version: 2}}");

interface Secret {
  readonly name: string;
  readonly version: number;
}

const versions = (entry: string | Readonly<Record<string, { readonly version: number }>>): readonly Secret[] =>
  typeof entry === "string"
    ? [{ name: entry, version: 1 }]
    : Object.entries(entry).map(([name, { version }]) => ({ name, version }));

/** `[SERVER_PASS, {TOKEN: {version: 2}}]`: variables whose values no file of the repository holds. */
export const secrets = withRule(
  list(entry, "[SERVER_PASS]").transform((entries) =>
    entries.flatMap((secret) => orElse(() => versions(secret), [HOLE])),
  ),
  (all) => eachOnce(all.map((secret) => orHole(() => secret.name))),
);
