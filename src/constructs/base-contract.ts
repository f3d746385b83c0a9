import { DataTerraformRemoteStateLocal, DataTerraformRemoteStateS3, ref, Token } from "cdktf";
import { Construct } from "constructs";
import { localStateFile, stateKey, type StateLocation } from "../lib/state";

/** Raised when a container stack needs an output that an older base does not have. */
export const CONTRACT = 1;
const BASE = "base";

/** Values that containers read from base, as explicit outputs: with cross-stack tokens each deploy would need all stacks. */
export interface BaseContractValues {
  readonly vpcId: string;
  readonly publicSubnetIdByZone: Readonly<Record<string, string>>;
  readonly alertsTopicArn: string;
  /** "" if the parent zone is hosted elsewhere (delegation: manual). */
  readonly parentZoneId: string;
}

export interface BaseOutputsProps {
  readonly project: string;
  /** Where base keeps its state. */
  readonly location: StateLocation;
}

/** Base's side of the contract, as outputs. A value that does not exist is "" or {}: Terraform drops null outputs. */
export function contractOutputs(values: BaseContractValues): Record<string, { value: unknown; description: string }> {
  const output = (value: unknown, description: string) => ({ value, description });
  return {
    contract: output(CONTRACT, "Version of the outputs that container stacks read"),
    vpc_id: output(values.vpcId, "ID of the hosts' VPC"),
    public_subnet_ids: output(values.publicSubnetIdByZone, "IDs of the public subnets, by letter of the zone"),
    private_subnet_ids: output({}, "IDs of the private subnets, by letter of the zone"),
    alerts_topic_arn: output(values.alertsTopicArn, "ARN of the SNS topic for alerts"),
    parent_zone_id: output(values.parentZoneId, "ID of the domain's hosted zone; empty if delegation is manual"),
    private_zone_id: output("", "ID of the private hosted zone; empty if there is none"),
  };
}

/** The registries whose images ECR caches; absent without any. */
export const cacheOutput = (registries: readonly string[]) => ({
  image_cache: { value: registries, description: "Registries whose images ECR caches" },
});

/**
 * The containers' side: reads base's outputs from its state. Each through try(): if base is incomplete or older, one
 * requirement reports it instead of an error per use.
 */
export class BaseOutputs extends Construct {
  readonly vpcId: string;
  readonly alertsTopicArn: string;
  readonly parentZoneId: string;
  /** Terraform expressions, without `${}`, for conditions that are checked at plan. */
  readonly contractExpression: string;
  readonly publicSubnetIdsExpression: string;
  readonly imageCacheExpression: string;

  constructor(scope: Construct, id: string, { project, location }: BaseOutputsProps) {
    super(scope, id);
    if (location.kind === "local") {
      new DataTerraformRemoteStateLocal(this, "Resource", { path: localStateFile(location.folder, project, BASE) });
    } else {
      const { bucket, region } = location;
      new DataTerraformRemoteStateS3(this, "Resource", { bucket, region, key: stateKey(project, BASE) });
    }
    const output = (name: string, otherwise: string): string =>
      `try(data.terraform_remote_state.${id}.outputs.${name}, ${otherwise})`;
    // Tokens: in a policy a plain string would not be evaluated.
    const text = (name: string): string => Token.asString(ref(output(name, '""')));
    this.vpcId = text("vpc_id");
    this.alertsTopicArn = text("alerts_topic_arn");
    this.parentZoneId = text("parent_zone_id");
    this.contractExpression = output("contract", "0");
    this.publicSubnetIdsExpression = output("public_subnet_ids", "{}");
    this.imageCacheExpression = output("image_cache", "[]");
  }

  /** ID of a zone's public subnet; "" if base has none there yet. */
  publicSubnetId(zone: string): string {
    return `\${lookup(${this.publicSubnetIdsExpression}, "${zone}", "")}`;
  }
}
