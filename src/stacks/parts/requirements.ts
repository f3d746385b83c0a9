import { fileSystems } from "../../config/container/volume-schema";
import type { BaseConfig, ContainerConfig } from "../../config/load";
import type { Reference } from "../../config/schema/arn";
import { CONTRACT, type BaseOutputs } from "../../constructs/base-contract";
import type { Companions, GuardedVolumes, Requirement } from "../../lib/companions";
import { localStateFile, type StateLocation } from "../../lib/state";
import type { ProjectStack } from "../project-stack";
import { functionSettings } from "./function-settings";
import { secretsOf } from "./workload";

/** Reserved domains of RFC 2606, one of which the shipped configuration has. */
const PLACEHOLDER = /(^|\.)example(\.(com|net|org))?$/;

/** Refuses the example domain at plan. Synthesis works, so that you can look at the stacks first. Needs the fact `domain`. */
export function domainRequirements({ domain, domainAt }: Pick<BaseConfig, "domain" | "domainAt">): Requirement[] {
  if (!PLACEHOLDER.test(domain)) return [];
  return [
    {
      condition: `local.facts.domain != "${domain}"`,
      message: `${domainAt} domain: ${domain} is an example: write your own domain, which must have a hosted zone`,
    },
  ];
}

/**
 * Refuses, at plan, what is in another account: only then the account is known.
 *
 * @param field like valheim.yaml services.valheim.secrets.0.DB_URL.from
 */
export const accountRequirement = (field: string, { account }: Pick<Reference, "account">): Requirement => ({
  condition: `local.facts.account == "${account}"`,
  message: `${field}: is in account ${account}, but you apply to another account: name one in the account of this stack, or switch to ${account}`,
});

export interface ContainerCompanionsProps {
  readonly base: BaseConfig;
  readonly config: ContainerConfig;
  /** Letters of the zones in which a host may start. */
  readonly zones: readonly string[];
  readonly baseOutputs: Pick<BaseOutputs, "contractExpression" | "publicSubnetIdsExpression" | "imageCacheExpression">;
  /** Location of the states. */
  readonly state: StateLocation;
}

/** Conditions that Terraform checks before it changes a container, each with a message that says what to do. */
export function containerCompanions({ home }: ProjectStack, props: ContainerCompanionsProps): Companions {
  const { base, config, zones, baseOutputs, state } = props;
  const container = config.name;
  return {
    home,
    facts: { domain: base.domain, container, contract: CONTRACT },
    requirements: [
      ...domainRequirements(base),
      {
        condition: `${baseOutputs.contractExpression} == local.facts.contract`,
        message: "the stack base is missing, incomplete or from another version of the project: apply base first",
      },
      ...zones.map((zone) => ({
        condition: `contains(keys(${baseOutputs.publicSubnetIdsExpression}), "${zone}")`,
        message: `the stack base has no subnet in zone ${zone} yet: apply base first`,
      })),
      // Else the task definition would name copies that ECR does not make.
      ...base.imageCache.map(({ registry }) => ({
        condition: `contains(${baseOutputs.imageCacheExpression}, "${registry}")`,
        message: `the stack base does not cache ${registry} yet: apply base first`,
      })),
      ...Object.entries(config.services).flatMap(([service, { secrets, credentials }]) =>
        [
          ...secrets.flatMap(({ name, at, from, key }) => [
            { field: `secrets.${at}.${name}.from`, reference: from },
            { field: `secrets.${at}.${name}.key`, reference: key },
          ]),
          { field: "credentials.from", reference: credentials?.from },
        ].flatMap(({ field, reference }) =>
          reference === undefined
            ? []
            : accountRequirement(`${container}.yaml services.${service}.${field}`, reference),
        ),
      ),
      ...secretsOf(config).map(({ name }) => ({
        condition: `try(length(var.secrets[local.facts.container]["${name}"]), 0) > 0`,
        message: `the secret ${name} has no value: write secrets = { ${container} = { ${name} = "..." } } in terraform.tfvars`,
      })),
    ],
    baseStateFile: state.kind === "local" ? localStateFile(state.folder, base.name, "base") : undefined,
    volumes: guardedVolumes(config),
    functions: functionSettings(base, config, zones),
  };
}

/** The volumes that Terraform must keep, and those it may delete. One on the host's disk is in neither, as if it were removed. */
export function guardedVolumes({ volumes }: Pick<ContainerConfig, "volumes">): GuardedVolumes {
  const files = fileSystems(volumes);
  return {
    kept: files.filter(([, { keep }]) => keep).map(([name]) => name),
    released: files.filter(([, { keep }]) => !keep).map(([name]) => name),
  };
}
