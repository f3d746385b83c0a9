import { escapeTemplate } from "./text";

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
  /** Values the conditions refer to, as `local.facts.<name>`. */
  readonly facts: Readonly<Record<string, string | number>>;
  readonly requirements: readonly Requirement[];
  /** Base's local state file, if that is where base's outputs are read from. */
  readonly baseStateFile?: string;
  /** Volumes of the configuration; absent in a stack that has none by nature. */
  readonly volumes?: { readonly kept: readonly string[]; readonly released: readonly string[] };
}

/** Terraform JSON files by name, to be written beside cdktf's own. */
export function companionFiles(companions: Companions): Readonly<Record<string, string>> {
  return {
    "versions.tf.json": json({ terraform: { required_version: REQUIRED_TERRAFORM } }),
    "requirements.tf.json": json(requirements(companions)),
  };
}

function requirements({ facts, requirements: conditions, baseStateFile, volumes }: Companions): object {
  const baseApplied = baseStateFile !== undefined && {
    condition: "fileexists(local.facts.base_state_file)",
    message: "base has no state yet: apply base first (cdktf deploy base, or terraform apply in stacks/base)",
  };
  return {
    locals: { facts: baseStateFile === undefined ? facts : { ...facts, base_state_file: baseStateFile } },
    resource: {
      terraform_data: {
        requirements: { lifecycle: { precondition: conditions.map(precondition) } },
        ...(baseApplied && { base_applied: { lifecycle: { precondition: [precondition(baseApplied)] } } }),
        ...(volumes && guards(volumes)),
      },
    },
    ...(volumes && moves(volumes)),
  };
}

/**
 * prevent_destroy on a file system goes with its block when somebody drops or renames the volume in the YAML. These
 * blocks stay, so that Terraform still refuses. `keep: false` moves a name from the first to the second, which lets go.
 */
function guards({ kept, released }: NonNullable<Companions["volumes"]>): object {
  return {
    kept_volumes: { for_each: setOf(kept), input: "${each.key}", lifecycle: { prevent_destroy: true } },
    released_volumes: { for_each: setOf(released), input: "${each.key}" },
  };
}

function moves({ kept, released }: NonNullable<Companions["volumes"]>): object {
  const move = (volume: string, from: string, to: string): object => ({
    from: `terraform_data.${from}["${volume}"]`,
    to: `terraform_data.${to}["${volume}"]`,
  });
  const moved = [
    ...kept.map((volume) => move(volume, "released_volumes", "kept_volumes")),
    ...released.map((volume) => move(volume, "kept_volumes", "released_volumes")),
  ];
  return moved.length === 0 ? {} : { moved };
}

const setOf = (names: readonly string[]): string => `\${toset(${JSON.stringify(names)})}`;

const precondition = ({ condition, message }: Requirement): object => ({
  condition: `\${${condition}}`,
  error_message: escapeTemplate(message),
});

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;
