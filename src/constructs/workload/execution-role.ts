import type { Construct } from "constructs";
import { ecsTasksTrust, type Statement } from "../../lib/iam";
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
  /** Physical name of the role. */
  readonly name: string;
  readonly description: string;
  readonly region: string;
  readonly accountId: string;
  readonly logGroupArn: string;
  /** Parameters of the stack. */
  readonly secretArns: readonly string[];
  /** Secrets and parameters that are there already, and the keys that encrypt them. */
  readonly references: readonly SecretReference[];
  readonly images: readonly PulledImage[];
}

/** ARNs without JSON key and version. */
export interface SecretReference {
  readonly service: string;
  readonly arn: string;
  readonly keyArn?: string | undefined;
}

/** Permissions of ECS before the container runs: read its secrets, write its log, pull a private image. */
export class ExecutionRole extends Role {
  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    const { name, description, region, accountId, logGroupArn, secretArns, references, images } = props;
    super(scope, id, {
      name,
      description,
      trust: ecsTasksTrust(region, accountId),
      statements: [
        { sid: "WriteLog", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${logGroupArn}:*`] },
        ...secretStatements(region, secretArns, references),
        ...pullStatements(images),
      ],
    });
  }
}

/**
 * The AWS managed keys need no statement: their key policies allow the account to decrypt. Another key only for what these
 * services read with it: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
function secretStatements(region: string, own: readonly string[], references: readonly SecretReference[]): Statement[] {
  const arnsOf = (service: string): readonly string[] =>
    references.filter((one) => one.service === service).map(({ arn }) => arn);
  const encrypted = references.filter(({ keyArn }) => keyArn !== undefined);
  const services = unique(encrypted.map(({ service }) => `${service}.${region}.amazonaws.com`));
  return [
    { sid: "ReadSecrets", actions: ["ssm:GetParameters"], resources: unique([...own, ...arnsOf("ssm")]) },
    {
      sid: "ReadSecretsManager",
      actions: ["secretsmanager:GetSecretValue"],
      resources: unique(arnsOf("secretsmanager")),
    },
    {
      sid: "DecryptSecrets",
      actions: ["kms:Decrypt"],
      resources: unique(encrypted.flatMap(({ keyArn }) => keyArn ?? [])),
      conditions: { StringEquals: { "kms:ViaService": services } },
    },
  ].filter(({ resources }) => resources.length > 0);
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
