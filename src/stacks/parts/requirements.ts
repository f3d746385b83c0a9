import { fileSystems } from "../../config/container/volume-schema";
import { CONTRACT } from "../../constructs/base-contract";
import type { Companions } from "../../lib/companions";
import { localStateFile, type StateLocation } from "../../lib/state";
import type { GuardedVolumes } from "../../lib/volume-guard";
import { domainRequirements } from "../domain-requirement";
import { functionSettings } from "./function-settings";
import { hostZones, type Context, type Foundation } from "./context";
import { secretsOf } from "./workload";

/** What must be true before Terraform changes anything of a container, each told in words that say what to do. */
export function containerCompanions(context: Context, state: StateLocation): Companions {
  const { base, config, baseOutputs } = context;
  const container = config.name;
  return {
    home: homeOf(context),
    facts: { domain: base.domain, container, contract: CONTRACT },
    requirements: [
      ...domainRequirements(base),
      {
        condition: `${baseOutputs.contractExpression} == local.facts.contract`,
        message: "base is not applied, not completely, or by another version of the project: apply base first",
      },
      ...hostZones(context).map((zone) => ({
        condition: `contains(keys(${baseOutputs.publicSubnetIdsExpression}), "${zone}")`,
        message: `base has no subnet in zone ${zone} yet: apply base first`,
      })),
      ...secretsOf(context).map(({ name }) => ({
        condition: `try(length(var.secrets[local.facts.container]["${name}"]), 0) > 0`,
        message: `the secret ${name} has no value: in terraform.tfvars write secrets = { ${container} = { ${name} = "..." } }`,
      })),
    ],
    baseStateFile: state.kind === "local" ? localStateFile(state.folder, base.name, "base") : undefined,
    volumes: guardedVolumes(context),
    functions: functionSettings(base, config),
  };
}

/** Account and region, which a stack never leaves once it is applied. */
export const homeOf = ({ stack, base }: Foundation): Companions["home"] => ({
  account: stack.accountExpression,
  region: base.region,
});

/** The volumes Terraform must not lose, and those it may. One that moves to the host's disk is in neither: as if it were dropped. */
export function guardedVolumes({ config }: Foundation): GuardedVolumes {
  const volumes = fileSystems(config.volumes);
  return {
    kept: volumes.filter(([, { keep }]) => keep).map(([name]) => name),
    released: volumes.filter(([, { keep }]) => !keep).map(([name]) => name),
  };
}
