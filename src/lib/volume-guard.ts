/** The volumes of a container that Terraform must keep, and those that it may delete. */
export interface GuardedVolumes {
  readonly kept: readonly string[];
  readonly released: readonly string[];
}

/**
 * If you remove or rename a volume in the YAML, its block disappears, and prevent_destroy with it. These blocks stay, so
 * that Terraform still refuses. `keep: false` moves a name from the first to the second, which can be deleted.
 */
export function volumeGuard({ kept, released }: GuardedVolumes): {
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
