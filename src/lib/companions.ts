import type { FunctionSettings } from "../../shared/function-settings";
import { escapeTemplate } from "./text";
import { volumeGuard, type GuardedVolumes } from "./volume-guard";

/** The oldest Terraform with write-only arguments, by which secrets stay out of state. */
export const REQUIRED_TERRAFORM = ">= 1.11";

/** A condition Terraform checks at each plan, before it changes anything. */
export interface Requirement {
  /** Terraform expression, without `${}`. Literals go through `facts`: Terraform refuses a condition that refers to nothing. */
  readonly condition: string;
  /** Lower case, what is wrong and what to do. */
  readonly message: string;
}

/** What a stack needs besides cdktf's file: cdktf 0.21 breaks or drops these parts in one of its two formats. */
export interface Companions {
  /** Account and region the stack belongs to, once applied. Terraform expressions or literals. */
  readonly home: { readonly account: string; readonly region: string };
  /** Values the conditions refer to, as `local.facts.<name>`. */
  readonly facts: Readonly<Record<string, string | number>>;
  readonly requirements: readonly Requirement[];
  /** Conditions that only warn, by a name of theirs. */
  readonly warnings?: Readonly<Record<string, Requirement>>;
  /** Base's local state file, if that is where base's outputs are read from. */
  readonly baseStateFile?: string;
  /** Volumes of the configuration; absent in a stack that has none by nature. */
  readonly volumes?: GuardedVolumes;
  /** Functions whose code goes into the stack's folder. */
  readonly functions?: FunctionSettings;
}

/** Terraform JSON files by name, to be written beside cdktf's own. */
export function companionFiles(companions: Companions): Readonly<Record<string, string>> {
  return {
    "versions.tf.json": json({ terraform: { required_version: REQUIRED_TERRAFORM } }),
    "requirements.tf.json": json(requirements(companions)),
  };
}

function requirements({ home, facts, requirements: conditions, warnings, baseStateFile, volumes }: Companions): object {
  const guard = volumes && volumeGuard(volumes);
  return {
    locals: { facts: { ...home, ...facts, ...(baseStateFile !== undefined && { base_state_file: baseStateFile }) } },
    ...(warnings && { check: checks(warnings) }),
    resource: {
      terraform_data: {
        home: homeGuard(),
        ...(conditions.length > 0 && { requirements: { lifecycle: { precondition: conditions.map(assertion) } } }),
        ...(baseStateFile !== undefined && {
          base_applied: { lifecycle: { precondition: [assertion(BASE_APPLIED)] } },
        }),
        ...guard?.resources,
      },
    },
    ...(guard && guard.moved.length > 0 && { moved: guard.moved }),
  };
}

const BASE_APPLIED: Requirement = {
  condition: "fileexists(local.facts.base_state_file)",
  message: "base has no state yet: apply base first (npx cdktf deploy base, or terraform apply in stacks/base)",
};

/**
 * Remembers where the stack was first applied. With other credentials Terraform finds none of its resources, takes them
 * for deleted, and would make an empty world elsewhere; prevent_destroy says nothing to that.
 */
function homeGuard(): object {
  const places = ["account", "region"];
  return {
    input: Object.fromEntries(places.map((place) => [place, `\${local.facts.${place}}`])),
    lifecycle: {
      ignore_changes: ["input"],
      postcondition: places.map((place) => ({
        condition: `\${self.output.${place} == local.facts.${place}}`,
        error_message: `this stack lives in ${place} \${self.output.${place}}, not in \${local.facts.${place}}: use the ${place} it was made in`,
      })),
    },
  };
}

function checks(warnings: Readonly<Record<string, Requirement>>): object {
  return Object.fromEntries(
    Object.entries(warnings).map(([name, warning]) => [name, { assert: [assertion(warning)] }]),
  );
}

const assertion = ({ condition, message }: Requirement): object => ({
  condition: `\${${condition}}`,
  error_message: escapeTemplate(message),
});

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;
