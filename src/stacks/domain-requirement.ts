import type { BaseConfig } from "../config/load";
import type { Requirement } from "../lib/companions";

/** The domains of RFC 2606, which nobody can own: the shipped configuration has one of them. */
const PLACEHOLDER = "(^|[.])example([.](com|net|org))?$";

/** Refuses the shipped domain at plan, not at synth: people first look at what would be made. */
export function domainRequirement({ domain, domainAt }: BaseConfig): {
  readonly facts: { readonly domain: string };
  readonly requirement: Requirement;
} {
  return {
    facts: { domain },
    requirement: {
      condition: `length(regexall("${PLACEHOLDER}", local.facts.domain)) == 0`,
      message: `${domainAt} domain: ${domain} is only the example, write a domain whose hosted zone you have`,
    },
  };
}
