import { CONTRACT } from "../../constructs/base-contract";
import type { Companions } from "../../lib/companions";
import { localStateFile, type StateLocation } from "../../lib/state";
import { domainRequirement } from "../domain-requirement";
import { hostZones, type Context } from "./context";
import { secretsOf } from "./task";

/** What must be true before Terraform changes anything of a container, each told in words that say what to do. */
export function containerCompanions(context: Context, state: StateLocation): Companions {
  const { base, config, baseOutputs } = context;
  const container = config.name;
  const { facts, requirement } = domainRequirement(base);
  const volumes = Object.entries(config.volumes);
  return {
    facts: { ...facts, container, contract: CONTRACT },
    requirements: [
      requirement,
      {
        condition: `try(${baseOutputs.contractExpression}, 0) == local.facts.contract`,
        message: "base was applied by another version of the project: apply base first",
      },
      ...hostZones(context).map((zone) => ({
        condition: `contains(keys(try(${baseOutputs.publicSubnetsExpression}, {})), "${zone}")`,
        message: `base has no subnet in zone ${zone} yet: apply base first`,
      })),
      ...secretsOf(context).map(({ name }) => ({
        condition: `try(length(var.secrets[local.facts.container]["${name}"]), 0) > 0`,
        message: `the secret ${name} has no value: in terraform.tfvars write secrets = { ${container} = { ${name} = "..." } }`,
      })),
    ],
    baseStateFile: state.kind === "local" ? localStateFile(state.folder, base.name, "base") : undefined,
    volumes: {
      kept: volumes.filter(([, { keep }]) => keep).map(([name]) => name),
      released: volumes.filter(([, { keep }]) => !keep).map(([name]) => name),
    },
  };
}
