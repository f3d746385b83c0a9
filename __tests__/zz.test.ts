import { objectsOf, readRecorded } from "../sim/demo/state";
import { prove } from "../sim/prove/prove";
import { World } from "../sim/world/world";
import { Stage } from "../sim/scenarios/scenario";
import { watchOver } from "../sim/prove/promise";
test("x", async () => {
  const world = World.from(objectsOf(readRecorded()), { seed: 2147483624, start: Date.parse("2026-11-20T18:00:00Z"), uncertain: { draining: "it does not", firstTask: "3 minutes", ecsLists: "up to 20 s later", lifecycleState: "never" } });
  watchOver(world);
  const stage = new Stage(world);
  stage.plays("Chris", 431, 441);
  try { await world.run(world.now + 86_400_000); } catch (e) { process.stderr.write(String(e).slice(0,300)+"\n"); }
  for (const l of world.functions.logs.slice(-40)) process.stderr.write(new Date(l.at).toISOString().slice(11,19)+" "+l.functionName.slice(-6)+" "+JSON.stringify(l.entry)+"\n");
});
