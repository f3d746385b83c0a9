import { Token } from "cdktf";
import fc from "fast-check";
import { base64encode, escapeTemplate, jsonencode, text } from "../../src/lib/text";
import { decode } from "../helpers/terraform-expression";

const NASTY: readonly [string, string, string][] = [
  ["leaves plain words as they are", "Midgard's", `\${"Midgard's"}`],
  ["escapes quotes and backslashes", 'say "C:\\new"', '${"say \\"C:\\\\new\\""}'],
  ["keeps everything in one line", "a\nb\r\n\tc", '${"a\\nb\\r\\n\\tc"}'],
  ["reads no code into ${ and %{", "${var.x} %{if y}", '${"$${var.x} %%{if y}"}'],
  ["escapes what already looks escaped once more", "$${x} %%{y}", '${"$$${x} %%%{y}"}'],
  ["takes unbalanced braces for text", "}{ ${ %{", '${"}{ $${ %%{"}'],
  ["hides a dollar at the end from a token that may follow", "costs $", '${"costs \\u0024"}'],
  ["leaves other dollars and percents alone", "$5 100% $$ %s", '${"$5 100% $$ %s"}'],
  ["leaves UTF-8 alone", "é 世界 😀", '${"é 世界 😀"}'],
  ["writes nothing as an empty text", "", '${""}'],
];

test.each(NASTY)("%s", (_, plain, expression) => {
  expect(text(plain)).toBe(expression);
});

test.each(NASTY.map(([, plain]) => plain))("base64 is made of the same text: %j", (plain) => {
  expect(base64encode(plain)).toBe(text(plain).replace(/^\$\{(.*)\}$/, "${base64encode($1)}"));
});

test.each([
  ["${var.x}", "$${var.x}"],
  ["%{if}", "%%{if}"],
  ['"quotes" \\ stay', '"quotes" \\ stay'],
  ["$5, 100%", "$5, 100%"],
])("a template with nothing to read as code: %s", (plain, template) => {
  expect(escapeTemplate(plain)).toBe(template);
});

test("a token stays a reference, whatever surrounds it", () => {
  const token = Token.asString({ resolve: () => "unused" });
  expect(text(`a "${token}" $${token}`)).toBe(`\${"a \\"\${${token}}\\" \\u0024\${${token}}"}`);
  expect(base64encode(token)).toBe(`\${base64encode("\${${token}}")}`);
  expect(jsonencode({ arn: token })).toBe(`\${jsonencode({"arn" = "\${${token}}"})}`);
});

test("a number or list that is known only later becomes a reference, too", () => {
  expect(jsonencode([Token.asNumber({ resolve: () => 1 })])).toMatch(
    /^\$\{jsonencode\(\["\$\{\$\{TfToken\[.*\]\}\}"\]\)\}$/,
  );
  expect(jsonencode({ list: Token.asList({ resolve: () => [] }) })).toMatch(/"list" = "\$\{\$\{TfToken\[.*\]\}\}"\}/);
});

test("an undefined property is left out, an undefined item is null, as in JSON", () => {
  expect(jsonencode({ a: undefined, b: [undefined], c: null })).toBe('${jsonencode({"b" = [null], "c" = null})}');
});

test("zero, false and empty values are kept", () => {
  expect(jsonencode([0, false, "", {}, []])).toBe('${jsonencode([0, false, "", {}, []])}');
});

test("whatever JSON can say can be read back", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "grapheme" }), (value) => {
      expect(decode(jsonencode(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("every text can be read back, above all one of special characters", () => {
  const special = fc.string({ unit: fc.constantFrom("$", "%", "{", "}", '"', "\\", "\n", "\r", "\t", "n", "u") });
  fc.assert(
    fc.property(fc.oneof(special, fc.string({ unit: "binary" })), (value) => {
      expect(decode(text(value))).toBe(value);
    }),
  );
});
