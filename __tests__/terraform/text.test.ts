import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, Fn, TerraformOutput, TerraformResource, TerraformVariable } from "cdktf";
import { ReadableStack } from "../../src/stacks/readable-stack";
import { keepState } from "../../src/lib/state";
import { base64encode, jsonencode, text } from "../../src/lib/text";
import { Variables } from "../../src/stacks/project-stack";
import { temporaryFolder } from "../helpers/folders";
import { FILE_OF, FORMATS, inFormat, type Format } from "../helpers/formats";
import { describeWithTerraform, TerraformFolder } from "./run-terraform";

/** In Unicode's composed form, which Terraform brings every text into. */
const TEXTS: readonly string[] = [
  "",
  "plain",
  'say "hi" to \\"them\\" in C:\\new',
  "one\ntwo\r\n\tthree\n",
  "<<EOF\nEOF\n",
  "${var.x} %{if true} $${x} %%{y} $$${ $$$${z} %%%{",
  '}{{ ${ %{ "}',
  "${~ x ~} # // /* x",
  "$ 100% ends $",
  "é 世界 😀 \u2028 \u2029 \ufeff",
  Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join("") + "\x7f\x85",
];
const NUMBERS = [0, -2.5, 1e21, 1e-7, 0.1];

interface Outputs {
  readonly [name: string]: { readonly value: unknown };
}

/** What real Terraform makes of texts, numbers and references, by the name of the output. */
function applied(outdir: string, format: Format): Outputs {
  inFormat(format, () => {
    const app = new App({ outdir, stackTraces: false });
    const stack = new ReadableStack(app, "texts");
    keepState(stack, "games", { kind: "local", folder: "../state" });
    new Variables(stack, "variables");
    const tell = (name: string, value: string): unknown => new TerraformOutput(stack, name, { value });
    // Not cdktf's own class for it, which asks the installed Terraform for its version.
    const resource = new TerraformResource(stack, "resource", { terraformResourceType: "terraform_data" });
    resource.addOverride("input", text(NASTY_ATTRIBUTE));
    const attribute = resource.getStringAttribute("output");
    const list = new TerraformVariable(stack, "list", { type: "list(string)", default: ["a", "b"] }).listValue;
    const number = new TerraformVariable(stack, "number", { type: "number", default: 7 }).numberValue;

    TEXTS.forEach((value, index) => {
      tell(`text_${index}`, text(value));
      tell(`base64_${index}`, base64encode(value));
    });
    tell(
      "json",
      jsonencode({ texts: TEXTS, keys: Object.fromEntries(TEXTS.map((value) => [value, 1])), numbers: NUMBERS }),
    );
    tell("references", jsonencode({ attribute, list, number, joined: Fn.join("-", ["a", attribute]) }));
    tell("around", text(`"a" ${attribute} $${attribute} %${attribute}$`));
    tell("base64_reference", base64encode(`export A=${attribute}\n`));
    app.synth();
  });
  const terraform = new TerraformFolder(join(outdir, "stacks", "texts"));
  terraform.expect("init");
  terraform.expect("apply", "-auto-approve");
  return JSON.parse(terraform.expect("output", "-json").stdout) as Outputs;
}

const NASTY_ATTRIBUTE = 'x "y" \\ ${z';

describeWithTerraform("Terraform reads", () => {
  const folder = temporaryFolder();

  describe.each(FORMATS)("in %s", (format) => {
    let outputs: Outputs = {};
    const value = (name: string): unknown => outputs[name]?.value;
    const unpacked = (name: string): string => Buffer.from(String(value(name)), "base64").toString("utf8");

    beforeAll(() => {
      outputs = applied(join(folder.path, format), format);
    });

    test("the format it is about", () => {
      expect(readFileSync(join(folder.path, format, "stacks", "texts", FILE_OF[format]), "utf8")).toContain("texts");
    });

    test.each(TEXTS.map((plain, index) => [plain, index] as const))("the text %j as written", (plain, index) => {
      expect(value(`text_${index}`)).toBe(plain);
      expect(unpacked(`base64_${index}`)).toBe(plain);
    });

    test("JSON as written, keys and numbers too", () => {
      expect(JSON.parse(String(value("json")))).toEqual({
        texts: TEXTS,
        keys: Object.fromEntries(TEXTS.map((plain) => [plain, 1])),
        numbers: NUMBERS,
      });
    });

    test("references to texts, lists, numbers and function results as what they become", () => {
      expect(JSON.parse(String(value("references")))).toEqual({
        attribute: NASTY_ATTRIBUTE,
        list: ["a", "b"],
        number: 7,
        joined: `a-${NASTY_ATTRIBUTE}`,
      });
    });

    test("references inside a text, whatever stands around them", () => {
      expect(value("around")).toBe(`"a" ${NASTY_ATTRIBUTE} $${NASTY_ATTRIBUTE} %${NASTY_ATTRIBUTE}$`);
      expect(unpacked("base64_reference")).toBe(`export A=${NASTY_ATTRIBUTE}\n`);
    });
  });
});
