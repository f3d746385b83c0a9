import {
  DeregisterContainerInstanceCommand,
  DescribeContainerInstancesCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListContainerInstancesCommand,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
  UpdateContainerInstancesStateCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import type { ClusterHost, DueRun, Readings, Task } from "../facts";
import type { KeeperSettings } from "../read-settings";
import type { Instant } from "../time";
import { clientOptions } from "./client-options";
import { hostOf, taskOf, undescribedTask } from "./ecs-shapes";
import { allPages, inBatches } from "./pages";
import { isProblem, unless } from "./problem";
import { runName } from "../run-name";

/** The most DescribeTasks and DescribeContainerInstances take: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
const MOST = 100;
/** How the service says that no host took its task. */
const NOT_PLACED = /unable to place|insufficient|no container instance met|missing an attribute/i;

/** Missing or inactive: to ECS both are the same. */
const isGone = (error: unknown): boolean => isProblem(error, "ClusterNotFoundException");

/** ECS answers for hosts it has forgotten as for wrong ones. */
const isForgotten = (error: unknown): boolean =>
  isGone(error) || isProblem(error, "InvalidParameterException", /inactive|not active|not found/i);
/** What the call gives; in words, if there was nothing to do. */
const orNotThere = <T>(call: () => Promise<T>): Promise<T | string> =>
  unless(call, isForgotten, "it is not in the cluster any more");

/** The cluster: its hosts, its tasks, its service. */
export function ecs(settings: KeeperSettings) {
  const client = new ECSClient(clientOptions(settings));
  const { cluster, service, taskFamily } = settings.names;

  const hostArns = () =>
    allPages(async (nextToken) => {
      const page = await client.send(new ListContainerInstancesCommand({ cluster, nextToken }));
      return { items: page.containerInstanceArns ?? [], next: page.nextToken };
    });

  const hosts = (arns: readonly string[], now: Instant): Promise<readonly ClusterHost[]> =>
    inBatches(arns, MOST, async (containerInstances) => {
      const answer = await client.send(new DescribeContainerInstancesCommand({ cluster, containerInstances }));
      return (answer.containerInstances ?? []).map((host) => hostOf(host, now));
    });

  const taskArns = (desiredStatus: "RUNNING" | "STOPPED") =>
    allPages(async (nextToken) => {
      const page = await client.send(new ListTasksCommand({ cluster, desiredStatus, nextToken }));
      return { items: page.taskArns ?? [], next: page.nextToken };
    });

  async function tasks(now: Instant): Promise<readonly Task[]> {
    // In sequence: a task that starts to stop in between is in both lists, never in neither.
    const wanted = await taskArns("RUNNING");
    const stopping = await taskArns("STOPPED");
    return inBatches([...new Set([...wanted, ...stopping])], MOST, async (arns) => {
      const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: arns }));
      const described = tasks.map((task) => taskOf(task, now));
      const unknown = arns.filter((arn) => !described.some((task) => task.arn === arn));
      return [...described, ...unknown.map((arn) => undescribedTask(arn, now))];
    });
  }

  return {
    /** A list may leave out for minutes what is new: a host is also known by its task. */
    async cluster(now: Instant): Promise<Readings["cluster"]> {
      const listed = async () => hosts(await hostArns(), now);
      const [own, allTasks] = await unless(() => Promise.all([listed(), tasks(now)]), isGone, [[], []]);
      const named = allTasks
        .filter(({ lastStatus }) => lastStatus !== "STOPPED")
        .flatMap(({ hostArn }) => hostArn ?? []);
      const unlisted = [...new Set(named)].filter((arn) => own.every((host) => host.arn !== arn));
      const others = (await hosts(unlisted, now)).filter(({ status }) => status !== "INACTIVE");
      return { hosts: [...own, ...others], tasks: allTasks };
    },

    /** The newest of the service's events since then that says that no host took its task; empty if none does. */
    async placementProblem(since: Instant): Promise<string> {
      const answer = await unless(
        () => client.send(new DescribeServicesCommand({ cluster, services: [service] })),
        isGone,
        undefined,
      );
      const events = answer?.services?.[0]?.events ?? [];
      const recent = events.filter(({ createdAt }) => createdAt === undefined || createdAt.getTime() >= since);
      return recent.find(({ message = "" }) => NOT_PLACED.test(message))?.message ?? "";
    },

    /** The family's newest revision; also past ECS's throttle of tasks that can't start, if forced. */
    updateService: (force: boolean) =>
      client.send(
        new UpdateServiceCommand({ cluster, service, taskDefinition: taskFamily, forceNewDeployment: force }),
      ),

    /** @returns why ECS did not do it: a host that is not there any more needs no draining */
    async drain(hostArn: string): Promise<string | undefined> {
      const update = { cluster, containerInstances: [hostArn], status: "DRAINING" as const };
      const answer = await orNotThere(() => client.send(new UpdateContainerInstancesStateCommand(update)));
      if (typeof answer === "string") return answer;
      const [failure] = answer.failures ?? [];
      return failure && [failure.reason, failure.detail].filter(Boolean).join(": ");
    },

    /**
     * Runs the newest revision of a scheduled service, once however often it is asked with one token. The same token with
     * other parameters means that it was started before:
     * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
     *
     * @returns why ECS started nothing
     */
    async runTask(run: DueRun, clientToken: string): Promise<string | undefined> {
      const request = new RunTaskCommand({
        cluster,
        taskDefinition: settings.names.ofService("task", run.service),
        launchType: "EC2",
        count: 1,
        clientToken,
        startedBy: runName(run),
      });
      const isStarted = (error: unknown): boolean => isProblem(error, "ConflictException");
      const answer = await unless(() => client.send(request), isStarted, undefined);
      const [failure] = answer?.failures ?? [];
      return failure && [failure.reason, failure.detail].filter(Boolean).join(": ");
    },

    /** SIGTERM, and time to save. */
    stopTask: (task: string, reason: string) =>
      orNotThere(() => client.send(new StopTaskCommand({ cluster, task, reason }))),

    /** Its tasks are then over for ECS. */
    forget: (containerInstance: string) =>
      orNotThere(() =>
        client.send(new DeregisterContainerInstanceCommand({ cluster, containerInstance, force: true })),
      ),
  };
}
