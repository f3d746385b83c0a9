import type { Kinds, Rule } from "../kind";
import { fits } from "../policies";
import type { Store } from "../store";
import { block, canonical, isKnown, isSet, text } from "../values";

const CODE = "architectures filename image_uri s3_bucket s3_key s3_object_version source_code_hash";
const NEEDS_FUNCTION = {
  function_name: ["aws_lambda_function", "ResourceNotFoundException: Function not found: {value}"],
} as const;
const TRUST = {
  role: [
    "lambda.amazonaws.com",
    "InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.",
  ],
} as const;

/** Functions and who may call them. Replacement and checks: the provider's internal/service/lambda. */
export const functions: Kinds = {
  aws_lambda_function: {
    id: "{function_name}",
    arn: "lambda:function:{id}",
    replacedBy: "function_name package_type",
    defaults: {
      memory_size: 128,
      package_type: "Zip",
      publish: false,
      reserved_concurrent_executions: -1,
      skip_destroy: false,
      timeout: 3,
    },
    exactlyOne: ["filename image_uri s3_bucket"],
    valid: {
      function_name: /^[a-zA-Z0-9-_]{1,64}$/,
      runtime: "nodejs20.x nodejs22.x nodejs24.x",
      architectures: "arm64 x86_64",
      timeout: [1, 900],
      memory_size: [128, 10240],
    },
    checks: [
      ({ package_type, handler, runtime }) =>
        package_type !== "Image" && !(isSet(handler) && isSet(runtime))
          ? "handler and runtime must be set when PackageType is Zip"
          : undefined,
    ],
    trusts: TRUST,
    exists: "ResourceConflictException: Function already exist: {function_name}",
    computed: ({ source_code_hash }, { id, region }) => ({
      architectures: ["x86_64"],
      code_sha256: source_code_hash ?? null,
      invoke_arn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${id}/invocations`,
      last_modified: "2026-01-01T00:00:00.000+0000",
      source_code_size: 1000,
      version: "$LATEST",
    }),
    recomputed: (changed) =>
      changed.some((name) => CODE.split(" ").includes(name)) ? ["code_sha256", "last_modified"] : [],
    refuse: { create: (request) => refuseVariables(request), update: (request) => refuseVariables(request) },
  },
  aws_lambda_permission: {
    id: "{statement_id}",
    key: "{function_name}/{statement_id}",
    replacedBy:
      "action event_source_token function_name function_url_auth_type principal principal_org_id qualifier source_account source_arn statement_id",
    valid: { statement_id: /^[a-zA-Z0-9-_]{1,100}$/ },
    needs: NEEDS_FUNCTION,
    exists: "ResourceConflictException: The statement id ({statement_id}) provided already exists.",
  },
  aws_lambda_function_event_invoke_config: {
    id: "{function_name}",
    replacedBy: "function_name qualifier",
    defaults: { maximum_retry_attempts: 2 },
    valid: { maximum_event_age_in_seconds: [60, 21600], maximum_retry_attempts: [0, 2] },
    needs: NEEDS_FUNCTION,
  },
};

/** Functions are named by name or by ARN. */
export const nameOfFunction = (nameOrArn: string): string => /:function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;

/** True if a function's policy lets a service call it for a source. */
export const mayInvoke = (store: Store, region: string, name: string, service: string, source: string): boolean =>
  store.find(
    "aws_lambda_permission",
    ({ region: home, attributes: { function_name, principal, source_arn } }) =>
      home === region &&
      nameOfFunction(text(function_name)) === name &&
      principal === service &&
      (!isSet(source_arn) || fits(text(source_arn), source)),
  ) !== undefined;

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const refuseVariables: Rule = ({ object }) => {
  const variables = block(object["environment"])["variables"] ?? null;
  return isKnown(variables) && canonical(variables).length > 4096
    ? "InvalidParameterValueException: Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit."
    : undefined;
};
