/** Keys of the tags by which keeper finds the hosts of a container. */
export const TAGS = { project: "Project", container: "Container" } as const;

/** Tags every resource carries through the provider. */
export function stackTags(
  project: string,
  container: string | undefined,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  return { ...own, [TAGS.project]: project, ...(container !== undefined && { [TAGS.container]: container }) };
}

/** The tag a console shows as the resource's name. */
export const named = (name: string): { readonly Name: string } => ({ Name: name });
