import type { Statement } from "../../lib/iam";
import { list, mapping, text } from "../schema/fields";
import { problemIf, type Problem } from "../schema/problem";
import { withRule } from "../schema/rule";

type Services = Readonly<Record<string, { readonly permissions: readonly Permission[] }>>;

interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Why `*` is allowed. */
  readonly allowAll?: string | undefined;
}

/** With these a container could give itself any other permission. */
const FORBIDDEN: readonly string[] = [
  "iam:anything",
  "organizations:anything",
  ..."assumerole assumerolewithsaml assumerolewithwebidentity assumeroot".split(" ").map((name) => `sts:${name}`),
];
const ANYTHING = /^[*?]+$/;

/** True if IAM's pattern, in any case, can mean one of the forbidden actions. */
function isForbidden(action: string): boolean {
  const [service = "", name = ""] = action.toLowerCase().split(":");
  const pattern = new RegExp(`^${name.replaceAll("*", ".*").replaceAll("?", ".")}$`);
  return FORBIDDEN.some((forbidden) => {
    const [ofService, meant = ""] = forbidden.split(":");
    return service === ofService && (meant === "anything" || pattern.test(meant));
  });
}

const action = text(
  /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/,
  "an action of IAM with its service, like s3:GetObject",
).transform((name, context) => {
  if (name === "*") context.addIssue("allows everything in the account, iam: included: name the services, like s3:*");
  else if (isForbidden(name))
    context.addIssue(
      "could give the container any other permission: remove it; iam:, organizations: and sts:AssumeRole are refused",
    );
  return name;
});

/** With no `$`, which is a variable in policies. */
const resource = text(
  /^(\*|arn:aws:[a-z0-9-]+:[a-z0-9*-]*:(\d{12}|\*|aws)?:[^\s"$]+)$/,
  "an ARN, like arn:aws:s3:::my-bucket/*",
);

const isAll = (name: string): boolean =>
  ANYTHING.test(
    name
      .split(":")
      .slice(name.startsWith("arn:") ? 5 : 1)
      .join("") || name,
  );

const permission = withRule(
  mapping({
    actions: list(action, "[s3:GetObject]").min(1).describe("actions of IAM, like s3:GetObject"),
    resources: list(resource, '["arn:aws:s3:::my-bucket/*"]').min(1).describe("ARNs that the actions are allowed on"),
    /** IAM's characters for a role's description: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
    allow_all: text(/^[\x20-\x7e]{5,200}$/, "the reason, in 5 to 200 plain letters")
      .optional()
      .describe(
        "why all resources (*), or all actions of a service (s3:*), are needed; it becomes part of the role's description",
      ),
  }).transform(({ allow_all: allowAll, ...same }): Permission => ({ ...same, allowAll })),
  ({ actions, resources, allowAll }) => {
    const wide = [...placesOf("actions", actions), ...placesOf("resources", resources)];
    const message = 'allows all: name what is needed, or write why not, like allow_all: "lists all instances"';
    if (allowAll === undefined) return wide.map((path) => ({ path, message }));
    return problemIf(["allow_all"], wide.length === 0 && "has no effect: nothing here allows all; remove it", true);
  },
);

const placesOf = (field: string, names: readonly string[]) =>
  names.flatMap((name, index) => (isAll(name) ? [[field, index]] : []));

/** What a service may do in AWS. */
export const permissions = list(permission, "[{actions: [s3:GetObject], resources: […]}]");

/** The statements for services of one task, which have one role. */
export const permissionStatements = (services: Services): Statement[] =>
  Object.entries(services)
    .flatMap(([service, { permissions: all }]) => all.map((one) => ({ service, ...one })))
    .map(({ service, actions, resources }, index) => ({
      // Letters and digits only; the number makes it unique.
      sid: `Permission${index + 1}Of${service.replace(/(^|[^a-z0-9])([a-z0-9]?)/g, (_, __, first: string) => first.toUpperCase())}`,
      actions,
      resources,
    }));

/** What a role's description says about permissions that allow all: people see it first in the console. */
export const roleDescription = (services: Services): string =>
  Object.entries(services)
    .flatMap(([service, { permissions: all }]) =>
      all.flatMap(({ allowAll }) => (allowAll ? `; ${service} all: ${allowAll}` : [])),
    )
    .join("");

/**
 * Characters of a role's inline policies, without spaces, and of its description:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX = { policy: 10_240, description: 1000 };
/** Of what the role allows and says in any case: each volume has a statement. */
const OTHER = { once: 60, eachVolume: 450, description: 100 };

/** The role of a task must fit IAM's limits. */
export function roleProblems(services: Services, volumes: number): Problem[] {
  const length =
    JSON.stringify(
      permissionStatements(services).map(({ sid, actions, resources }) => [
        sid,
        "Sid Effect Allow Action Resource",
        actions,
        resources,
      ]),
    ).length +
    OTHER.once +
    OTHER.eachVolume * volumes;
  const largest = Object.entries(services).toSorted(
    ([, a], [, b]) => JSON.stringify(b.permissions).length - JSON.stringify(a.permissions).length,
  )[0]?.[0];
  const described = roleDescription(services).length + OTHER.description;
  const tooLong =
    length > MAX.policy &&
    `make the role's policy ${length} characters long, and IAM allows ${MAX.policy}: name fewer resources, or patterns like arn:aws:s3:::my-bucket/*`;
  const tooWordy =
    described > MAX.description &&
    `have reasons that make the role's description ${described} characters long, and IAM allows ${MAX.description}: shorten allow_all`;
  return largest === undefined ? [] : problemIf(["services", largest, "permissions"], tooLong || tooWordy, true);
}
