import type { BaseConfig } from "../config/load";
import type { Requirement } from "../lib/companions";

/** The domains of RFC 2606, which nobody can own: the shipped configuration has one of them. */
const PLACEHOLDER = /(^|\.)example(\.(com|net|org))?$/;

/** Refuses the shipped domain at plan, not at synth: people first look at what would be made. Needs the fact `domain`. */
export function domainRequirements({ domain, domainAt }: Pick<BaseConfig, "domain" | "domainAt">): Requirement[] {
  if (!PLACEHOLDER.test(domain)) return [];
  return [
    {
      condition: `local.facts.domain != "${domain}"`,
      message: `${domainAt} domain: ${domain} is only the example, write a domain whose hosted zone you have`,
    },
  ];
}
