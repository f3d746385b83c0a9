import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { text } from "../../provider/values";
import type { Calls } from "../api/calls";
import type { Core } from "../core";
import { AwsError } from "../errors";

/** SSM Parameter Store. */
export class Parameters {
  /** Values that people wrote, by the parameter's ARN. */
  private readonly written = new Map<string, string>();

  constructor(
    private readonly core: Core,
    calls: Calls,
  ) {
    calls.on(GetParameterCommand, {
      action: "ssm:GetParameter",
      resources: ({ Name = "" }, region) => [`arn:aws:ssm:${region}:${core.account}:parameter${Name}`],
      answer: ({ Name = "" }, region) => {
        const parameter = core.objects.find("aws_ssm_parameter", { name: Name }, region);
        if (parameter === undefined) throw new AwsError("ParameterNotFound", `Parameter ${Name} not found.`);
        const { arn, insecure_value, value } = parameter.attributes;
        const applied = text(insecure_value) || text(value);
        return { Parameter: { Name, Value: this.written.get(text(arn)) ?? applied } };
      },
    });
  }

  /** A person writes a parameter. */
  write(name: string, value: string): void {
    const parameter = this.core.objects.find("aws_ssm_parameter", { name });
    if (parameter === undefined) throw new Error(`no parameter ${name}`);
    this.written.set(text(parameter.attributes["arn"]), value);
    this.core.record({ kind: "parameter", name, value });
  }
}
