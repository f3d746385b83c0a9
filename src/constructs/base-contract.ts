import { type TerraformRemoteState, DataTerraformRemoteStateLocal, DataTerraformRemoteStateS3 } from "cdktf";
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

/** The containers' side: reads base's outputs from its state. */
export class BaseOutputs extends Construct {
  readonly vpcId: string;
  readonly alertsTopicArn: string;
  readonly parentZoneId: string;
  /** Terraform expressions for conditions that are checked at plan. */
  readonly contractExpression: string;

  private readonly state: TerraformRemoteState;

  constructor(
    scope: Construct,
    id: string,
    { project, location }: { readonly project: string; readonly location: StateLocation },
  ) {
    super(scope, id);
    this.state =
      location.kind === "local"
        ? new DataTerraformRemoteStateLocal(this, "Resource", { path: localStateFile(location.folder, project, BASE) })
        : new DataTerraformRemoteStateS3(this, "Resource", {
            bucket: location.bucket,
            region: location.region,
            key: stateKey(project, BASE),
          });
    this.vpcId = this.state.getString("vpc_id");
    this.alertsTopicArn = this.state.getString("alerts_topic_arn");
    this.parentZoneId = this.state.getString("parent_zone_id");
    this.contractExpression = `${this.expression}.contract`;
  }

  /** Public subnet of a zone; "" if base has none there yet, which a requirement tells in words. */
  publicSubnetId(zone: string): string {
    return `\${lookup(${this.publicSubnetsExpression}, "${zone}", "")}`;
  }

  get publicSubnetsExpression(): string {
    return `${this.expression}.public_subnet_ids`;
  }

  private get expression(): string {
    return `data.terraform_remote_state.${this.node.id}.outputs`;
  }
}
