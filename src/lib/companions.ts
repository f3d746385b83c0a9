import type { FunctionSettings } from "../../shared/function-settings";
import { escapeTemplate } from "./text";

/** The oldest Terraform with write-only arguments, which keep secrets out of state. */
export const REQUIRED_TERRAFORM = ">= 1.11";

/** A condition that Terraform checks at each plan. */
export interface Requirement {
  /** Terraform expression, without `${}`. Literals go through `facts`: Terraform refuses a condition without references. */
  readonly condition: string;
  /** Lower case: the problem, and what to do. */
  readonly message: string;
}

/** The volumes of a container that Terraform must keep, and those that it may delete. */
export interface GuardedVolumes {
  readonly kept: readonly string[];
  readonly released: readonly string[];
}

/** Parts of a stack that cdktf 0.21 breaks or drops in one of its two formats. They are written to additional files. */
export interface Companions {
  /** Account and region, which must not change after the first apply. Terraform expressions or literals. */
  readonly home: { readonly account: string; readonly region: string };
  /** Values for conditions, as `local.facts.<name>`. */
  readonly facts: Readonly<Record<string, string | number>>;
  readonly requirements: readonly Requirement[];
  /** Conditions that only warn, by name. */
  readonly warnings?: Readonly<Record<string, Requirement>>;
  /** Base's local state file; absent if its state is in S3. */
  readonly baseStateFile?: string;
  /** Volumes of the configuration; absent in base. */
  readonly volumes?: GuardedVolumes;
  /** Settings of the functions, whose code goes into the stack's folder. */
  readonly functions?: FunctionSettings;
}

/** Terraform JSON files by name, to be written next to cdktf's own. */
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
    ...(warnings && { check: Object.fromEntries(Object.entries(warnings).map(check)) }),
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
  message: "the stack base has no state yet: apply it first (npx cdktf deploy base, or terraform apply in stacks/base)",
};

/**
 * Stores where the stack was first applied. With other credentials Terraform finds none of the resources and would create
 * an empty world elsewhere; prevent_destroy does not prevent that.
 */
function homeGuard(): object {
  const places = ["account", "region"];
  return {
    input: Object.fromEntries(places.map((place) => [place, `\${local.facts.${place}}`])),
    lifecycle: {
      ignore_changes: ["input"],
      postcondition: places.map((place) => ({
        condition: `\${self.output.${place} == local.facts.${place}}`,
        error_message: `this stack was created in ${place} \${self.output.${place}}, but the current ${place} is \${local.facts.${place}}: switch back to \${self.output.${place}}`,
      })),
    },
  };
}

/**
 * If you remove or rename a volume in the YAML, its block disappears, and prevent_destroy with it. These blocks stay, so
 * that Terraform still refuses. `keep: false` moves a name from the first to the second, which can be deleted.
 */
function volumeGuard({ kept, released }: GuardedVolumes): {
  readonly resources: object;
  readonly moved: readonly object[];
} {
  const move = (volume: string, from: string, to: string): object => ({
    from: `terraform_data.${from}["${volume}"]`,
    to: `terraform_data.${to}["${volume}"]`,
  });
  return {
    resources: {
      kept_volumes: { for_each: setOf(kept), input: "${each.key}", lifecycle: { prevent_destroy: true } },
      released_volumes: { for_each: setOf(released), input: "${each.key}" },
    },
    moved: [
      ...kept.map((volume) => move(volume, "released_volumes", "kept_volumes")),
      ...released.map((volume) => move(volume, "kept_volumes", "released_volumes")),
    ],
  };
}

const setOf = (names: readonly string[]): string => `\${toset(${JSON.stringify(names)})}`;

const check = ([name, warning]: [string, Requirement]): [string, object] => [name, { assert: [assertion(warning)] }];

const assertion = ({ condition, message }: Requirement): object => ({
  condition: `\${${condition}}`,
  error_message: escapeTemplate(message),
});

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;
