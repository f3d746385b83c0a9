import {
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListContainerInstancesCommand,
  ListTasksCommand,
} from "@aws-sdk/client-ecs";
import { awsError, ecs, inputs, names } from "./mocked-aws";
import { NOW, reading } from "./reading";
import { at } from "./scenes";

describe("the cluster", () => {
  const arns = (prefix: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `${prefix}/${from + index}`);

  test("has its hosts and all tasks, those that shall run and those that shall not", async () => {
    ecs
      .on(ListContainerInstancesCommand)
      .resolves({ containerInstanceArns: ["host/1"] })
      .on(DescribeContainerInstancesCommand)
      .resolves({
        containerInstances: [
          {
            containerInstanceArn: "host/1",
            ec2InstanceId: "i-1",
            status: "DRAINING",
            agentConnected: true,
            registeredAt: new Date(at(2)),
            runningTasksCount: 0,
            pendingTasksCount: 1,
          },
        ],
      })
      .on(ListTasksCommand, { desiredStatus: "RUNNING" })
      .resolves({ taskArns: ["task/1"] })
      .on(ListTasksCommand, { desiredStatus: "STOPPED" })
      .resolves({ taskArns: ["task/2"] })
      .on(DescribeTasksCommand, { cluster: "games-valheim-cluster", tasks: ["task/1", "task/2"] })
      .resolves({
        tasks: [
          {
            taskArn: "task/1",
            containerInstanceArn: "host/1",
            lastStatus: "RUNNING",
            desiredStatus: "RUNNING",
            createdAt: new Date(at(3)),
            startedAt: new Date(at(5)),
          },
          {
            taskArn: "task/2",
            lastStatus: "STOPPED",
            desiredStatus: "STOPPED",
            createdAt: new Date(at(1)),
            stoppedAt: new Date(at(2)),
            stopCode: "TaskFailedToStart",
            stoppedReason: "CannotPullContainerError",
            containers: [
              { name: "valheim", exitCode: 137, reason: "OutOfMemory", lastStatus: "STOPPED" },
              { name: "map", lastStatus: "RUNNING" },
            ],
          },
        ],
      });
    expect(await reading("cluster")).toEqual({
      hosts: [
        {
          arn: "host/1",
          instanceId: "i-1",
          status: "DRAINING",
          agentConnected: true,
          registeredAt: at(2),
          taskCount: 1,
        },
      ],
      tasks: [
        {
          arn: "task/1",
          hostArn: "host/1",
          lastStatus: "RUNNING",
          desiredStatus: "RUNNING",
          createdAt: at(3),
          startedAt: at(5),
          containers: [],
        },
        {
          arn: "task/2",
          lastStatus: "STOPPED",
          desiredStatus: "STOPPED",
          createdAt: at(1),
          stoppedAt: at(2),
          stopCode: "TaskFailedToStart",
          stoppedReason: "CannotPullContainerError",
          containers: [
            { name: "valheim", isStopped: true, exitCode: 137, reason: "OutOfMemory" },
            { name: "map", isStopped: false },
          ],
        },
      ],
    });
  });

  test("has tasks that ECS lists and does not describe: nobody knows whether they write", async () => {
    ecs
      .on(ListTasksCommand, { desiredStatus: "RUNNING" })
      .resolves({ taskArns: ["task/1"] })
      .on(DescribeTasksCommand)
      .resolves({ tasks: [], failures: [{ arn: "task/1", reason: "MISSING" }] });
    expect((await reading("cluster")).tasks).toMatchObject([{ arn: "task/1", lastStatus: "UNDESCRIBED" }]);
  });

  test("has hosts that ECS does not list, but names: a task that may write runs there", async () => {
    const taskOn = (host: string, lastStatus: string) => ({
      taskArn: `on ${host}`,
      containerInstanceArn: host,
      lastStatus,
    });
    ecs
      .on(ListContainerInstancesCommand)
      .resolves({ containerInstanceArns: ["host/1"] })
      .on(ListTasksCommand, { desiredStatus: "RUNNING" })
      .resolves({ taskArns: ["on host/1", "on host/2", "on host/3", "on host/4"] })
      .on(DescribeTasksCommand)
      .resolves({
        tasks: [
          taskOn("host/1", "RUNNING"),
          taskOn("host/2", "PENDING"),
          taskOn("host/3", "STOPPED"),
          taskOn("host/4", "RUNNING"),
        ],
      })
      .on(DescribeContainerInstancesCommand, { containerInstances: ["host/1"] })
      .resolves({ containerInstances: [{ containerInstanceArn: "host/1", status: "ACTIVE" }] })
      .on(DescribeContainerInstancesCommand, { containerInstances: ["host/2", "host/4"] })
      .resolves({
        containerInstances: [
          { containerInstanceArn: "host/2", status: "ACTIVE" },
          { containerInstanceArn: "host/4", status: "INACTIVE" },
        ],
      });
    expect((await reading("cluster")).hosts.map(({ arn }) => arn)).toEqual(["host/1", "host/2"]);
  });

  test("is never listed in a way that loses a task that starts to stop meanwhile", async () => {
    await reading("cluster");
    expect(inputs("ListTasks").map(({ desiredStatus }) => desiredStatus)).toEqual(["RUNNING", "STOPPED"]);
    ecs.reset();
    let isStopping = false;
    ecs
      .resolves({})
      .on(ListTasksCommand)
      .callsFake(async ({ desiredStatus }: { desiredStatus: string }) => {
        const answer = { taskArns: desiredStatus === (isStopping ? "STOPPED" : "RUNNING") ? ["task/1"] : [] };
        await new Promise((resolve) => setImmediate(resolve));
        isStopping = true;
        return answer;
      });
    await reading("cluster");
    expect(inputs("DescribeTasks")).toEqual([{ cluster: "games-valheim-cluster", tasks: ["task/1"] }]);
  });

  test("is read from all pages, and described a hundred at a time", async () => {
    ecs
      .on(ListContainerInstancesCommand, { nextToken: undefined })
      .resolves({ containerInstanceArns: arns("host", 0, 100), nextToken: "2" })
      .on(ListContainerInstancesCommand, { nextToken: "2" })
      .resolves({ containerInstanceArns: arns("host", 100, 101) })
      .on(ListTasksCommand, { desiredStatus: "RUNNING", nextToken: undefined })
      .resolves({ taskArns: arns("task", 0, 100), nextToken: "2" })
      .on(ListTasksCommand, { desiredStatus: "RUNNING", nextToken: "2" })
      .resolves({ taskArns: arns("task", 100, 200) })
      .on(ListTasksCommand, { desiredStatus: "STOPPED" })
      .resolves({ taskArns: arns("task", 199, 205) });
    await reading("cluster");
    const sizes = (command: string, field: string) => inputs(command).map((input) => (input[field] as string[]).length);
    expect(sizes("DescribeContainerInstances", "containerInstances")).toEqual([100, 1]);
    expect(sizes("DescribeTasks", "tasks")).toEqual([100, 100, 5]);
  });

  test("has nothing to describe while it is empty", async () => {
    expect(await reading("cluster")).toEqual({ hosts: [], tasks: [] });
    expect(names().filter((name) => name.startsWith("Describe"))).toEqual([]);
  });

  test("is empty if it is missing or inactive", async () => {
    ecs.rejects(awsError("ClusterNotFoundException", "The referenced cluster was inactive."));
    expect(await reading("cluster")).toEqual({ hosts: [], tasks: [] });
  });

  test("has just made what it does not date yet", async () => {
    ecs
      .on(ListTasksCommand)
      .resolves({ taskArns: ["task/1"] })
      .on(DescribeTasksCommand)
      .resolves({ tasks: [{ taskArn: "task/1" }] });
    ecs
      .on(ListContainerInstancesCommand)
      .resolves({ containerInstanceArns: ["host/1"] })
      .on(DescribeContainerInstancesCommand)
      .resolves({ containerInstances: [{ containerInstanceArn: "host/1" }] });
    const { hosts, tasks } = await reading("cluster");
    expect([hosts[0]?.registeredAt, tasks[0]?.createdAt]).toEqual([NOW, NOW]);
  });
});

describe("why the service placed no task", () => {
  const NO_MEMORY =
    "(service games-valheim-service) was unable to place a task because no container instance met all of its " +
    "requirements. The closest matching (container-instance 1) has insufficient memory available.";
  const events = (...messages: string[]) =>
    ecs.on(DescribeServicesCommand).resolves({ services: [{ events: messages.map((message) => ({ message })) }] });

  test("is the newest of its events that says so", async () => {
    events("(service games-valheim-service) has started 1 tasks", NO_MEMORY, "was unable to place a task: older");
    expect(await reading("placementProblem")).toBe(NO_MEMORY);
    expect(inputs("DescribeServices")).toEqual([
      { cluster: "games-valheim-cluster", services: ["games-valheim-service"] },
    ]);
  });

  test.each([
    ["it says nothing of the kind", () => events("has reached a steady state")],
    ["there is no such service", () => ecs.on(DescribeServicesCommand).resolves({ services: [] })],
    ["there is no such cluster", () => ecs.rejects(awsError("ClusterNotFoundException", "Cluster not found."))],
  ])("is empty if %s", async (_, arrange) => {
    arrange();
    expect(await reading("placementProblem")).toBe("");
  });
});
