import { environmentOf } from "../../../handlers/environment";
import { WAKE } from "../../../handlers/wake/settings";
import type { ContainerService } from "../../constructs/workload/container-service";
import type { Keeper } from "../../constructs/functions/keeper";
import { Wake } from "../../constructs/functions/wake";
import { wakePermissions } from "../../constructs/functions/wake-permissions";
import { metricNamespace as namespaceOf } from "../../lib/names";
import type { Address } from "./address";
import type { Context } from "./context";

/** Who hears the queries and tells keeper. */
export function defineWake(context: Context, address: Address, keeper: Keeper, { service }: ContainerService): Wake {
  const { stack, base, config, names, queriedName } = context;
  const metricNamespace = namespaceOf(base.name);
  return new Wake(stack, "wake", {
    names,
    container: config.name,
    accountId: stack.accountId,
    queryLog: address.queryLog,
    srvOnly: config.srv !== undefined,
    environment: environmentOf(WAKE, {
      container: config.name,
      address: queriedName,
      queryTypes: config.wake.queryTypes,
      homeRegion: base.region,
      keeperArn: keeper.arn,
      metricNamespace,
    }),
    statements: wakePermissions({ metricNamespace, keeperArn: keeper.arn }),
    dependsOn: [service],
  });
}
