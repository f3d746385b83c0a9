import { DataArchiveFile } from "@cdktf/provider-archive/lib/data-archive-file";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { functionLogGroup } from "../../../shared/container-names";
import { codeFolder, zipFile, type FunctionName } from "../../../shared/functions";
import { trustPolicy, type Statement } from "../../lib/iam";
import { nameTag } from "../../../shared/tags";
import { Role } from "../role";

/** Long enough to investigate a bad weekend. */
const LOG_RETENTION_DAYS = 14;
/** `src/output/bundle.ts` targets the same Node.js: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const RUNTIME = "nodejs24.x";
/** Lambda's maximum, after one minute and again after two: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRIES = 2;

export interface NodeFunctionProps {
  /** The function whose code it runs. */
  readonly code: FunctionName;
  /** Physical name. It never changes: while a function is replaced, events are lost. */
  readonly name: string;
  readonly description: string;
  /** Absent: the home region. */
  readonly region?: string;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly environment: Record<string, string>;
  /** Permissions in addition to writing its log. */
  readonly statements: readonly Statement[];
  /** Older events are dropped. From 60 to 21,600 seconds. */
  readonly maximumEventAgeSeconds: number;
  /** Resources that are created before it and destroyed after it. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** A function with its log and role. Without reserved concurrency: new accounts have a total of ten. */
export class NodeFunction extends Construct {
  readonly resource: LambdaFunction;
  /** Resources that it needs to run and to retry. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const { code, name, description, region, dependsOn = [] } = props;
    // Created before the function, which would otherwise create one without retention that outlives the stack.
    const logGroupName = functionLogGroup(name);
    const log = new CloudwatchLogGroup(this, "log", {
      region,
      name: logGroupName,
      retentionInDays: LOG_RETENTION_DAYS,
      tags: nameTag(logGroupName),
    });
    const role = new Role(this, "role", {
      name,
      description,
      // Without a source condition: Lambda accepts a role only for functions in the role's account.
      trust: trustPolicy("lambda.amazonaws.com"),
      statements: [
        { sid: "WriteLog", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${log.arn}:*`] },
        ...props.statements,
      ],
    });
    const zip = new DataArchiveFile(this, "code", {
      type: "zip",
      sourceDir: codeFolder(code),
      outputPath: zipFile(code),
      outputFileMode: "0644", // otherwise the zip, and so the plan, depends on the machine
    });
    this.resource = new LambdaFunction(this, "Resource", {
      region,
      functionName: name,
      description,
      role: role.arn,
      runtime: RUNTIME,
      architectures: ["arm64"],
      handler: "index.handler",
      filename: zip.outputPath,
      sourceCodeHash: zip.outputBase64Sha256,
      timeout: props.timeoutSeconds,
      memorySize: props.memoryMiB,
      environment: { variables: props.environment },
      loggingConfig: { logFormat: "JSON", logGroup: log.name, applicationLogLevel: "INFO", systemLogLevel: "INFO" },
      tags: nameTag(name),
      dependsOn: [...role.ready, ...dependsOn],
    });
    const invoke = new LambdaFunctionEventInvokeConfig(this, "invoke", {
      region,
      functionName: this.resource.functionName,
      maximumEventAgeInSeconds: props.maximumEventAgeSeconds,
      maximumRetryAttempts: RETRIES,
    });
    this.ready = [...role.ready, invoke];
  }
}
