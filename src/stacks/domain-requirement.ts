import type { BaseConfig } from "../config/load";
import type { Requirement } from "../lib/companions";

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
