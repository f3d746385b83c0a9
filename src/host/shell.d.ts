/** A shell script, imported as the text of its file. */
declare module "*.sh" {
  const text: string;
  export = text;
}
