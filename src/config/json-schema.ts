import { z } from "zod";
import { baseSchema } from "./base/base-schema";
import { containerSchema } from "./container/container-schema";

/** The JSON schema with which editors complete and check configs/*.yaml, generated from the schemas that synthesis uses. */
export function jsonSchema(): string {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "wake-on-dns configuration",
    // base.yaml alone has these keys, and requires them.
    if: { anyOf: [{ required: ["name"] }, { required: ["region"] }, { required: ["domain"] }] },
    then: input(baseSchema),
    else: input(containerSchema),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** The schema of the file, not of the parsed value: fields with a default are optional, durations are text. */
function input(schema: z.ZodType): unknown {
  return { ...z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" }), $schema: undefined };
}
