import { type Attributes, blocks, isObject, text, type Value } from "../../provider/values";
import { matches, several, statements } from "../../provider/documents";
import { Unknown } from "../errors";
import type { AppliedObject, Objects } from "../terraform/objects";

/** Values of condition keys; undefined for a key that AWS supports and the request does not contain. */
export type Context = Readonly<Record<string, string | readonly string[] | undefined>>;

const NO_KEYS: Context = {};

/** A service that invokes a function. */
export interface Caller {
  /** Like logs.amazonaws.com. */
  readonly principal: string;
  readonly sourceArn: string;
}

interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  /** For a resource with a policy of its own: the service or the role's ARN that calls it. */
  readonly principal?: { readonly Service: string } | { readonly AWS: string };
}

/**
 * IAM: what is not allowed is denied, and an explicit deny wins.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export class Access {
  constructor(private readonly objects: Objects) {
    const managed = ["aws_iam_role_policy_attachment", "aws_iam_policy"].flatMap((type) => objects.all(type));
    if (managed.length > 0) throw new Unknown(`${managed[0]?.type ?? ""}: only inline policies are known`);
  }

  /** True if a role may perform the action on all of these resources. */
  mayCall(roleArn: string, action: string, resources: readonly string[], context: Context = NO_KEYS): boolean {
    const keys = context === NO_KEYS ? "" : Object.values(context).join("|");
    return this.objects.memo(`${roleArn} ${action} ${resources.join()} ${keys}`, () => {
      const policy = this.policyOf(roleArn);
      return resources.every((resource) => allows(policy, { action, resource, context }));
    });
  }

  /** True if the role exists and lets the service assume it. */
  trusts(roleArn: string, service: string, context: Context = NO_KEYS): boolean {
    return this.objects.memo(`${roleArn} ${service} ${context["aws:SourceArn"]?.toString() ?? ""}`, () => {
      const role = this.objects.find("aws_iam_role", { arn: roleArn });
      const request = { action: "sts:AssumeRole", resource: "", context, principal: { Service: service } };
      return role !== undefined && allows(statements(role.attributes["assume_role_policy"]), request);
    });
  }

  /**
   * True if a function's permissions let a service invoke it.
   * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
   */
  mayInvoke({ region, attributes }: AppliedObject, { principal, sourceArn }: Caller, account: string): boolean {
    const names = [attributes["function_name"], attributes["arn"]];
    const fits = (permission: Attributes): boolean =>
      names.includes(permission["function_name"] ?? null) &&
      permission["principal"] === principal &&
      matches(text(permission["action"]), "lambda:InvokeFunction") &&
      matches(text(permission["source_arn"]) || "*", sourceArn) &&
      matches(text(permission["source_account"]) || "*", account);
    const all = this.objects.all("aws_lambda_permission");
    return this.objects.memo(`${text(attributes["arn"])} ${principal} ${sourceArn}`, () =>
      all.some((permission) => permission.region === region && fits(permission.attributes)),
    );
  }

  private policyOf(roleArn: string): readonly Attributes[] {
    const role = text(this.objects.find("aws_iam_role", { arn: roleArn })?.attributes["name"]);
    const inline = this.objects.all("aws_iam_role_policy").filter(({ attributes }) => attributes["role"] === role);
    return this.objects.memo(`policy of ${roleArn}`, () =>
      inline.flatMap(({ attributes }) => statements(attributes["policy"])),
    );
  }
}

/** True if a policy's statements allow the request. */
export function allows(policy: readonly Attributes[], request: Request): boolean {
  const fitting = policy.filter((statement) => covers(statement, request));
  return fitting.length > 0 && fitting.every(({ Effect }) => Effect === "Allow");
}

function covers(statement: Attributes, { action, resource, context, principal }: Request): boolean {
  for (const element of Object.keys(statement)) {
    if (!["Sid", "Effect", "Principal", "Action", "Resource", "Condition"].includes(element))
      throw new Unknown(`policy element ${element}`);
  }
  const { Action, Resource, Condition, Principal } = statement;
  return (
    several(Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    (Resource === undefined || several(Resource).some((pattern) => matches(pattern, resource))) &&
    (principal === undefined || matchesPrincipal(Principal, principal)) &&
    (Condition === undefined || blocks(Condition).every((condition) => holds(condition, context)))
  );
}

function matchesPrincipal(principal: Value | undefined, callers: Readonly<Record<string, string>>): boolean {
  if (principal === "*") return true;
  const named = isObject(principal) ? principal : {};
  return Object.entries(callers).some(([kind, caller]) =>
    several(named[kind]).some((name) => name === "*" || name === caller),
  );
}

type Compare = (expected: readonly string[], values: readonly string[]) => boolean;
const equals: Compare = (expected, values) => values.some((value) => expected.includes(value));
const like: Compare = (expected, values) => values.some((value) => expected.some((pattern) => matches(pattern, value)));
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: equals,
  StringLike: like,
  Bool: equals,
  ArnEquals: like,
  ArnLike: like,
  // Also true for a request without the key.
  "ForAllValues:StringEquals": (expected, values) => values.every((value) => expected.includes(value)),
};

function holds(condition: Attributes, context: Context): boolean {
  return Object.entries(condition).every(([operator, keys]) => {
    const compare = OPERATORS[operator];
    if (compare === undefined) throw new Unknown(`condition operator ${operator}`);
    return Object.entries(isObject(keys) ? keys : {}).every(([key, expected]) => {
      const name = Object.keys(context).find((known) => known.toLowerCase() === key.toLowerCase());
      if (name === undefined)
        throw new Unknown(`condition key ${key}: this request has ${Object.keys(context).join()}`);
      const value = context[name];
      return compare(several(expected), value === undefined ? [] : typeof value === "string" ? [value] : value);
    });
  });
}
