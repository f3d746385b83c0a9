import { HOUR, MINUTE } from "../../../sim/world/clock";
import { megabits } from "../../../sim/world/people/traffic";
import type { Attributes } from "../../../sim/provider/values";
import type { World } from "../../../sim/world/world";
import { ADDRESS, container, GROUP, HOLD, KEEPER_NAME } from "./applied";
import { aWorld, pass, START, happened } from "./a-world";
import { mailsOf, toldOf } from "./mails";

/** Anna plays from 19:00 to 21:00. */
function evening(objects = container()): { readonly world: World; readonly anna: ReturnType<World["player"]> } {
  const world = aWorld(objects);
  const anna = world.player("Anna", { address: ADDRESS, resolver: world.resolver("home", { randomCase: true }) });
  world.at(START + HOUR, () => {
    anna.join();
  });
  world.at(START + 3 * HOUR, () => {
    anna.leave();
  });
  return { world, anna };
}

test("an evening: a query wakes the container, a player plays, and it sleeps when she has left", async () => {
  const { world, anna } = evening();
  await pass(world, 70);
  expect(anna.state).toBe("playing");
  expect(world.container("valheim")).toMatchObject({
    desired: 1,
    record: world.container("valheim").machines[0]?.ipv4,
  });
  await pass(world, 135);
  expect(world.container("valheim")).toMatchObject({ desired: 0, record: "192.0.2.1", hosts: [] });
  expect(mailsOf(world)).toEqual(["up", "asleep: idle"]);
  expect(toldOf(world, "asleep")[0]?.minutes).toBeGreaterThan(120);
});

test("the same seed gives the same evening, another one another", async () => {
  const one = evening().world;
  const same = evening().world;
  await Promise.all([pass(one, 240), pass(same, 240)]);
  expect(same.timeline).toEqual(one.timeline);
});

test("packets reach the metric only from the ports that players use and the host counts", async () => {
  const { world } = evening();
  const packets = { namespace: "WakeOnDns/games", name: "Packets", dimensions: { Container: "valheim" } };
  const series = world.metrics.get("us-west-2", packets);
  const minute = START / MINUTE + 90;
  const sent = world.metrics.get("us-west-2", { ...packets, name: "SentBytes" });
  await pass(world, 100);
  expect(series.value(minute, "Sum")).toBe(900);
  expect(sent.value(minute, "Sum")).toBe(1e6);
  await pass(world, 90);
  expect(series.value(START / MINUTE + 185, "Sum")).toBe(0);
});

test("packets to ports that the host does not count are not seen, and a closed firewall lets nobody in", async () => {
  const changed = (type: string, change: (attributes: Attributes) => Attributes) =>
    container().map((each) => (each.type === type ? { ...each, attributes: change(each.attributes) } : each));
  const otherPorts = (script: unknown): string =>
    Buffer.from(Buffer.from(String(script), "base64").toString().replace("udp:2456", "udp:9000")).toString("base64");
  const uncounted = evening(
    changed("aws_launch_template", ({ user_data, ...rest }) => ({ ...rest, user_data: otherPorts(user_data) })),
  );
  await pass(uncounted.world, 72);
  const packets = { namespace: "WakeOnDns/games", name: "Packets", dimensions: { Container: "valheim" } };
  expect(uncounted.anna.state).toBe("playing");
  expect(uncounted.world.metrics.get("us-west-2", packets).value(START / MINUTE + 70, "Sum")).toBe(0);

  const closed = evening(changed("aws_vpc_security_group_ingress_rule", (rule) => ({ ...rule, ip_protocol: "tcp" })));
  await pass(closed.world, 70);
  expect(closed.world.container("valheim").tasks[0]?.loadedAt).toBeDefined();
  expect(closed.anna.state).toBe("trying");
});

test("a player is thrown out when the program ends, and comes back", async () => {
  const { world, anna } = evening();
  await pass(world, 80);
  world.container("valheim").tasks[0]?.main.end("crashed", 1);
  await pass(world, 0.5);
  expect(anna.state).toBe("trying");
  await pass(world, 10);
  expect(anna.state).toBe("playing");
  expect(happened(world, "thrown out", { by: "Anna" })).not.toEqual([]);
});

test("a player gives up after a while", async () => {
  const { world, anna } = evening();
  world.faults.noCapacity = () => true;
  await pass(world, 90);
  expect(anna.state).toBe("away");
  expect(happened(world, "gives up", { by: "Anna" })).not.toEqual([]);
});

test("an apply changes what Terraform changed, and nothing that functions and people did", async () => {
  const { world, anna } = evening();
  await pass(world, 80);
  const renamed = container().map((object) =>
    object.id === HOLD
      ? { ...object, attributes: { ...object.attributes, insecure_value: "2026-11-22T01:00Z" } }
      : object,
  );
  world.apply(renamed);
  await pass(world, 10);
  expect(anna.state).toBe("playing");
  expect(world.container("valheim").desired).toBe(1);
});

test("a destroy while somebody plays lets the game save before it takes the rest away", async () => {
  const { world } = evening();
  const { valheim } = world.games;
  if (valheim === undefined) throw new Error("no game");
  valheim.saveSeconds = 100;
  await pass(world, 80);
  const [task] = world.container("valheim").tasks;
  const first = ["aws_cloudwatch_log_subscription_filter", "aws_ecs_service", "aws_autoscaling_group"];
  const rest = container()
    .map(({ type }) => type)
    .filter((type) => !first.includes(type));
  world.destroy([...first, ...rest].flatMap((type) => world.objects.all(type).slice(0, 1)));
  await pass(world, 1);
  expect(world.container("valheim").group).toBeDefined();
  await pass(world, 19);
  expect(task?.ending).toMatchObject({ how: "saved", stoppedForSeconds: 100 });
  expect(world.container("valheim").group).toBeUndefined();
});

test("people stop hosts, start more, call functions; each action is reported", async () => {
  const { world } = evening();
  world.console.invoke(KEEPER_NAME, { command: "wake" });
  await pass(world, 3);
  expect(world.container("valheim").desired).toBe(1);
  const second = world.console.launch(GROUP);
  await pass(world, 2);
  expect(world.container("valheim").machines.map(({ id }) => id)).toContain(second.id);
  expect(happened(world, "invocation", { function: KEEPER_NAME })).not.toEqual([]);
});

test("an hour of 10 Mbit/s, drawn by one player, is paid for", async () => {
  const world = aWorld(container());
  const resolver = world.resolver("stranger");
  const drawn = { packetsPerMinute: 126, sentBytesPerMinute: megabits(10) };
  world.player("stranger", { address: ADDRESS, resolver, ...drawn }).join();
  await pass(world, 90);
  const [play = START] = world.players.map(({ playsSince }) => playsSince);
  const gigabytes = ((world.now - play) / 1000) * (10e6 / 8 / 1e9);
  const transfer = world.meter.lines().find(({ item }) => item === "data transfer to the internet");
  expect(transfer?.amount).toBeGreaterThan(gigabytes - 0.1);
  expect(transfer?.amount).toBeLessThanOrEqual(gigabytes);
  expect(transfer?.usd).toBeCloseTo((transfer?.amount ?? 0) * 0.09, 6);
});

test("the meter counts hosts by the second and everything else by its price", async () => {
  const { world } = evening();
  await pass(world, 24 * 60);
  const [up, down] = [1, 0].map((desired) => happened(world, "capacity", { desired })[0]?.at ?? 0);
  const hours = ((down ?? 0) - (up ?? 0)) / HOUR;
  expect(world.meter.hostHours).toBeGreaterThan(hours - 0.02);
  expect(world.meter.hostHours).toBeLessThan(hours + 0.05);
  const usd = (item: string): number => world.meter.lines().find((line) => line.item === item)?.usd ?? 0;
  expect(usd("EC2 m7a.large")).toBeCloseTo(world.meter.hostHours * 0.11592, 4);
  expect(usd("Route 53 hosted zone")).toBeCloseTo((0.5 * 24) / 730, 4);
  expect(world.meter.usd).toBeGreaterThan(usd("EC2 m7a.large"));
});

test("what is asked of it is told to observers after every event", async () => {
  const { world } = evening();
  const desired = new Set<number>();
  world.observe(() => desired.add(world.container("valheim").desired));
  await pass(world, 240);
  expect([...desired]).toEqual([0, 1]);
  world.observe(() => {
    throw new Error("an invariant is broken");
  });
  await expect(pass(world, 60)).rejects.toThrow("an invariant is broken");
});
