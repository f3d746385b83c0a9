/** Physical names of one container, or of the shared stack, known at synthesis. */
export interface Names {
  /** Prefix of all containers, like games. */
  readonly project: string;
  /** `<project>-<container>-<role>`; for the shared stack `<project>-<role>`. */
  readonly of: (role: string) => string;
}

const ROLE = /^[a-z][a-z0-9]{0,14}$/;

/** @param container absent for the shared stack */
export function names(project: string, container?: string): Names {
  const prefix = container === undefined ? project : `${project}-${container}`;
  return {
    project,
    of: (role) => {
      // Without hyphens in roles, names of two containers never collide.
      if (!ROLE.test(role)) throw new Error(`role "${role}" must be 1 to 15 lowercase letters and digits`);
      return `${prefix}-${role}`;
    },
  };
}
