import { SECOND } from "../../../sim/world/clock";
import type { AppliedObject } from "../../../sim/world/terraform/objects";
import { STAGES } from "../../../sim/world/stages";
import { aWorld, pass } from "./a-world";
import { BOOT_SCRIPT, GROUP, hosts, service } from "./applied";

const SETTINGS = "IMAGES='valheim:1'\n";
const UNIT = `file container-stop.service <<'EOF'
[Unit]
Wants=docker.service image-pull.service
EOF
`;
const container = (script: string): AppliedObject[] => [
  ...hosts({}, script),
  ...service({ versionConsistency: "disabled" }),
];
const agentAlone = container(BOOT_SCRIPT);
const pullingAhead = container(BOOT_SCRIPT + SETTINGS + UNIT);
const RECEIVED_AT_MOST = STAGES.received.seconds[1];

/** The first task of a host whose image needs so long, and how long after its creation the image was there. */
async function firstTask(objects: readonly AppliedObject[], pullSeconds: number, refusals = 0) {
  const world = aWorld(objects);
  Object.assign(world.games["valheim"] ?? {}, { pullSeconds });
  let asked = 0;
  world.faults.pull = () => (asked++ < refusals ? "toomanyrequests" : undefined);
  world.console.setDesired(GROUP, 1);
  await pass(world, 5);
  const [task] = world.container("valheim").tasks;
  if (task === undefined) throw new Error("no task");
  return { task, pulledSeconds: ((task.pullStoppedAt ?? NaN) - task.createdAt) / SECOND };
}

test("a task waits for its whole image where the host does not pull ahead", async () => {
  const { pulledSeconds } = await firstTask(agentAlone, 40);
  expect(pulledSeconds).toBeGreaterThanOrEqual(40);
});

test("a host that pulls ahead has a small image before its task needs it", async () => {
  const { pulledSeconds } = await firstTask(pullingAhead, 5);
  expect(pulledSeconds).toBeLessThanOrEqual(RECEIVED_AT_MOST);
});

test("a task waits for what is left of the pull that its host has started: both share it", async () => {
  const { pulledSeconds } = await firstTask(pullingAhead, 40);
  expect(pulledSeconds).toBeGreaterThan(RECEIVED_AT_MOST);
  expect(pulledSeconds).toBeLessThanOrEqual(40 - STAGES.registered.seconds[0]);
});

test("where a registry refuses the host, the agent pulls the image itself", async () => {
  const { task, pulledSeconds } = await firstTask(pullingAhead, 40, 1);
  expect(task.lastStatus).toBe("RUNNING");
  expect(pulledSeconds).toBeGreaterThanOrEqual(40);
});

test("a unit that nothing starts pulls nothing", async () => {
  const { pulledSeconds } = await firstTask(container(BOOT_SCRIPT + SETTINGS), 40);
  expect(pulledSeconds).toBeGreaterThanOrEqual(40);
});
