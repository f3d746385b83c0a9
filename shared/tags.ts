/** Keys of the tags with which keeper finds the hosts of a container. */
export const TAGS = { project: "Project", container: "Container" } as const;

/** The provider's default tags for a stack. */
export function stackTags(
  project: string,
  container: string | undefined,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  return { ...own, [TAGS.project]: project, ...(container !== undefined && { [TAGS.container]: container }) };
}

/** The tag that the console shows as the resource's name. */
export const nameTag = (name: string): { readonly Name: string } => ({ Name: name });
