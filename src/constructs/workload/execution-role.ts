import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ecrRepositoryArn } from "../../lib/ecr";
import { ecsTasksTrust, policyDocument, type Statement } from "../../lib/iam";
import type { Names } from "../../../shared/names";
import { named } from "../../../shared/tags";

export interface ExecutionRoleProps {
  readonly names: Names;
  readonly container: string;
  readonly region: string;
  readonly accountId: string;
  readonly logGroupArn: string;
  readonly secretArns: readonly string[];
  /** The images, to see which come from private ECR repositories. */
  readonly images: readonly string[];
}

/** What ECS does on the container's behalf before it runs: read its secrets, open its log, pull a private image. */
export class ExecutionRole extends Construct {
  readonly arn: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id);
    const { names, container, region, accountId, logGroupArn, secretArns, images } = props;
    const name = names.of("execution");
    const role = new IamRole(this, "Resource", {
      name,
      description: `ECS starts ${container}: its log, its secrets, its image`,
      assumeRolePolicy: ecsTasksTrust(region, accountId),
      tags: named(name),
    });
    const policy = new IamRolePolicy(this, "policy", {
      name,
      role: role.name,
      policy: policyDocument([
        { sid: "WriteLog", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${logGroupArn}:*`] },
        // SecureStrings under the AWS managed key need no statement for the key: its own policy lets the account's readers decrypt.
        ...(secretArns.length === 0
          ? []
          : [{ sid: "ReadSecrets", actions: ["ssm:GetParameters"], resources: secretArns }]),
        ...pullStatements(images),
      ]),
    });
    this.arn = role.arn;
    this.ready = [policy];
  }
}

function pullStatements(images: readonly string[]): Statement[] {
  const repositories = images.flatMap((image) => ecrRepositoryArn(image) ?? []);
  if (repositories.length === 0) return [];
  return [
    {
      sid: "PullImage",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: repositories,
    },
    {
      // No resource-level permission: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
      sid: "SignInToEcr",
      actions: ["ecr:GetAuthorizationToken"],
      resources: ["*"],
    },
  ];
}
