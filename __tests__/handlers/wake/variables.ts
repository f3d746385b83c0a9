/** Sets variables of this process while the tests of a file run. */
export function withVariables(variables: () => Readonly<Record<string, string>>): void {
  const before = { ...process.env };
  beforeAll(() => {
    Object.assign(process.env, variables());
  });
  afterAll(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  });
}

/** Keeps the SDK from warning developers whose Node is older than Lambda's. */
export const quietOnOldNode = (): void => {
  withVariables(() => ({ AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" }));
};
