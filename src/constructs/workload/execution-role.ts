import type { Construct } from "constructs";
import { ecrRepositoryArn } from "../../lib/ecr";
import { ecsTasksTrust, type Statement } from "../../lib/iam";
import { Role } from "../role";

export interface ExecutionRoleProps {
  /** Physical name of the role. */
  readonly name: string;
  readonly description: string;
  readonly region: string;
  readonly accountId: string;
  readonly logGroupArn: string;
  readonly secretArns: readonly string[];
  /** The images, some of which may be in private ECR repositories. */
  readonly images: readonly string[];
}

/** Permissions of ECS before the container runs: read its secrets, write its log, pull a private image. */
export class ExecutionRole extends Role {
  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    const { name, description, region, accountId, logGroupArn, secretArns, images } = props;
    super(scope, id, {
      name,
      description,
      trust: ecsTasksTrust(region, accountId),
      statements: [
        { sid: "WriteLog", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${logGroupArn}:*`] },
        // SecureStrings with the AWS managed key need no statement for the key: its key policy allows the account to decrypt.
        ...(secretArns.length === 0
          ? []
          : [{ sid: "ReadSecrets", actions: ["ssm:GetParameters"], resources: secretArns }]),
        ...pullStatements(images),
      ],
    });
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
