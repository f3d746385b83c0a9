import { TerminateInstanceInAutoScalingGroupType$ } from "@aws-sdk/client-auto-scaling";
import { ModifyInstanceAttributeRequest$, TerminateInstancesRequest$ } from "@aws-sdk/client-ec2";
import { InvocationRequest$ } from "@aws-sdk/client-lambda";
import { PutParameterRequest$, StartSessionRequest$ } from "@aws-sdk/client-ssm";
import { triggerOf } from "../../handlers/keeper/trigger";

/** AWS's own model of a request, as the SDK carries it: members at 4, the required ones first; how many those are at 6. */
type Request = readonly [unknown, unknown, unknown, unknown, readonly string[], readonly unknown[], number?];

interface Call {
  readonly request: Request;
  /** What the command line or AWS demands besides the model. */
  readonly demands?: readonly string[];
  /** Options of the command line alone. */
  readonly also?: readonly string[];
  /** Options that take no value; with `no-` before them, too. */
  readonly flags?: readonly string[];
  /** How many values stand without an option. */
  readonly bare?: number;
}

/** https://docs.aws.amazon.com/cli/latest/reference/ and then the two words. */
const CALLS: Readonly<Record<string, Call>> = {
  // Without the format version 2 takes the payload for base64: .../lambda/latest/dg/invocation-sync.html
  "lambda invoke": { request: InvocationRequest$, demands: ["payload", "cli-binary-format"], bare: 1 },
  // A new parameter needs its type: .../systems-manager/latest/APIReference/API_PutParameter.html
  "ssm put-parameter": { request: PutParameterRequest$, demands: ["type", "overwrite"], flags: ["overwrite"] },
  "ssm start-session": { request: StartSessionRequest$ },
  // A command of version 2 alone: .../cli/latest/reference/logs/tail.html
  "logs tail": {
    request: [0, 0, 0, 0, [], []],
    also: ["since", "follow", "filter-pattern", "format", "log-stream-name-prefix"],
    bare: 1,
  },
  "ec2 modify-instance-attribute": { request: ModifyInstanceAttributeRequest$, flags: ["disable-api-termination"] },
  "ec2 terminate-instances": { request: TerminateInstancesRequest$ },
  "autoscaling terminate-instance-in-auto-scaling-group": {
    request: TerminateInstanceInAutoScalingGroupType$,
    demands: ["instance-id"],
    flags: ["should-decrement-desired-capacity"],
  },
};

const kebab = (member: string): string => member.replace(/(?<=.)([A-Z])/g, "-$1").toLowerCase();

/** What there is, each as "region name". */
export type There = ReadonlySet<string>;

/** @throws Error for a command that AWS's command line or AWS would refuse, or that means nothing that is there */
export function checkAws([service = "", command = "", ...args]: readonly string[], there: There): void {
  const call = CALLS[`${service} ${command}`];
  if (call === undefined) throw new Error(`aws ${service} ${command} is not known here: look it up, and add it`);
  const { options, bare } = parsed(args, call);
  const [members, required] = [call.request[4].map(kebab), call.request[6] ?? 0];
  const demanded = ["region", ...members.slice(0, required), ...(call.demands ?? [])];
  for (const name of demanded) if (!options.has(name)) throw new Error(`--${name} is missing`);
  for (const name of options.keys())
    if (![...demanded, ...members, ...(call.also ?? [])].includes(name)) throw new Error(`--${name} is no option`);
  if (bare.length !== (call.bare ?? 0))
    throw new Error(`${bare.length} words stand without an option: ${bare.join(" ")}`);

  const region = options.get("region") ?? "";
  const named = [options.get("function-name"), options.get("name"), service === "logs" ? bare[0] : undefined];
  for (const name of named)
    if (name !== undefined && !there.has(`${region} ${name}`)) throw new Error(`there is no ${name} in ${region}`);
  for (const value of options.values())
    if (/\d{4}-\d\d-\d\d/.test(value)) throw new Error(`${value} will have passed when somebody pastes it`);
  const payload = options.get("payload");
  if (payload !== undefined) checkPayload(payload);
}

/** @throws Error for a payload that keeper does not know */
export function checkPayload(payload: string): void {
  const { name } = triggerOf(JSON.parse(payload));
  if (name === "unknown event") throw new Error(`keeper does not know ${payload}`);
}

/** Options by name, and the words without one. */
function parsed(args: readonly string[], { flags = [] }: Call): { options: Map<string, string>; bare: string[] } {
  const options = new Map<string, string>();
  const bare: string[] = [];
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const flag = flags.find((name) => word === `--${name}` || word === `--no-${name}`);
    if (!word.startsWith("--")) bare.push(word);
    else if (flag !== undefined) options.set(flag, "");
    else options.set(word.slice(2), rest.shift() ?? "");
  }
  return { options, bare };
}
