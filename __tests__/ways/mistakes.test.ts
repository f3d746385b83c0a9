import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(60_000);

let work: Workspace;
afterEach(() => {
  work.end();
});

type Stack = { resource: Record<string, Record<string, Record<string, unknown>>> };
const planted =
  (change: (stack: Stack) => void) =>
  (text: string): string => {
    const stack = JSON.parse(text) as Stack;
    change(stack);
    return JSON.stringify(stack);
  };

terraformTest("a query log is refused without base's resource policy, and outside us-east-1", async () => {
  work = new Workspace();
  work.change(
    "base",
    planted(({ resource }) => {
      delete resource.aws_cloudwatch_log_resource_policy;
    }),
  );
  await work.deploy("base");
  await expect(work.deploy("valheim")).rejects.toThrow(
    /aws_route53_query_log\.query_log.*resource policy|InsufficientCloudWatchLogsResourcePolicy/,
  );

  work.synth();
  await work.apply("base");
  await work.apply("valheim");
  work.change(
    "valheim",
    planted(({ resource }) => {
      delete resource.aws_cloudwatch_log_group?.query_log_group?.region;
    }),
  );
  const { status, output } = await work.terraform("valheim", "apply", "-no-color", "-auto-approve");
  expect(status).toBe(1);
  expect(output).toContain("us-east-1");
});

terraformTest("a lifecycle hook as a resource of its own is refused: it would go before its group", async () => {
  work = new Workspace();
  work.change(
    "valheim",
    planted(({ resource }) => {
      resource.aws_autoscaling_lifecycle_hook = {
        drain: {
          name: "drain",
          autoscaling_group_name: "games-valheim-host",
          lifecycle_transition: "autoscaling:EC2_INSTANCE_TERMINATING",
        },
      };
    }),
  );
  await work.terraform("valheim", "init", "-no-color");
  expect((await work.terraform("valheim", "validate", "-no-color")).output).toContain("aws_autoscaling_lifecycle_hook");
});
