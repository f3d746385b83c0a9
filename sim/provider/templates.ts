import { createHash } from "node:crypto";
import { ACCOUNT, type Template } from "./kind";
import { type Attributes, text } from "./values";

const CAPITALS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Puts arguments into a text. */
export const expand = (template: Template, values: Attributes): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => text(values[name]));

/** The ARN of `service:resource`. */
export function arn(path: string, region: string): string {
  const [service = "", ...resource] = path.split(":");
  return `arn:aws:${service}:${region === "global" ? "" : region}:${ACCOUNT}:${resource.join(":")}`;
}

/** Ids as AWS gives them: arbitrary, but the same for the same object each time. */
export function maker(seed: string): (template: Template, values: Attributes) => string {
  return (template, values) => {
    const digest = createHash("sha512").update(`${seed} ${template}`).digest();
    const digits = digest.toString("hex");
    const symbols: Readonly<Record<string, string>> = {
      "##": digits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
      "#": digits.slice(0, 17),
      "%": Array.from(digest.subarray(0, 20), (byte) => CAPITALS.charAt(byte % 36)).join(""),
      "@": String(10 + ((digest[0] ?? 0) % 90)),
    };
    return expand(
      template.replace(/##|#|%|@/g, (symbol) => symbols[symbol] ?? ""),
      values,
    );
  };
}
