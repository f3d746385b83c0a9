import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fits } from "../documents";
import { ACCOUNT, type Kinds, type Request, type Rule } from "../kind";
import { referring } from "../refusals";
import { valuesAt, words } from "../validate";
import { type Attributes, block, canonical, isKnown, isSet, text, UNKNOWN } from "../values";

const KEYS =
  "hash_key range_key global_secondary_index.hash_key global_secondary_index.range_key local_secondary_index.range_key";

/** Functions, who may call them, what they keep. Replacement: the provider's internal/service/{lambda,logs,dynamodb}; messages: AWS's. */
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
    // No images here. A zip needs the first two; without a hash changed code would never go up (lambda/function.go).
    exactlyOne: "filename",
    allOrNone: "filename handler runtime source_code_hash",
    valid: { runtime: "nodejs20.x nodejs22.x nodejs24.x" },
    unique: ["function_name", "ResourceConflictException: Function already exist: {function_name}"],
    takes: "aws_lambda_permission.function_name aws_lambda_function_event_invoke_config.function_name",
    computed: (_, request) => {
      const zip = zipOf(request) ?? "";
      return {
        architectures: ["x86_64"],
        code_sha256: createHash("sha256").update(zip).digest("base64"),
        last_modified: "2026-01-01T00:00:00.000+0000",
        source_code_size: zip.length,
        version: "$LATEST",
      };
    },
    recomputed: (changed) =>
      changed.some((name) => ["architectures", "filename", "source_code_hash"].includes(name))
        ? ["code_sha256", "last_modified", "source_code_size"]
        : [],
    refuse: (request) => refuseZip(request) ?? refuseVariables(request),
  },
  aws_lambda_permission: {
    id: "{statement_id}",
    key: "{function_name}/{statement_id}",
    replacedBy:
      "action event_source_token function_name function_url_auth_type principal principal_org_id qualifier source_account source_arn statement_id statement_id_prefix",
    exactlyOne: "statement_id",
    unique: [
      "function_name statement_id",
      "ResourceConflictException: The statement id ({statement_id}) provided already exists.",
    ],
  },
  aws_lambda_function_event_invoke_config: {
    id: "{function_name}",
    replacedBy: "function_name qualifier",
    defaults: { maximum_retry_attempts: 2 },
  },
  aws_cloudwatch_log_subscription_filter: {
    id: "cwlsf-{log_group_name}", // the same for both filters of a group, as the provider has it
    key: "{log_group_name}|{name}",
    replacedBy: "destination_arn log_group_name name",
    defaults: { distribution: "ByLogStream" },
    refuse: (request) => refuseThird(request) ?? refuseUncallable(request),
  },
  aws_dynamodb_table: {
    id: "{name}",
    arn: "dynamodb:table/{id}",
    replacedBy: "hash_key import_table local_secondary_index name range_key",
    defaults: { billing_mode: "PROVISIONED" },
    valid: { billing_mode: "PAY_PER_REQUEST PROVISIONED" },
    check: unmatchedKeys,
    unique: ["name", "ResourceInUseException: Table already exists: {name}"],
    computed: { read_capacity: 0, write_capacity: 0 },
  },
};

function zipOf({ object, folder }: Request): Buffer | undefined {
  try {
    return readFileSync(resolve(folder, text(object["filename"])));
  } catch {
    return undefined;
  }
}

/** The zip is read when code goes up, not before: the provider's internal/service/lambda/function.go. */
const refuseZip: Rule = (request) => {
  const { code_sha256, filename } = request.object;
  return code_sha256 === UNKNOWN && zipOf(request) === undefined
    ? `reading ZIP file (${text(filename)}): open ${text(filename)}: no such file or directory`
    : undefined;
};

/** Measured as JSON: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const refuseVariables: Rule = ({ object }) =>
  Buffer.byteLength(canonical(block(object["environment"])["variables"])) > 4096
    ? "InvalidParameterValueException: Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit."
    : undefined;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const refuseThird: Rule = (request) => {
  const group = { ...request, id: text(request.object["log_group_name"]), object: {} };
  return request.isNew && referring("aws_cloudwatch_log_subscription_filter.log_group_name", group).length >= 2
    ? "LimitExceededException: Resource limit exceeded."
    : undefined;
};

/** AWS calls the function, of the same region, before it takes the filter: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
const refuseUncallable: Rule = (request) => {
  const { object, region, store } = request;
  const group = store.get("aws_cloudwatch_log_group", region, text(object["log_group_name"]));
  const source = `${text(group?.attributes["arn"])}:*`;
  const target = store.find(
    "aws_lambda_function",
    (found) => found.region === region && found.attributes["arn"] === object["destination_arn"],
  );
  const named = { ...request, id: target?.id ?? "", object: target?.attributes ?? {} };
  const allowed = referring("aws_lambda_permission.function_name", named).some(
    ({ attributes: { action, principal, source_account, source_arn } }) =>
      principal === "logs.amazonaws.com" &&
      fits(text(action), "lambda:InvokeFunction") &&
      (!isSet(source_account) || source_account === ACCOUNT) &&
      (!isSet(source_arn) || fits(text(source_arn), source)),
  );
  return allowed
    ? undefined
    : "InvalidParameterException: Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.";
};

/** The provider's internal/service/dynamodb/table.go. */
function unmatchedKeys(table: Attributes): string | undefined {
  const keys = words(KEYS)
    .flatMap((path) => valuesAt(table, path))
    .filter(isSet);
  const names = valuesAt(table, "attribute.name");
  if (!isKnown([...keys, ...names])) return undefined;
  const unused = names.filter((name) => !keys.includes(name));
  const unmatched = keys.filter((key) => !names.includes(key));
  if (unused.length > 0) return `all attributes must be indexed. Unused attributes: ${canonical(unused)}`;
  return unmatched.length > 0
    ? `all indexes must match a defined attribute. Unmatched indexes: ${canonical(unmatched)}`
    : undefined;
}
