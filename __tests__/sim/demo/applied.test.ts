import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { applyConfigs, configure, sourceOf, synthesize, terraform, type Workbench } from "../../../sim/applied/apply";
import { essence, objectsOf, readRecorded } from "../../../sim/applied/state";
import { aws } from "../../../sim/provider/catalogue";
import { PretendServer } from "../../../sim/provider/server";
import { Store } from "../../../sim/provider/store";
import { expand } from "../../../sim/provider/templates";
import { temporaryFolder } from "../../helpers/folders";
import { SHIPPED } from "../../helpers/shipped";
import { terraformTest } from "../workspace";

jest.setTimeout(120_000);
const STACKS = ["base", "valheim"];
const folder = temporaryFolder();
const servers: PretendServer[] = [];

afterAll(() => {
  for (const server of servers) server.stop();
});

function workbench(name: string): Workbench {
  const own = join(folder.path, name);
  mkdirSync(own);
  const server = new PretendServer(join(own, "store"));
  servers.push(server);
  return {
    folder: own,
    terraform: "terraform",
    reattach: (stackFolder) => server.reattach(stackFolder),
    run: async (program, args, env) => {
      const { stdout } = await promisify(execFile)(program, args, {
        env: { ...process.env, ...env },
        maxBuffer: 2 ** 26,
      });
      return stdout;
    },
    tell: () => {},
  };
}

terraformTest("the recorded state is what an apply makes today: npm run demo -- --record renews it", async () => {
  const { states, zips } = await applyConfigs(workbench("fresh"), sourceOf(SHIPPED, "."));
  const kept = Object.entries(states).map(([stack, state]) => [stack, essence(state)]);
  expect(Object.fromEntries(kept)).toEqual(readRecorded().states);
  expect(zips).toEqual(readRecorded().zips);
});

describe("what was recorded, under today's configuration", () => {
  /** The recorded state as if it were a user's: AWS has what it says, and Terraform knows. */
  async function inherited(name: string, change: (config: string) => string = (config) => config): Promise<Workbench> {
    const bench = workbench(name);
    const recorded = readRecorded();
    const configs = configure(bench, sourceOf(SHIPPED, "."));
    const config = join(configs, "valheim.yaml");
    writeFileSync(config, change(readFileSync(config, "utf8")));
    await synthesize(bench, configs);
    const store = new Store(join(bench.folder, "store"));
    for (const { type, id, region, attributes } of objectsOf(recorded)) {
      const key = expand(aws.resources[type]?.kind.key ?? "{id}", attributes);
      if (type.startsWith("aws_")) store.put({ type, id, key, region, attributes });
    }
    mkdirSync(join(bench.folder, "state", "games"), { recursive: true });
    for (const stack of STACKS) {
      const state = { ...recorded.states[stack], serial: 1, lineage: "recorded" };
      writeFileSync(join(bench.folder, "state", "games", `${stack}.tfstate`), JSON.stringify(state));
      await terraform(bench, stack, "init", "-no-color");
    }
    return bench;
  }

  interface Plan {
    readonly resource_changes: readonly { readonly address: string; readonly change: { readonly actions: string[] } }[];
  }

  /** What Terraform would do to what is there, by address: anything but leaving it or changing it in place. */
  async function replaced(bench: Workbench): Promise<string[]> {
    const found: string[] = [];
    for (const stack of STACKS) {
      const file = `-var-file=${join(bench.folder, "demo.tfvars.json")}`;
      await terraform(bench, stack, "plan", "-no-color", "-out=plan", file);
      const plan = JSON.parse(await terraform(bench, stack, "show", "-json", "plan")) as Plan;
      const lost = plan.resource_changes.filter(({ change: { actions } }) => actions.includes("delete"));
      found.push(...lost.map(({ address }) => address));
    }
    return found;
  }

  terraformTest("is upgraded in place: nothing is replaced, no kept data above all", async () => {
    expect(await replaced(await inherited("upgraded"))).toEqual([]);
  });

  terraformTest("would lose its kept data if that were replaced, and Terraform refuses", async () => {
    const bench = await inherited("renamed", (config) => config.replace(/\bworld\b/g, "midgard"));
    await expect(replaced(bench)).rejects.toThrow(/prevent_destroy|lifecycle/);
  });
});
