import { loadConfiguration } from "../../src/config/load";
import { SHIPPED } from "../helpers/shipped";
import { synthApp } from "../helpers/synth";

/** Shows a reviewer what a change does to the shipped configurations; it proves no rule. `npm run golden` renews it. */
test.each([SHIPPED, "examples/minecraft"])("the app of %s is as reviewed", (folder) => {
  const { base, containers, warnings } = loadConfiguration(folder);
  expect(warnings).toEqual([]);
  const stacks = Object.values(synthApp(base, containers)).map(({ json, companions }) => ({ ...json, companions }));
  expect(withoutMetadata(stacks)).toMatchSnapshot();
});

function withoutMetadata(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, entry: unknown) => (key === "//" ? undefined : entry)));
}
