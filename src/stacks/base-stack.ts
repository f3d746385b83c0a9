import { Fn } from "cdktf";
import type { Construct } from "constructs";
import type { BaseConfig } from "../config/load";
import { AlarmForwarding } from "../constructs/watch/alarm-forwarding";
import { Alerts, Budget } from "../constructs/watch/alerts";
import { cacheOutput, contractOutputs } from "../constructs/base-contract";
import { ResourceGroups } from "../constructs/resource-groups";
import { Network } from "../constructs/network/network";
import { ParentZone } from "../constructs/dns/zones";
import { QueryLogPolicy } from "../constructs/dns/query-log";
import type { Companions } from "../lib/companions";
import { names as namesOf } from "../../shared/names";
import { ProjectStack } from "./project-stack";
import { QUERY_LOG_REGION } from "../../shared/regions";
import type { StateLocation } from "../lib/state";
import { stackTags } from "../../shared/tags";
import { defineImages } from "./parts/images";
import { accountRequirement, domainRequirements } from "./parts/requirements";

/** Mistakes that would otherwise only be noticed when a mail is missing. */
function alertWarnings(): Companions["warnings"] {
  return {
    alerts_reach_somebody: {
      condition: 'length(lookup(var.alerts, "base", [])) > 0',
      message: "alerts have no recipients: write alerts = { base = [...] } with mail addresses in terraform.tfvars",
    },
    alerts_name_stacks: {
      condition: 'length(setsubtract(keys(var.alerts), ["base"])) == 0',
      message: "only alerts = { base = [...] } is used: remove the other keys from alerts in terraform.tfvars",
    },
  };
}

/** Resources that all containers share: network, alerts topic, parent zone, and those that us-east-1 needs once. */
export class BaseStack extends ProjectStack {
  readonly companions: Companions;

  constructor(scope: Construct, base: BaseConfig, state: StateLocation) {
    const { name: project, region, network: networkConfig, delegation, domain, budget } = base;
    super(scope, "base", { project, region, state, tags: stackTags(project, undefined, base.tags) });
    const names = namesOf(project);

    const network = new Network(this, "network", { names, region, ...networkConfig });
    const alerts = new Alerts(this, "alerts", {
      names,
      accountId: this.accountId,
      mailAddresses: Fn.lookup(this.variables.alerts.value, "base", []) as string[],
    });
    const parentZone = delegation === "route53" ? new ParentZone(this, "parent", { domain }) : undefined;
    new QueryLogPolicy(this, "query_log_policy", { names, accountId: this.accountId });
    if (region !== QUERY_LOG_REGION) {
      new AlarmForwarding(this, "alarm_forwarding", { names, accountId: this.accountId, homeRegion: region });
    }
    if (budget !== undefined) new Budget(this, "budget", { names, ...budget, topicArn: alerts.topicArn });

    if (base.application) new ResourceGroups(this, "application", { names, homeRegion: region });

    const pushCommands = defineImages(this, base);
    this.output({
      ...contractOutputs({
        vpcId: network.vpcId,
        publicSubnetIdByZone: network.publicSubnetIdByZone,
        alertsTopicArn: alerts.topicArn,
        parentZoneId: parentZone?.zoneId ?? "",
      }),
      ...pushCommands,
      ...(base.imageCache.length > 0 && cacheOutput(base.imageCache.map(({ registry }) => registry))),
    });
    this.companions = {
      home: this.home,
      facts: { domain },
      requirements: [
        ...domainRequirements(base),
        ...base.imageCache.flatMap(({ registry, login }) =>
          login === undefined ? [] : [accountRequirement(`image_cache.${registry}.from`, login)],
        ),
      ],
      warnings: alertWarnings(),
    };
  }
}
