import { statements } from "../../../sim/provider/documents";
import type { AppliedObject } from "../../../sim/world/terraform/objects";
import type { World } from "../../../sim/world/world";
import { GROUP, hosts, role, service, withHostVolume } from "./applied";
import { aWorld, happened, pass } from "./a-world";

const CONTAINER = "valheim";
async function up(objects: readonly AppliedObject[] = [...hosts(), ...service()], prepare?: (world: World) => void) {
  const world = aWorld(objects);
  prepare?.(world);
  world.console.setDesired(GROUP, 1);
  await pass(world, 4);
  return world;
}
const game = (world: World) => {
  const found = world.games[CONTAINER];
  if (found === undefined) throw new Error("no game");
  return found;
};
const tasks = (world: World) => world.container(CONTAINER).tasks;
const drain = (world: World): void => {
  const [cluster] = world.clusters;
  for (const host of cluster?.hosts ?? []) cluster?.drain(host);
};

test("runs one task on a host, and players can connect when it has loaded", async () => {
  const world = await up();
  expect(tasks(world)).toMatchObject([{ lastStatus: "RUNNING", desiredStatus: "RUNNING", alive: true }]);
  expect(tasks(world)[0]?.loadedAt).toBeGreaterThan(tasks(world)[0]?.startedAt ?? 0);
});

test("keeps what shall be apart from what is: a stopping task is RUNNING until it has saved", async () => {
  const world = await up(undefined, (made) => (game(made).saveSeconds = 100));
  drain(world);
  await pass(world, 1);
  expect(tasks(world)).toMatchObject([{ desiredStatus: "STOPPED", lastStatus: "RUNNING", alive: true }]);
  await pass(world, 1);
  expect(tasks(world)).toMatchObject([
    { lastStatus: "STOPPED", stopCode: "ServiceSchedulerInitiated", ending: { how: "saved", stoppedForSeconds: 100 } },
  ]);
});

test("kills at the end of the grace period who has not saved by then", async () => {
  const world = await up(undefined, (made) => (game(made).saveSeconds = 300));
  drain(world);
  await pass(world, 3);
  expect(tasks(world)).toMatchObject([
    { containers: [{ exitCode: 137 }], ending: { how: "killed", stoppedForSeconds: 120 } },
  ]);
});

test("places no task on a draining host", async () => {
  const world = await up();
  drain(world);
  await pass(world, 5);
  expect(tasks(world)).toHaveLength(1);
});

test("starts another task after a crash, and forgets the old one after an hour", async () => {
  let crashes = 1;
  const world = await up(undefined, (made) => {
    game(made).crash = () => (crashes-- > 0 ? { afterSeconds: 30, exitCode: 3 } : undefined);
  });
  expect(tasks(world)).toMatchObject([
    { stopCode: "EssentialContainerExited", containers: [{ exitCode: 3 }], ending: { how: "crashed" } },
    { lastStatus: "RUNNING" },
  ]);
  await pass(world, 61);
  expect(tasks(world)).toMatchObject([{ lastStatus: "RUNNING" }]);
});

test("waits longer and longer with tasks that can't start, at most 27 minutes", async () => {
  const world = await up(undefined, (made) => (made.faults.pull = () => "not found"));
  await pass(world, 120);
  const created = tasks(world).map(({ createdAt }) => createdAt);
  const gaps = created.slice(1).map((at, index) => (at - (created[index] ?? 0)) / 60_000);
  expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
  expect(gaps.at(-1)).toBeGreaterThan(26);
  expect(gaps.at(-1)).toBeLessThan(28);
});

test("waits from the start again after a forced deployment", async () => {
  const world = await up(undefined, (made) => (made.faults.pull = () => "not found"));
  await pass(world, 20);
  const before = tasks(world).length;
  world.services[0]?.update("", true);
  await pass(world, 1);
  expect(tasks(world).length).toBeGreaterThan(before);
});

test("replaces a running task by a newer revision, never two at once", async () => {
  const world = await up();
  const [definition] = service().filter(({ type }) => type === "aws_ecs_task_definition");
  if (definition === undefined) throw new Error("no definition");
  const arn = "arn:aws:ecs:us-west-2:123456789012:task-definition/games-valheim-task:2";
  const newer = { ...definition, attributes: { ...definition.attributes, arn, revision: 2 } };
  world.apply([...hosts(), ...service(), newer]);
  let most = 0;
  world.observe(() => (most = Math.max(most, tasks(world).filter(({ alive }) => alive).length)));
  world.services[0]?.update("games-valheim-task", false);
  await pass(world, 4);
  expect(
    tasks(world).map(({ definition: { attributes }, lastStatus }) => [attributes["revision"], lastStatus]),
  ).toEqual([
    [1, "STOPPED"],
    [2, "RUNNING"],
  ]);
  expect(most).toBe(1);
});

test("says that no host has the memory a task reserves", async () => {
  const world = await up([...hosts(), ...service({ memoryReservation: 9000 })]);
  expect(tasks(world)).toEqual([]);
  expect(world.services[0]?.messages[0]?.text).toMatch(/unable to place a task .* insufficient memory/);
});

describe("a volume", () => {
  const withWorld = (autoprovision?: boolean) => {
    const mountPoints = [{ sourceVolume: "world", containerPath: "/config" }];
    return withHostVolume("world", autoprovision)([...hosts(), ...service({ mountPoints })]);
  };
  const withoutFiles = (objects: readonly AppliedObject[]) =>
    objects.filter(({ type }) => !type.startsWith("aws_efs_"));

  test("on the host's disk needs no file system, and belongs to whoever owns the image's folder", async () => {
    const world = await up(withoutFiles(withWorld()), (made) => (game(made).owner = 1000));
    expect(tasks(world)).toMatchObject([{ lastStatus: "RUNNING", alive: true, fileSystems: [] }]);
  });

  test("on the host's disk is there for the next task of the host, and gone with the host", async () => {
    const world = await up(withWorld());
    world.services[0]?.update("", true);
    await pass(world, 4);
    const [first, second] = tasks(world);
    expect(first?.main.ownSave).toBeDefined();
    expect(second).toMatchObject({ alive: true, main: { foundSave: first?.main.ownSave } });

    world.console.setDesired(GROUP, 0);
    await pass(world, 20);
    world.console.setDesired(GROUP, 1);
    await pass(world, 4);
    expect(second?.main.ownSave).toBeGreaterThan(first?.main.ownSave ?? Infinity);
    expect(tasks(world).at(-1)).toMatchObject({ alive: true, loadedAt: expect.any(Number) as number });
    expect(tasks(world).at(-1)?.main.foundSave).toBeUndefined();
  });

  test.each([
    ["is downloaded to once", (all: readonly AppliedObject[]) => all, 0],
    ["on the host's disk is downloaded to at each host", withHostVolume("world"), 600],
  ])("%s", async (_, change, seconds) => {
    const mountPoints = [{ sourceVolume: "world", containerPath: "/opt/valheim" }];
    const world = await up(change([...hosts(), ...service({ mountPoints })]), (made) => {
      Object.assign(game(made), { downloadSeconds: 600, loadSeconds: 60 });
    });
    await pass(world, 15);
    world.console.setDesired(GROUP, 0);
    await pass(world, 20);
    world.console.setDesired(GROUP, 1);
    await pass(world, 15);
    const startSeconds = tasks(world).map(({ startedAt = 0, loadedAt = 0 }) => (loadedAt - startedAt) / 1000);
    expect(startSeconds.at(-1)).toBe(60 + seconds);
  });

  test("on the host's disk must be made by somebody", async () => {
    const [task] = tasks(await up(withWorld(false)));
    expect(task).toMatchObject({ stopCode: "TaskFailedToStart", alive: false });
    expect(task?.stoppedReason).toMatch(/volume 'world' does not exist and autoprovision is set to false/);
  });
});

test("a file system has the last save at the next host, too", async () => {
  const mountPoints = [{ sourceVolume: "world", containerPath: "/config" }];
  const world = await up([...hosts(), ...service({ mountPoints })]);
  world.console.setDesired(GROUP, 0);
  await pass(world, 20);
  world.console.setDesired(GROUP, 1);
  await pass(world, 4);
  const saved = tasks(world)[0]?.main.ownSave;
  expect(saved).toBeDefined();
  expect(tasks(world).at(-1)).toMatchObject({ alive: true, main: { foundSave: saved } });
});

describe("a task does not start", () => {
  const without = (fits: (object: AppliedObject) => boolean) =>
    [...hosts(), ...service()].filter((object) => !fits(object));
  const replaced = (id: string, attributes: AppliedObject["attributes"]) =>
    [...hosts(), ...service()].map((object) =>
      object.id === id ? { ...object, attributes: { ...object.attributes, ...attributes } } : object,
    );
  const taskRole = (...actions: readonly string[]) => [
    ...without(({ id, type }) => id === "games-valheim-task" && type.startsWith("aws_iam")),
    ...role("games-valheim-task", "ecs-tasks.amazonaws.com", { Effect: "Allow", Action: [...actions], Resource: "*" }),
  ];

  test.each([
    [
      "without a mount target in its zone",
      replaced("fsmt-1", { availability_zone_name: "us-west-2b" }),
      /no mount target/,
    ],
    ["without its access point", without(({ id }) => id === "fsap-1"), /access point fsap-1 does not exist/],
    ["through a closed firewall", without(({ id }) => id === "files"), /timed out/],
    ["when its role may not mount", taskRole("s3:*"), /access denied/],
    ["when root is squashed", taskRole("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"), /lchown/],
    ["as another user than its files' owner", replaced("fsap-1", { posix_user: [{ uid: 1000 }] }), /lchown/],
    ["when its execution role may do nothing", without(({ id }) => id === "games-valheim-execution"), /pull secrets/],
  ])("%s", async (_, objects, reason) => {
    const secret = { valueFrom: "arn:aws:ssm:us-west-2:123456789012:parameter/p" };
    const parameter = {
      type: "aws_ssm_parameter",
      id: "p",
      region: "us-west-2",
      attributes: { arn: secret.valueFrom },
    };
    const withSecret = service({ secrets: [secret] }).find(({ type }) => type === "aws_ecs_task_definition");
    const all = objects.map((object) => (object.type === withSecret?.type ? withSecret : object));
    const world = await up([...all, parameter]);
    expect(tasks(world)[0]).toMatchObject({ lastStatus: "STOPPED", stopCode: "TaskFailedToStart", alive: false });
    expect(tasks(world)[0]?.stoppedReason).toMatch(reason);
  });

  test("when a file system's policy denies it", async () => {
    const deny = { Effect: "Deny", Action: "elasticfilesystem:*", Resource: "*", Principal: { AWS: "*" } };
    const document = JSON.stringify({ Statement: [deny] });
    expect(statements(document)).toHaveLength(1);
    const policy = { type: "aws_efs_file_system_policy", id: "fp", region: "us-west-2" };
    const objects = [...hosts(), ...service(), { ...policy, attributes: { file_system_id: "fs-1", policy: document } }];
    expect(tasks(await up(objects))[0]?.stoppedReason).toMatch(/access denied/);
  });
});

test("saves when its host is shut down, by the unit that the boot script installs", async () => {
  const world = await up(undefined, (made) => (game(made).saveSeconds = 60));
  world.console.terminate(world.container(CONTAINER).machines[0]?.id ?? "");
  await pass(world, 3);
  expect(tasks(world)[0]?.ending).toMatchObject({ how: "saved", stoppedForSeconds: 60 });

  const careless = await up([...hosts({}, "ECS_CLUSTER=games-valheim-cluster\n"), ...service()]);
  careless.console.terminate(careless.container(CONTAINER).machines[0]?.id ?? "");
  await pass(careless, 3);
  expect(tasks(careless)[0]?.ending?.how).toBe("killed");
});

test("ECS takes a terminated host's tasks for stopped, but not those of a host it had lost before", async () => {
  const terminated = await up();
  terminated.console.terminate(terminated.container(CONTAINER).machines[0]?.id ?? "");
  await pass(terminated, 3);
  expect(terminated.container(CONTAINER).hosts).toEqual([]);
  expect(tasks(terminated)).toMatchObject([{ lastStatus: "STOPPED", stopCode: "TerminationNotice" }]);

  const lost = await up();
  const [machine] = lost.container(CONTAINER).machines;
  lost.console.failHardware(machine?.id ?? "");
  lost.console.terminate(machine?.id ?? "");
  await pass(lost, 3);
  expect(machine?.state).toBe("terminated");
  expect(tasks(lost)).toMatchObject([{ lastStatus: "RUNNING", alive: false, ending: { how: "host lost" } }]);
  expect(lost.container(CONTAINER).hosts).toMatchObject([{ agentConnected: false }]);
});

test("ECS hears of a crash only when the agent is connected again", async () => {
  const world = await up(undefined, (made) => {
    game(made).crash = () => ({ afterSeconds: 300, exitCode: 1 });
  });
  const id = world.container(CONTAINER).machines[0]?.id ?? "";
  world.console.setAgent(id, false);
  await pass(world, 4);
  expect(tasks(world)).toMatchObject([{ alive: false, lastStatus: "RUNNING" }]);
  world.console.setAgent(id, true);
  await pass(world, 0.5);
  expect(tasks(world)[0]).toMatchObject({ lastStatus: "STOPPED", containers: [{ exitCode: 1 }] });
});

describe("a secret by reference", () => {
  const SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:db-AbCdEf";
  const PARAMETER = "arn:aws:ssm:us-west-2:123456789012:parameter/prod/db";
  const KEY = "arn:aws:kms:us-west-2:123456789012:key/1234abcd";
  const LOG = { Effect: "Allow", Action: "logs:*", Resource: "*" };
  const may = (Action: string, Resource: string, via?: string) => ({
    Effect: "Allow",
    Action,
    Resource,
    ...(via !== undefined && { Condition: { StringEquals: { "kms:ViaService": via } } }),
  });
  const reading = (valueFrom: string, ...allowed: object[]): AppliedObject[] => {
    const execution = "games-valheim-execution";
    const others = [...hosts(), ...service()].filter(
      ({ type, id }) => !(id === execution && type.startsWith("aws_iam_role")),
    );
    const objects = [...others, ...role(execution, "ecs-tasks.amazonaws.com", LOG, ...(allowed as never[]))];
    return objects.map((object) => {
      if (object.type !== "aws_ecs_task_definition") return object;
      const [container] = JSON.parse(object.attributes["container_definitions"] as string) as object[];
      const container_definitions = JSON.stringify([{ ...container, secrets: [{ name: "DB", valueFrom }] }]);
      return { ...object, attributes: { ...object.attributes, container_definitions } };
    });
  };
  const reason = async (objects: readonly AppliedObject[], prepare?: (world: World) => void) =>
    tasks(await up(objects, prepare))[0]?.stoppedReason;

  test.each([
    [`${SECRET}:url::`, may("secretsmanager:GetSecretValue", SECRET)],
    [PARAMETER, may("ssm:GetParameters", PARAMETER)],
  ])("%s is read where the execution role may read it", async (from, statement) => {
    expect(await reason(reading(from, statement))).toBeUndefined();
    expect(await reason(reading(from))).toMatch(/^ResourceInitializationError: unable to pull secrets.*AccessDenied/);
    const gone = await reason(reading(from, statement), (world) => {
      world.outside.remove(from.replace(":url::", ""));
    });
    expect(gone).toMatch(/^ResourceInitializationError: .*(can't find the specified secret|invalid parameters)/);
  });

  test("that a key encrypts also needs the key, through the service that holds it", async () => {
    const read = may("secretsmanager:GetSecretValue", SECRET);
    const encrypted = (world: World): void => {
      world.outside.encrypt(SECRET, KEY);
    };
    const decrypt = (service: string) => may("kms:Decrypt", KEY, `${service}.us-west-2.amazonaws.com`);
    expect(await reason(reading(SECRET, read), encrypted)).toContain("Access to KMS is not allowed");
    expect(await reason(reading(SECRET, read, decrypt("ssm")), encrypted)).toContain("Access to KMS is not allowed");
    expect(await reason(reading(SECRET, read, decrypt("secretsmanager")), encrypted)).toBeUndefined();
  });
});

test("a key pair that is gone fails the launch, in EC2's words", async () => {
  const objects = [...hosts(), ...service()].map((object) =>
    object.type === "aws_launch_template"
      ? { ...object, attributes: { ...object.attributes, key_name: "ops" } }
      : object,
  );
  expect(tasks(await up(objects))).toHaveLength(1);
  const world = await up(objects, (made) => {
    made.outside.remove("ops");
  });
  expect(tasks(world)).toEqual([]);
  expect(happened(world, "launch failure")[0]?.problem).toContain("The key pair 'ops' does not exist.");
});
