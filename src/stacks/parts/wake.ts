import { LEARNED } from "../../../shared/settings";
import type { ContainerService } from "../../constructs/workload/container-service";
import type { Keeper } from "../../constructs/functions/keeper";
import { Wake } from "../../constructs/functions/wake";
import { wakePermissions } from "../../constructs/functions/wake-permissions";
import { metricNamespace as namespaceOf } from "../../../shared/names";
import type { Address } from "./address";
import type { Context } from "./context";

/** Who hears the queries and tells keeper. */
export function defineWake(context: Context, address: Address, keeper: Keeper, { service }: ContainerService): Wake {
  const { stack, base, config, names } = context;
  const metricNamespace = namespaceOf(base.name);
  return new Wake(stack, "wake", {
    names,
    container: config.name,
    accountId: stack.accountId,
    queryLog: address.queryLog,
    srvOnly: config.srv !== undefined,
    environment: { [LEARNED.wake.keeperArn]: keeper.arn },
    statements: wakePermissions({ metricNamespace, keeperArn: keeper.arn }),
    dependsOn: [service],
  });
}
