import { temporaryFolder } from "../helpers/folders";
import { ProjectCopy } from "./project-copy";

const folder = temporaryFolder();

type Files = Readonly<Record<string, string>>;
let compared: (before: Files, after: Files) => unknown;

beforeAll(() => {
  const project = new ProjectCopy(folder.path, { withPackages: false }).write(
    "scripts/compared.mjs",
    `import { compare } from "./cdktn/compare.mjs";
    const [before, after] = process.argv.slice(2).map((files) => new Map(Object.entries(JSON.parse(files))));
    console.log(JSON.stringify(compare(before, after)));`,
  );
  compared = (before, after) =>
    JSON.parse(project.script("compared.mjs", [JSON.stringify(before), JSON.stringify(after)]).stdout);
});

interface Made {
  readonly by: string;
  readonly source: string;
  readonly provider: string;
  readonly name?: string;
}

/** The same stack in both formats. */
const output = ({ by, source, provider, name = "wake" }: Made): Files => ({
  "manifest.json": JSON.stringify({ stacks: {}, version: by }),
  "json/cdk.tf.json": JSON.stringify({
    "//": { metadata: { stackName: "valheim", version: by } },
    resource: { aws_lambda_function: { wake: { function_name: name, layers: [] } } },
    terraform: { required_providers: { aws: { source, version: provider } } },
  }),
  "hcl/cdk.tf": [
    "terraform {",
    "required_providers {",
    "  aws = {",
    `version = "${provider}"`,
    `source = "${source}"`,
    "}",
    "}",
    "}",
    `function_name = "${name}"`,
    "",
  ].join("\n"),
});
const CDKTF: Made = { by: "0.21.0", source: "aws", provider: "6.25.0" };
const CDKTN: Made = { by: "0.24.0", source: "hashicorp/aws", provider: "6.66.0" };

test("outputs of cdktf and cdktn that differ in versions alone are the same, and the versions are reported", () => {
  expect(compared(output(CDKTF), output(CDKTN))).toEqual({
    differences: [],
    versions: ["generator 0.21.0 -> 0.24.0", "provider aws 6.25.0 -> 6.66.0"],
  });
});

test("what else differs is named with its place, in both formats", () => {
  expect(compared(output(CDKTF), output({ ...CDKTN, name: "sleep" }))).toMatchObject({
    differences: [
      'json/cdk.tf.json.resource.aws_lambda_function.wake.function_name: "wake" -> "sleep"',
      'hcl/cdk.tf.8: "function_name = \\"wake\\"" -> "function_name = \\"sleep\\""',
    ],
  });
});

test("so are another provider, a file too many, and an empty list where nothing was", () => {
  const { "manifest.json": manifest = "", ...rest } = output(CDKTN);
  expect(compared({ manifest }, { manifest, more: "" })).toMatchObject({ differences: ['more: nothing -> [""]'] });
  expect(compared({ "a.json": '{"a":{}}' }, { "a.json": '{"a":[]}' })).toMatchObject({
    differences: ["a.json.a: {} -> []"],
  });
  const { differences } = compared(rest, output({ ...CDKTN, source: "mine/aws" })) as { differences: string[] };
  expect(differences).toEqual([
    'json/cdk.tf.json.terraform.required_providers.aws.source: "hashicorp/aws" -> "mine/aws"',
    'hcl/cdk.tf.4: "source = \\"hashicorp/aws\\"" -> "source = \\"mine/aws\\""',
    'manifest.json: nothing -> {"stacks":{},"version":"*"}',
  ]);
});
