/** The functions of a container, each a folder of handlers/. */
export const FUNCTION_NAMES = ["keeper", "wake"] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** The code of each function, bundled into one file. */
export type FunctionCode = Readonly<Record<FunctionName, string>>;

/** Where a function's code and settings are in its stack's folder: synthesis writes them, so they travel with it. */
export const CODE_FOLDER = "functions";
export const codeFolder = (name: FunctionName): string => `${CODE_FOLDER}/${name}`;

/** Where Terraform zips it to, at each plan. The same path everywhere: it is in the state. */
export const zipFile = (name: FunctionName): string => `build/${name}.zip`;
