import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { matches } from "../documents";
import { ACCOUNT, type Kinds, type Objection, type Request } from "../kind";
import { lookUp, referring } from "../refusals";
import type { StoredObject } from "../store";
import { arn } from "../templates";
import { valuesAt } from "../validate";
import { type Attributes, block, canonical, isKnown, isSet, text, UNKNOWN } from "../values";

const CODE = ["architectures", "filename", "source_code_hash"];
const KEYS =
  "hash_key range_key global_secondary_index.hash_key global_secondary_index.range_key local_secondary_index.range_key";

/** Functions, who may call them, what they keep. Replacement: the provider's internal/service/{lambda,logs,dynamodb}; messages: AWS's. */
export const functions: Kinds = {
  aws_lambda_function: {
    id: "{function_name}",
    arn: "lambda:function:{id}",
    replacedBy: "function_name package_type",
    defaults: { memory_size: 128, package_type: "Zip", timeout: 3 },
    // From a zip only. The provider wants handler and runtime with it, and without a hash it never sends changed code.
    exactlyOne: "filename",
    allOrNone: "filename handler runtime source_code_hash",
    valid: { runtime: "nodejs20.x nodejs22.x nodejs24.x" },
    unique: ["function_name", "ResourceConflictException"],
    takes:
      "aws_lambda_permission.function_name aws_lambda_function_event_invoke_config.function_name function_zip.function_name",
    computed: (_, request) => {
      const zip = zipOf(request) ?? "";
      return {
        architectures: ["x86_64"],
        code_sha256: createHash("sha256").update(zip).digest("base64"),
        source_code_size: zip.length,
      };
    },
    recomputed: (changed) => (changed.some((name) => CODE.includes(name)) ? ["code_sha256", "source_code_size"] : []),
    keeps: zipKept,
    refuse: [refuseZip, refuseVariables],
  },
  aws_lambda_permission: {
    id: "{statement_id}",
    key: "{function_name}/{statement_id}",
    replacedBy:
      "action event_source_token function_name function_url_auth_type principal principal_org_id qualifier source_account source_arn statement_id statement_id_prefix",
    exactlyOne: "statement_id",
    unique: ["function_name statement_id", "ResourceConflictException"],
  },
  aws_lambda_function_event_invoke_config: {
    id: "{function_name}",
    replacedBy: "function_name qualifier",
    defaults: { maximum_retry_attempts: 2 },
  },
  aws_cloudwatch_log_subscription_filter: {
    id: "cwlsf-{log_group_name}", // the same for both filters of a group, as the provider has it
    key: "{log_group_name}|{name}",
    replacedBy: "destination_arn log_group_name",
    defaults: { distribution: "ByLogStream" },
    refuse: [refuseThird, refuseUncallable],
  },
  aws_dynamodb_table: {
    arn: "dynamodb:table/{id}",
    replacedBy: "hash_key import_table local_secondary_index range_key",
    defaults: { billing_mode: "PROVISIONED" },
    valid: { billing_mode: "PAY_PER_REQUEST PROVISIONED" },
    check: unmatchedKeys,
    unique: ["name", "ResourceInUseException"],
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

/** The settings that travel with the code. */
function zipKept(request: Request): StoredObject | undefined {
  const zip = zipOf(request);
  const [id, { region }] = [text(request.object["function_name"]), request];
  const settings = zip && unzipSync(zip)["settings.json"];
  const attributes = {
    function_name: id,
    settings: JSON.parse(settings === undefined ? "{}" : strFromU8(settings)) as Attributes,
  };
  return zip && { type: "function_zip", id, key: id, region, attributes };
}

/** The zip is read when code goes up, not before: the provider's internal/service/lambda/function.go. */
function refuseZip(request: Request): Objection {
  const file = text(request.object["filename"]);
  const isMissing = request.object["code_sha256"] === UNKNOWN && zipOf(request) === undefined;
  return isMissing && `reading ZIP file (${file}): open ${file}: no such file or directory`;
}

/** Measured as JSON: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
function refuseVariables({ object }: Request): Objection {
  const bytes = Buffer.byteLength(canonical(block(object["environment"])["variables"]));
  const says =
    "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.";
  return bytes > 4096 && `InvalidParameterValueException: ${says}`;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
function refuseThird(request: Request): Objection {
  const group = { ...request, id: text(request.object["log_group_name"]), object: {} };
  const filters = referring("aws_cloudwatch_log_subscription_filter.log_group_name", group);
  return !request.prior && filters.length >= 2 && "LimitExceededException: Resource limit exceeded.";
}

/** AWS calls the function, of the same region, before it takes the filter: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
function refuseUncallable(request: Request): Objection {
  const { object, region, store } = request;
  const source = `${arn(`logs:log-group:${text(object["log_group_name"])}`, region)}:*`;
  const target = lookUp(store, "aws_lambda_function", region, text(object["destination_arn"]));
  const named = { ...request, id: target?.id ?? "", object: target?.attributes ?? {} };
  const mayCall = ({ attributes: { action, principal, source_account, source_arn } }: StoredObject): boolean =>
    principal === "logs.amazonaws.com" &&
    matches(text(action), "lambda:InvokeFunction") &&
    (!isSet(source_account) || source_account === ACCOUNT) &&
    (!isSet(source_arn) || matches(text(source_arn), source));
  const isCallable = referring("aws_lambda_permission.function_name", named).some(mayCall);
  const says = "Make sure you have given CloudWatch Logs permission to execute your function.";
  return !isCallable && `InvalidParameterException: Could not execute the lambda function. ${says}`;
}

/** The provider's internal/service/dynamodb/table.go. */
function unmatchedKeys(table: Attributes): string | false {
  const keys = valuesAt(table, KEYS).filter(isSet);
  const names = valuesAt(table, "attribute.name");
  const odd = [...names.filter((name) => !keys.includes(name)), ...keys.filter((key) => !names.includes(key))];
  const says = "all attributes must be indexed, and all indexes must match a defined attribute";
  return odd.length > 0 && isKnown([...keys, ...names]) && `${says}: ${canonical(odd)}`;
}
