/** True for AWS's error of that name, and of that message if one is given. */
export const isProblem = (error: unknown, name: string, message = /(?:)/): boolean =>
  error instanceof Error && error.name === name && message.test(error.message);

/** Gives what the call gives, or something else for the errors that mean it. */
export async function unless<T, U>(
  call: () => Promise<T>,
  isExpected: (error: unknown) => boolean,
  instead: U,
): Promise<T | U> {
  try {
    return await call();
  } catch (error) {
    if (isExpected(error)) return instead;
    throw error;
  }
}
