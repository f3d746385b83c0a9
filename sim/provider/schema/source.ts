import { readFileSync } from "node:fs";

/**
 * The TypeScript a binding was generated as. The packages hold only JavaScript, but each file carries its source in an
 * inline source map, and that has what the JavaScript lost: which attributes are computed, optional or required.
 *
 * @param binding like `@cdktf/provider-aws/lib/vpc`
 */
export function bindingSource(binding: string): string {
  const javascript = readFileSync(require.resolve(binding), "utf8");
  const marker = "sourceMappingURL=data:application/json;base64,";
  const at = javascript.lastIndexOf(marker);
  if (at < 0) throw new Error(`${binding} has no inline source map: install the pinned version of the bindings`);
  const map = JSON.parse(Buffer.from(javascript.slice(at + marker.length).trim(), "base64").toString("utf8")) as {
    readonly sourcesContent: readonly string[];
  };
  return map.sourcesContent[0] ?? "";
}
