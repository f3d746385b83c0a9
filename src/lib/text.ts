import { Token } from "cdktf";

/** A cdktf token, which is a value known only after synthesis. */
const TOKEN = /(\$\{TfToken\[[^\]]+\]\})/;
const SPECIAL = /[\\"\n\r\t]|[$%]\{|\$$/g;
const ESCAPED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "${": "$${",
  "%{": "%%{",
  // At the end of a part, where the `${` of a token may follow.
  $: "\\u0024",
};

/** A Terraform string literal. Tokens stay references, everything else is literal text. */
function quoted(text: string): string {
  const parts = text
    .split(TOKEN)
    .map((part, index) =>
      index % 2 === 1 ? `\${${part}}` : part.replace(SPECIAL, (special) => ESCAPED[special] ?? special),
    );
  return `"${parts.join("")}"`;
}

/** A Terraform expression of any plain value; undefined properties are left out. */
function expression(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (Token.isUnresolved(value)) return quoted(Token.asString(value));
  if (Array.isArray(value)) return `[${value.map(expression).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return `{${entries.map(([key, entry]) => `${quoted(key)} = ${expression(entry)}`).join(", ")}}`;
  }
  return JSON.stringify(value ?? null);
}

/**
 * User input as literal text in JSON and HCL. cdktf writes a plain string as a Terraform template, in which `${` and `%{`
 * would be evaluated; quotes and backslashes would break the HCL.
 */
export const text = (value: string): string => `\${${quoted(value)}}`;

/** JSON that Terraform encodes, with tokens. cdktf's Fn.jsonencode breaks on quotes and backslashes. */
export const jsonencode = (value: unknown): string => `\${jsonencode(${expression(value)})}`;

/** Base64 that Terraform encodes, so that the synthesized file still has the text. */
export const base64encode = (value: string): string => `\${base64encode(${quoted(value)})}`;

/** Literal text in a Terraform template, for JSON files that the project writes itself. */
export const escapeTemplate = (value: string): string =>
  value.replace(/[$%]\{/g, (special) => ESCAPED[special] ?? special);
