const ROLE = /^[a-z][a-z0-9]{0,14}$/;

/**
 * Physical names of one container, or of the shared stack, known at synthesis.
 *
 * @param project prefix of all containers, like games
 * @param container absent for the shared stack
 */
export function names(project: string, container?: string) {
  const prefix = container === undefined ? project : `${project}-${container}`;
  return {
    project,
    /** `<project>-<container>-<role>`; for the shared stack `<project>-<role>`. */
    of: (role: string): string => {
      // Without hyphens in roles, names of two containers never collide.
      if (!ROLE.test(role)) throw new Error(`role "${role}" must be 1 to 15 lowercase letters and digits`);
      return `${prefix}-${role}`;
    },
  };
}
export type Names = ReturnType<typeof names>;
