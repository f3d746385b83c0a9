import { z } from "zod";
import { list, mapping, notBuiltYet, notTaken, oneOf, text, whole } from "./fields";
import { eachOnce, withRule } from "./findings";

const name = text(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "the name of an environment variable, like SERVER_PASS");

const details = mapping(
  {
    version: whole({ min: 1, max: 1_000_000 }).prefault(1).meta({
      description: "raise it to write a new value: Terraform never sees the old one, so it cannot compare; default 1",
    }),
  },
  notTaken({ [notBuiltYet("secrets kept elsewhere")]: "from" }),
);

const entry = oneOf([name, z.record(name, details)], "a name like SERVER_PASS, or {SERVER_PASS: {version: 2}}");

/** `[SERVER_PASS, {TOKEN: {version: 2}}]`: variables whose values no file of the repository holds. */
export const secrets = withRule(
  list(entry, "[SERVER_PASS]").transform((entries) =>
    entries.flatMap((secret) =>
      typeof secret === "string"
        ? [{ name: secret, version: 1 }]
        : Object.entries(secret).map(([key, { version }]) => ({ name: key, version })),
    ),
  ),
  (all) => eachOnce(all.map((secret) => secret.name)),
);
