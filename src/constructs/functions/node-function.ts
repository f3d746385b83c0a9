import { DataArchiveFile } from "@cdktf/provider-archive/lib/data-archive-file";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { functionLogGroup } from "../../../shared/container-names";
import { codeFolder, zipFile, type FunctionName } from "../../../shared/functions";
import { trustPolicy, type Statement } from "../../lib/iam";
import { named } from "../../../shared/tags";
import { Role } from "../role";

/** Long enough to look back at a bad weekend. */
const LOG_RETENTION_DAYS = 14;
/** Its Node.js is also what `src/output/bundle.ts` writes for: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const RUNTIME = "nodejs24.x";
/** The most Lambda does, after one minute and again after two: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRIES = 2;

export interface NodeFunctionProps {
  /** Whose code it runs. */
  readonly code: FunctionName;
  /** Physical name. It never changes: a replaced function would miss what happens meanwhile. */
  readonly name: string;
  readonly description: string;
  /** Absent: the home region. */
  readonly region?: string;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly environment: Record<string, string>;
  /** What it may do besides writing its log. */
  readonly statements: readonly Statement[];
  /** Events that waited longer are dropped, from 60 to 21,600 seconds. */
  readonly maximumEventAgeSeconds: number;
  /** What must be there before it runs, and until it is gone. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** A function with its log and its role. No reserved concurrency: new accounts have ten in all. */
export class NodeFunction extends Construct {
  readonly resource: LambdaFunction;
  readonly logGroupName: string;
  /** What it takes to run and to be tried again, until nothing needs it any more. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const { code, name, description, region, dependsOn = [] } = props;
    // Before the function, which otherwise makes one itself that forgets nothing and outlives the stack.
    this.logGroupName = functionLogGroup(name);
    const log = new CloudwatchLogGroup(this, "log", {
      region,
      name: this.logGroupName,
      retentionInDays: LOG_RETENTION_DAYS,
      tags: named(this.logGroupName),
    });
    const role = new Role(this, "role", {
      name,
      description,
      // Without a source condition: Lambda takes a role only for functions of the role's own account.
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
      tags: named(name),
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
