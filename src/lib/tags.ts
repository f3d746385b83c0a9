/** Tags every resource carries through the provider. Keeper finds the hosts of a container by the first two. */
export function stackTags(
  project: string,
  container: string | undefined,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  return { ...own, Project: project, ...(container === undefined ? {} : { Container: container }) };
}

/** The tag a console shows as the resource's name. */
export const named = (name: string): { readonly Name: string } => ({ Name: name });
