import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import type { Attributes } from "../../sim/provider/values";
import type { PretendAws } from "./pretend-aws";

/** Arguments of a function whose zip is there, once `layZip` was called. */
export const ZIP = {
  filename: "build/f.zip",
  source_code_hash: "h",
  handler: "index.handler",
  runtime: "nodejs24.x",
};

/** Puts the zip where Terraform would look for it. */
export function layZip({ folder }: PretendAws): void {
  mkdirSync(join(folder, "build"));
  writeFileSync(join(folder, "build/f.zip"), zipSync({ "index.js": strToU8("code") }, { mtime: "2026-01-01" }));
}

/** The function `f`, with the role it takes. */
export function define(aws: PretendAws, over: Attributes = {}): Attributes {
  if (aws.cloud.store.all("aws_iam_role").length === 0) aws.apply("aws_iam_role", { name: "r" });
  return aws.apply("aws_lambda_function", { function_name: "f", role: "r", ...ZIP, ...over });
}

/** Lets CloudWatch Logs call `f`. */
export const allow = (aws: PretendAws, over: Attributes = {}): Attributes =>
  aws.apply("aws_lambda_permission", {
    statement_id: "s",
    function_name: "f",
    action: "lambda:InvokeFunction",
    principal: "logs.amazonaws.com",
    ...over,
  });
