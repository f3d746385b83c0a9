import type { Synthesized } from "./synth";

/** What each resource and data source of a stack refers to, by reference or depends_on: Terraform destroys in reverse. */
export function dependencies(stack: Synthesized): ReadonlyMap<string, readonly string[]> {
  const blocks: [string, unknown][] = [
    ...stack.resources().map(({ address, block }): [string, unknown] => [address, block]),
    ...Object.entries(stack.json.data ?? {}).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, block]): [string, unknown] => [`data.${type}.${name}`, block]),
    ),
  ];
  const addresses = new Set(blocks.map(([address]) => address));
  return new Map(
    blocks.map(([address, block]) => {
      const words =
        JSON.stringify(block, (key, value: unknown) => (key === "//" ? undefined : value)).match(
          /(?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+/g,
        ) ?? [];
      return [address, [...new Set(words)].filter((word) => word !== address && addresses.has(word))];
    }),
  );
}

/** Everything an address needs, directly or not. Throws if it needs itself. */
export function allDependencies(graph: ReadonlyMap<string, readonly string[]>, address: string): Set<string> {
  const found = new Set<string>();
  const visit = (current: string): void => {
    for (const next of graph.get(current) ?? []) {
      if (next === address) throw new Error(`${address} depends on itself through ${current}`);
      if (!found.has(next)) {
        found.add(next);
        visit(next);
      }
    }
  };
  visit(address);
  return found;
}
