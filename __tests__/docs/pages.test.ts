import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const pages = [...readdirSync(ROOT), ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })]
  .map((name) => (existsSync(join(ROOT, name)) ? name : join("docs", name)))
  .filter((name) => name.endsWith(".md"));

/** Anchors that GitHub gives a page's headings: lower case, spaces as hyphens, no punctuation. */
const anchors = (page: string): string[] =>
  [...page.replace(/^```.*?^```$/gms, "").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );

const isDead = (page: string, link: string): boolean => {
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? page : join(dirname(page), file);
  if (!existsSync(join(ROOT, target))) return true;
  return anchor !== undefined && !anchors(read(target)).includes(anchor);
};

test.each(pages)("each link of %s inside the project leads to a file, and to a heading that is there", (page) => {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)|^\[\w+\]: (\S+)$/gm)].map(
    ([, inline, reference]) => inline ?? reference ?? "",
  );
  expect(links.filter((link) => !/^https:/.test(link)).filter((link) => isDead(page, link))).toEqual([]);
});

test("each address in README's picture is one that Terraform has in state", () => {
  const [picture = ""] = /```mermaid\nflowchart.*?```/s.exec(read("README.md")) ?? [];
  const applied = ["base", "valheim"].flatMap((stack) => {
    const { resources } = JSON.parse(read(`sim/applied/recorded/${stack}.json`)) as {
      readonly resources: readonly { readonly type: string; readonly name: string }[];
    };
    return resources.map(({ type, name }) => `${type}.${name}`);
  });
  const shown = picture.match(/aws_\w+\.\w+/g) ?? [];
  expect(shown).toContain("aws_lambda_function.keeper");
  expect(shown.filter((address) => !applied.includes(address))).toEqual([]);
});
