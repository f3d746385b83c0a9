import { Token } from "cdktf";

/** How cdktf marks a value that is known only after synthesis. */
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

/** A Terraform string literal. Tokens stay references; everything else arrives as written. */
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
 * Text from a person, safe in JSON and HCL output. cdktf writes a plain string as a Terraform template: `${` and `%{`
 * in it would be read as code, quotes and backslashes break the HCL.
 */
export const text = (value: string): string => `\${${quoted(value)}}`;

/** JSON made by Terraform, tokens resolved. cdktf's own Fn.jsonencode breaks on quotes and backslashes. */
export const jsonencode = (value: unknown): string => `\${jsonencode(${expression(value)})}`;

/** Base64 made by Terraform, so that a plan can still be traced to the text. */
export const base64encode = (value: string): string => `\${base64encode(${quoted(value)})}`;

/** A string that is a template already (JSON files the project writes itself), with nothing in it read as code. */
export const escapeTemplate = (value: string): string =>
  value.replace(/[$%]\{/g, (special) => ESCAPED[special] ?? special);
