import { z } from "zod";
import { baseSchema } from "./base/base-schema";
import { containerSchema } from "./container/container-schema";

/** The JSON schema by which editors complete and check configs/*.yaml, made from the schemas that synthesis itself uses. */
export function jsonSchema(): string {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "wake-on-dns configuration",
    // Only base.yaml has these keys, and it cannot do without them.
    if: { anyOf: [{ required: ["name"] }, { required: ["region"] }, { required: ["domain"] }] },
    then: input(baseSchema),
    else: input(containerSchema),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** What a person may write, which is not what the program gets: defaults are optional, durations are text. */
function input(schema: z.ZodType): unknown {
  return { ...z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" }), $schema: undefined };
}
