import type { Construct } from "constructs";
import { ecsTasksTrust, type Statement } from "../../lib/iam";
import type { ContainerNames } from "../../../shared/container-names";
import { Role } from "../role";

/** What ECS may pull. */
export interface PulledImage {
  /** As in the task definition. */
  readonly image: string;
  /** Its private ECR repository; undefined for any other registry. */
  readonly repositoryArn?: string | undefined;
  /** True if ECR imports it from another registry. */
  readonly isCached: boolean;
  /** Secret with the login of its registry. */
  readonly credentialsArn?: string | undefined;
}

export interface ExecutionRoleProps {
  readonly names: ContainerNames;
  readonly region: string;
  readonly accountId: string;
  readonly logGroupArn: string;
  readonly secretArns: readonly string[];
  readonly images: readonly PulledImage[];
}

/** Permissions of ECS before the container runs: read its secrets, write its log, pull a private image. */
export class ExecutionRole extends Role {
  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    const { names, region, accountId, logGroupArn, secretArns, images } = props;
    super(scope, id, {
      name: names.of("execution"),
      description: `ECS for ${names.container}: its log, secrets and images`,
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

function pullStatements(images: readonly PulledImage[]): Statement[] {
  const repositories = unique(images.map(({ repositoryArn }) => repositoryArn));
  const cached = unique(images.map(({ isCached, repositoryArn }) => (isCached ? repositoryArn : undefined)));
  const statements = [
    {
      sid: "ReadRegistryLogins",
      actions: ["secretsmanager:GetSecretValue"],
      resources: unique(images.map(({ credentialsArn }) => credentialsArn)),
    },
    {
      sid: "PullImage",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: repositories,
    },
    {
      // The first pull of an image creates its repository: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
      sid: "FillCache",
      actions: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
      resources: cached,
    },
    {
      // No resource-level permission: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
      sid: "SignInToEcr",
      actions: ["ecr:GetAuthorizationToken"],
      resources: repositories.length > 0 ? ["*"] : [],
    },
  ];
  return statements.filter(({ resources }) => resources.length > 0);
}

const unique = (arns: readonly (string | undefined)[]): string[] => [
  ...new Set(arns.filter((arn) => arn !== undefined)),
];
