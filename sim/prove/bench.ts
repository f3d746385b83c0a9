import { objectsOf, readRecorded } from "../applied/state";
import { Stage } from "../scenarios/scenario";
import { DAY, type Instant, MINUTE, SECOND } from "../world/clock";
import type { AppliedObject } from "../world/terraform/objects";
import { bootScriptOf } from "../world/ec2/machine";
import { STAGES } from "../world/stages";
import { World } from "../world/world";
import { SCENARIOS } from "../scenarios";
import { prove, START } from "./prove";

/** What happens in turn between a query and a game that players can join, with the stages of the world it is made of. */
const MARKS = {
  invoked: ["logged", "delivered"],
  wanted: [],
  launched: ["scaled"],
  running: ["running"],
  registered: ["booted", "registered"],
  placed: ["placed"],
  pulled: ["received", "pulled"],
  started: ["mounted", "started"],
  loaded: ["loaded"],
} as const satisfies Record<string, readonly (keyof typeof STAGES)[]>;
type Mark = keyof typeof MARKS;
const names = Object.keys(MARKS) as Mark[];

/** Plays one wake: seconds from the query until each mark. */
async function wake(objects: readonly AppliedObject[], seed: number): Promise<Readonly<Record<Mark, number>>> {
  const world = World.from(objects, { seed, start: START });
  const stage = new Stage(world);
  const { watch } = world.calls;
  const marks = new Map<Mark, Instant>();
  const mark = (name: Mark, isReached: boolean): void => {
    if (isReached && !marks.has(name)) marks.set(name, world.now);
  };
  world.calls.watch = (call) => {
    watch(call);
    mark("invoked", call.caller.endsWith("-wake"));
  };
  world.observe(() => {
    const { desired, machines, hosts, tasks } = stage.seen;
    const [task] = tasks;
    mark("wanted", desired === 1);
    mark("launched", machines.length > 0);
    mark(
      "running",
      machines.some(({ state }) => state === "running"),
    );
    mark("registered", hosts.length > 0);
    mark("placed", task !== undefined);
    mark("pulled", task?.pullStoppedAt !== undefined);
    mark("started", task?.startedAt !== undefined);
    mark("loaded", task?.loadedAt !== undefined);
  });
  // In any second of a minute: what AWS does each minute falls elsewhere in each wake.
  const asked = START + 10 * MINUTE + (seed % 60) * SECOND;
  world.at(asked, () => world.resolver("home").ask(stage.address, "A"));
  await world.run(asked + 10 * MINUTE);
  return Object.fromEntries(names.map((name) => [name, ((marks.get(name) ?? NaN) - asked) / SECOND])) as Record<
    Mark,
    number
  >;
}

/** As if the host did not pull ahead: the same state, but for that unit. */
function withoutPull(objects: readonly AppliedObject[]): AppliedObject[] {
  return objects.map((object) => {
    if (object.type !== "aws_launch_template") return object;
    const script = bootScriptOf(object.attributes).replace(" image-pull.service", "");
    return { ...object, attributes: { ...object.attributes, user_data: Buffer.from(script).toString("base64") } };
  });
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

/** Medians of so many wakes of the shipped configuration, with image-pull.service and without, as lines of a table. */
export async function wakeTimes(seeds: number): Promise<readonly string[]> {
  const objects = objectsOf(readRecorded());
  const shapes = [objects, withoutPull(objects)];
  const wakes = await Promise.all(
    shapes.map(async (shape) => {
      const all = [];
      for (let seed = 1; seed <= seeds; seed++) all.push(await wake(shape, seed));
      return all;
    }),
  );
  const row = (what: string, seconds: (of: Readonly<Record<Mark, number>>) => number, basis = ""): string => {
    const cells = wakes.map((all) => median(all.map(seconds)).toFixed(1).padStart(8)).join("");
    return `${what.padEnd(72)}${cells}  ${basis}`.trimEnd();
  };
  const stages = names.map((name, index) => {
    const before = names[index - 1];
    const parts = MARKS[name].map((part) => STAGES[part]);
    const what = parts.map((part) => part.what).join("; ") || "wake and keeper set desired capacity";
    const basis =
      parts.length === 0 ? "played" : parts.every((part) => part.basis === "measured") ? "measured" : "assumed";
    return row(what, (of) => of[name] - (before === undefined ? 0 : of[before]), basis);
  });
  return [
    `${`medians of ${seeds} wakes, in seconds; without: if the agent alone pulled`.padEnd(72)}    with without`,
    ...stages,
    row("from the query to RUNNING", (of) => of.started),
    row("from the query to a game that can be joined", (of) => of.loaded),
  ];
}

/** Plays weeks of evenings one after the other on the recorded state, all invariants watched. */
export async function proveWeeks(weeks: number): Promise<World> {
  const evenings = SCENARIOS[0];
  const play = ({ world }: Stage): void => {
    for (let week = 0; week < weeks; week++) {
      world.at(world.now + week * 7 * DAY, () => evenings?.play(new Stage(world)));
    }
  };
  return prove(objectsOf(readRecorded()), { play, days: 7 * weeks });
}
