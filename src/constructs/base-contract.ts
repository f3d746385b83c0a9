import { DataTerraformRemoteStateLocal, DataTerraformRemoteStateS3, ref, Token } from "cdktf";
import { Construct } from "constructs";
import { localStateFile, stateKey, type StateLocation } from "../lib/state";

/** Rises when a container stack needs something of base that an older base does not have. */
export const CONTRACT = 1;
const BASE = "base";

/** What base tells the containers, by explicit outputs: cross-stack tokens would make each deploy need all stacks. */
export interface BaseContractValues {
  readonly vpcId: string;
  readonly publicSubnetIdByZone: Readonly<Record<string, string>>;
  readonly alertsTopicArn: string;
  /** "" where the parent zone is in other hands (delegation: manual). */
  readonly parentZoneId: string;
}

export interface BaseOutputsProps {
  readonly project: string;
  /** Where base keeps its state. */
  readonly location: StateLocation;
}

/** Base's side of the contract, as outputs. What is not built is "" or {}: Terraform drops an output that is null. */
export function contractOutputs(values: BaseContractValues): Record<string, { value: unknown; description: string }> {
  const output = (value: unknown, description: string) => ({ value, description });
  return {
    contract: output(CONTRACT, "Version of what base tells the containers"),
    vpc_id: output(values.vpcId, "VPC the hosts run in"),
    public_subnet_ids: output(values.publicSubnetIdByZone, "Public subnets by the letter of their availability zone"),
    private_subnet_ids: output({}, "Private subnets by the letter of their availability zone"),
    alerts_topic_arn: output(values.alertsTopicArn, "SNS topic that mails"),
    parent_zone_id: output(values.parentZoneId, "Hosted zone of the domain, empty if delegation is manual"),
    private_zone_id: output("", "Private hosted zone, empty if there is none"),
    application_tag: output({}, "Tag of the application in myApplications"),
  };
}

/**
 * The containers' side: reads base's outputs from its state. Each through try(): what a half-applied or older base lacks
 * is told by a requirement, in one sentence instead of an error per use.
 */
export class BaseOutputs extends Construct {
  readonly vpcId: string;
  readonly alertsTopicArn: string;
  readonly parentZoneId: string;
  /** Terraform expressions, without `${}`, for conditions that are checked at plan. */
  readonly contractExpression: string;
  readonly publicSubnetIdsExpression: string;

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
    // Tokens: a policy would take a plain text as it is written, not as what it stands for.
    const text = (name: string): string => Token.asString(ref(output(name, '""')));
    this.vpcId = text("vpc_id");
    this.alertsTopicArn = text("alerts_topic_arn");
    this.parentZoneId = text("parent_zone_id");
    this.contractExpression = output("contract", "0");
    this.publicSubnetIdsExpression = output("public_subnet_ids", "{}");
  }

  /** Public subnet of a zone; "" if base has none there yet. */
  publicSubnetId(zone: string): string {
    return `\${lookup(${this.publicSubnetIdsExpression}, "${zone}", "")}`;
  }
}
