import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { Calls } from "../api/calls";
import { AwsError, Unknown } from "../errors";
import type { Functions } from "./functions";

/** Lambda as functions call it. */
export function answerLambda(calls: Calls, functions: Functions): void {
  calls.on(InvokeCommand, {
    action: "lambda:InvokeFunction",
    resources: ({ FunctionName = "" }, region) => [functions.find(region, FunctionName)?.arn ?? FunctionName],
    answer: ({ FunctionName = "", InvocationType, Payload }, region) => {
      const found = functions.find(region, FunctionName);
      if (found === undefined)
        throw new AwsError("ResourceNotFoundException", `Function not found: ${FunctionName}`, 404);
      if (InvocationType !== "Event") throw new Unknown(`Invoke ${InvocationType ?? ""}`);
      functions.queue(found.object, JSON.parse(Buffer.from(Payload as string | Uint8Array).toString()));
      return { StatusCode: 202 };
    },
  });
}
