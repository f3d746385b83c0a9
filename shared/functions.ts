/** The functions of a container, each a folder of handlers/. */
export const FUNCTION_NAMES = ["keeper", "wake"] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** The code of each function, bundled into one file. */
export type FunctionCode = Readonly<Record<FunctionName, string>>;

/** Folder of the functions' code and settings in a stack's folder. */
export const CODE_FOLDER = "functions";
export const codeFolder = (name: FunctionName): string => `${CODE_FOLDER}/${name}`;

/** Path of the zip that Terraform writes at each plan. The same on every machine, because it is in the state. */
export const zipFile = (name: FunctionName): string => `build/${name}.zip`;
