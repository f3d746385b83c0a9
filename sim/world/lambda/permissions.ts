import { type Attributes, text } from "../../provider/values";
import type { Core } from "../core";
import { matches } from "../../provider/documents";
import type { AppliedObject } from "../terraform/objects";

/** A service that invokes a function. */
export interface Caller {
  /** Like logs.amazonaws.com. */
  readonly principal: string;
  readonly sourceArn: string;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
export function isPermitted(
  { objects, account }: Core,
  { region, attributes }: AppliedObject,
  { principal, sourceArn }: Caller,
): boolean {
  const names = [attributes["function_name"], attributes["arn"]];
  const fits = (permission: Attributes): boolean =>
    names.includes(permission["function_name"] ?? null) &&
    permission["principal"] === principal &&
    matches(text(permission["action"]), "lambda:InvokeFunction") &&
    matches(text(permission["source_arn"]) || "*", sourceArn) &&
    matches(text(permission["source_account"]) || "*", account);
  return objects.memo(`${text(attributes["arn"])} ${principal} ${sourceArn}`, () =>
    objects
      .all("aws_lambda_permission")
      .some((permission) => permission.region === region && fits(permission.attributes)),
  );
}
