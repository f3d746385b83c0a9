import type { ContainerNames } from "../../../shared/container-names";
import { metricNamespace } from "../../../shared/metrics";
import { APPLY_VARIABLES } from "../../../shared/function-settings";
import type { ContainerConfig } from "../../config/load";
import { QueryLog } from "../../constructs/dns/query-log";
import type { Keeper } from "../../constructs/functions/keeper";
import { Wake } from "../../constructs/functions/wake";
import type { ContainerService } from "../../constructs/workload/container-service";
import { putMetrics } from "../../lib/iam";
import type { ProjectStack } from "../project-stack";
import type { Address } from "./address";

export interface WakeProps {
  readonly names: ContainerNames;
  readonly config: Pick<ContainerConfig, "srv">;
  readonly address: Address;
  readonly keeper: Keeper;
  readonly service: ContainerService;
}

/** What wakes a container: the log of its zone's DNS queries, and the function that gets them and invokes keeper. */
export function defineWake(stack: ProjectStack, { names, config, address, keeper, service }: WakeProps): Wake {
  const { zoneId } = address.zone;
  const queryLog = new QueryLog(stack, "query_log", { zoneId, logGroupName: names.logGroups.queries });
  return new Wake(stack, "wake", {
    names,
    accountId: stack.accountId,
    queryLog,
    srvOnly: config.srv !== undefined,
    environment: { [APPLY_VARIABLES.wake.keeperArn]: keeper.arn },
    // Every call of wake.
    statements: [
      putMetrics("CountQueries", metricNamespace(names.project)),
      { sid: "CallKeeper", actions: ["lambda:InvokeFunction"], resources: [keeper.arn] },
    ],
    dependsOn: [service.service],
  });
}
