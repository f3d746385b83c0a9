import { createHash } from "node:crypto";
import { ACCOUNT, type Make, type Template } from "./kind";
import { type Attributes, text } from "./values";

const CAPITALS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Puts arguments into a text. */
export const expand = (template: Template, values: Attributes): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => text(values[name]));

/** An ARN in an object's region. */
export function arn(template: Template, values: Attributes, region: string): string {
  const global = template.startsWith("*") || region === "global";
  const [service = "", ...resource] = expand(template.replace("*", ""), values).split(":");
  return `arn:aws:${service}:${global ? "" : region}:${ACCOUNT}:${resource.join(":")}`;
}

/** Ids as AWS gives them: arbitrary, but the same for the same object each time. */
export function maker(seed: string, values: Attributes): Make {
  return (template) =>
    expand(template, values).replace(/##|#|%/g, (kind) => {
      const digest = createHash("sha512").update(`${seed} ${template}`).digest();
      if (kind === "%") return Array.from(digest.subarray(0, 20), (byte) => CAPITALS.charAt(byte % 36)).join("");
      const digits = digest.toString("hex");
      if (kind === "#") return digits.slice(0, 17);
      return digits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    });
}
