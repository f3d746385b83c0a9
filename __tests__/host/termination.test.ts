import { describeOnLinux, PretendHost } from "./pretend-host";

type Status = "RUNNING" | "STOPPED" | "PENDING";
/** Desired and known status. */
type Task = readonly [desired: Status | undefined, known: Status];
const runs: Task = ["RUNNING", "RUNNING"];

/** As the agent writes it: aws/amazon-ecs-agent, ecs-agent/introspection/v1/response.go (the order is that of its fields). */
const answer = (...tasks: readonly Task[]): string =>
  JSON.stringify({
    Tasks: tasks.map(([DesiredStatus, KnownStatus], index) => ({
      Arn: `arn:aws:ecs:us-west-2:123456789012:task/games-valheim-cluster/${index}`,
      ...(DesiredStatus && { DesiredStatus }),
      KnownStatus,
      Family: "games-valheim-task",
      Version: "1",
      Containers: [{ DockerId: "3f4e8a6b1c2d", DockerName: "ecs-games-valheim-task-1-valheim", Name: "valheim" }],
    })),
  });

describeOnLinux("a host that Auto Scaling terminates", () => {
  let host: PretendHost;
  /** What the metadata and the agent say in each minute; an empty text is an error of HTTP. */
  const live = (...minutes: readonly (readonly [lifecycle: string, tasks?: string])[]) => {
    host.state("lifecycle", ["", ...minutes.map(([lifecycle]) => lifecycle), ""].join("\n"));
    host.state("tasks", ["", ...minutes.map(([, tasks]) => tasks ?? answer(runs)), ""].join("\n"));
    return host.service("termination.service", "ExecStart");
  };
  const terminated = (minutes: number, tasks?: string) =>
    live(...Array.from({ length: minutes }, () => ["Terminated", tasks] as const));
  const stops = () => host.calls("systemctl").filter(({ args }) => args.includes("stop"));

  beforeAll(() => {
    host = new PretendHost();
    host.boot();
  });
  beforeEach(() => {
    host.state("calls", "");
    host.state("ecs.service", "active\n");
  });
  afterAll(() => {
    host.remove();
  });

  it("asks after two minutes for the stop of the agent, then of the containers, without waiting, and once", () => {
    expect(terminated(9)).toEqual({ status: 0, log: expect.stringContaining("ECS stops no task") as string });
    expect(stops().map(({ args }) => args.join(" "))).toEqual(["stop --no-block ecs.service container-stop.service"]);
    expect(host.calls("sleep").map(({ args }) => args)).toEqual([["60"], ["60"], ["60"]]);
  });

  it("gives keeper two minutes", () => {
    terminated(2);
    expect(stops()).toEqual([]);
  });

  it("does nothing while the metadata says anything else, or nothing", () => {
    const others = ["InService", "Detached", "Standby", "Warmed:Terminated", "Terminating:Wait", "<p>Terminated", ""];
    live(...others.flatMap((text) => [[text], [text], [text]] as const));
    expect(stops()).toEqual([]);
    expect(host.calls("sleep").length).toBeGreaterThan(3 * others.length);
  });

  it.each(["", "InService"])("waits two minutes more after the metadata has said %j", (text) => {
    live(["Terminated"], ["Terminated"], [text], ["Terminated"], ["Terminated"]);
    expect(stops()).toEqual([]);
  });

  it("does nothing without a token of the metadata", () => {
    host.state("curl.fails", "api/token");
    terminated(3);
    host.state("curl.fails", undefined);
    expect(stops()).toEqual([]);
  });

  it.each<[string, ...Task[]]>([
    ["runs", runs],
    ["is about to start", ["RUNNING", "PENDING"]],
    ["runs in place of one that was stopped", ["STOPPED", "STOPPED"], runs],
    ["runs in place of one that crashed", [undefined, "STOPPED"], runs],
  ])("acts if a task %s", (_, ...tasks) => {
    terminated(3, answer(...tasks));
    expect(stops()).toHaveLength(1);
  });

  it.each<[string, ...Task[]]>([
    ["a task was reported to stop and still saves", ["STOPPED", "RUNNING"]],
    ["a task was reported to stop before it ran", ["STOPPED", "PENDING"]],
    ["a task runs beside one that still saves", runs, ["STOPPED", "RUNNING"]],
    ["all tasks have ended", ["STOPPED", "STOPPED"]],
    ["there was no task"],
  ])("does nothing if %s", (_, ...tasks) => {
    terminated(3, answer(...tasks));
    expect(stops()).toEqual([]);
  });

  it("stops what runs when what the agent was reported to stop has ended", () => {
    const saves = answer(runs, ["STOPPED", "RUNNING"]);
    const over = answer(runs, ["STOPPED", "STOPPED"]);
    live(...[saves, saves, saves, saves, over].map((tasks) => ["Terminated", tasks] as const));
    expect(stops()).toHaveLength(1);
    expect(host.calls("sleep")).toHaveLength(5);
  });

  it.each(["inactive", "failed"])("acts if the agent is %s", (state) => {
    host.state("ecs.service", `${state}\n`);
    terminated(3, "");
    expect(stops()).toHaveLength(1);
  });

  // It hangs, or is about to start again: it may have the order, and stops its containers itself.
  it.each(["active", "activating", "deactivating"])("does nothing if the agent is %s and does not answer", (state) => {
    host.state("ecs.service", `${state}\n`);
    terminated(3, "");
    expect(stops()).toEqual([]);
  });

  it("shows the metadata's token in no argument", () => {
    terminated(1);
    for (const { args } of host.calls("curl")) expect(args.join(" ")).not.toContain("imds-secret");
  });
});
