import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { synthContainer } from "../helpers/synth";

const stack = synthContainer(baseConfig(), containerConfig());
const output = (name: string): string =>
  (stack.json.output as Record<string, { readonly value: string }>)[name]?.value ?? "";

test.each(["look", "wake", "sleep"])("the output %s is a command that tells keeper so, ready to paste", (command) => {
  expect(output(command)).toBe(
    "aws lambda invoke --region us-west-2 --function-name games-valheim-keeper " +
      `--cli-binary-format raw-in-base64-out --payload '{"command":"${command}"}' /dev/stdout`,
  );
});

test("the output hold is a command that keeps the container up for an evening, ready to change", () => {
  expect(output("hold")).toBe(
    "aws ssm put-parameter --region us-west-2 --name /games/valheim/hold --overwrite --value 2026-11-22T01:00Z",
  );
});

test("the commands name what there is", () => {
  expect(output("wake")).toContain(String(stack.get(LambdaFunction, "keeper").function_name));
  expect(output("hold")).toContain(String(stack.get(SsmParameter, "hold").name));
});
