import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { temporaryFolder } from "../helpers/folders";
import { ProjectFolder, INPUT } from "./container-folder";
import { describeWithTerraform } from "./run-terraform";
import { unzipped } from "./zip";

const HUSH = "hunter2-hush";
const SECRET = { secrets: ["SERVER_PASS", "ADMIN_PASS"] };

describeWithTerraform("a plan", () => {
  const folder = temporaryFolder();
  let project: ProjectFolder;
  const refused = (message: string): string => {
    const { code, text } = project.container.run("plan");
    expect(text).toContain(message);
    expect(code).toBe(1);
    return text;
  };

  beforeAll(() => {
    project = new ProjectFolder(folder.path).configure().applyBase().assign({});
    project.container.expect("init");
  });

  test("is made when all requirements are met", () => {
    expect(project.configure().assign({}).container.run("plan")).toMatchObject({ code: 0 });
  });

  test("needs a Terraform that keeps secrets out of state", () => {
    const versions = readFileSync(join(project.container.path, "versions.tf.json"), "utf8");
    expect(JSON.parse(versions)).toEqual({ terraform: { required_version: ">= 1.11" } });
  });

  test("refuses the shipped domain, naming the line to edit", () => {
    project.configure({}, {}, { domain: "example.com" });
    refused("configs/base.yaml:5:9 domain: example.com is an example");
  });

  test("refuses other domains that are nobody's, but none that only look so", () => {
    project.configure({}, {}, { domain: "games.example.org" });
    refused("games.example.org is an example");
    for (const domain of ["counterexample.com", "example.com.mine.org"]) {
      expect(project.configure({}, {}, { domain }).container.run("plan")).toMatchObject({ code: 0 });
    }
  });

  describe("says to apply base first", () => {
    beforeEach(() => project.configure());
    afterEach(() => project.applyBase());

    test("when base has no state yet", () => {
      project.forgetBase();
      refused("the stack base has no state yet");
    });

    test("when base lacks the container's zone", () => {
      project.applyBase({ public_subnet_ids: { b: "subnet-2" } });
      refused("the stack base has no subnet in zone a yet");
    });

    test("when base is of another version of the project", () => {
      project.applyBase({ contract: 0 });
      refused("from another version of the project: apply base first");
    });
  });

  test.each([
    ["is not there", {}],
    ["is another container's", { minecraft: { SERVER_PASS: HUSH, ADMIN_PASS: HUSH } }],
    ["is empty", { valheim: { SERVER_PASS: "", ADMIN_PASS: HUSH } }],
    ["is null", { valheim: { SERVER_PASS: null, ADMIN_PASS: HUSH } }],
  ])("asks by name for a secret whose value %s, and tells no value", (_, secrets) => {
    project.configure({}, SECRET).assign(secrets);
    const text = refused('the secret SERVER_PASS has no value: write secrets = { valheim = { SERVER_PASS = "..." } }');
    expect(text).not.toContain(HUSH);
  });

  test.each([
    ["no map", { valheim: HUSH }],
    ["no text", { valheim: { SERVER_PASS: [HUSH] } }],
  ])("tells no value of secrets that are %s", (_, secrets) => {
    project.configure({}, SECRET).assign(secrets);
    expect(refused("not suitable for var.secrets, which is sensitive")).not.toContain(HUSH);
  });

  test("and its apply leave a secret's value in no output and no file", () => {
    project.configure({}, SECRET).assign({ valheim: { SERVER_PASS: HUSH, ADMIN_PASS: `${HUSH}-2` } });
    const texts = [
      project.container.expect("plan", "-out=saved.plan"),
      project.container.expect("show", "-json", "saved.plan"),
      project.container.expect("apply", "saved.plan"),
      project.container.expect("show", "-json"),
    ];
    expect(texts.filter(({ text }) => text.includes(HUSH))).toEqual([]);
    expect(filesWith(project.path, HUSH)).toEqual(["terraform.tfvars.json"]);
    // The same search finds values that are not secret, so it covers the right files.
    expect(filesWith(project.path, INPUT)).toEqual(["saved.plan", "terraform.tfvars.json"]);
  });
});

describeWithTerraform("a stack that was applied", () => {
  const folder = temporaryFolder();
  let project: ProjectFolder;

  beforeAll(() => {
    project = new ProjectFolder(folder.path).applyBase().configure();
    project.container.expect("init");
    project.container.expect("apply", "-auto-approve");
  });

  beforeEach(() => {
    project.account = "111111111111";
    project.configure();
  });

  test("has nothing to change at the second plan", () => {
    expect(project.container.run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
  });

  test("is not made again in another account", () => {
    project.account = "222222222222";
    const { code, text } = project.configure().container.run("apply", "-auto-approve");
    expect(text).toContain("this stack was created in account 111111111111, but the current account is 222222222222");
    expect(code).toBe(1);
  });

  test("is not made again in another region", () => {
    const { code, text } = project.configure({}, {}, { region: "eu-west-1" }).container.run("apply", "-auto-approve");
    expect(text).toContain("this stack was created in region us-west-2, but the current region is eu-west-1");
    expect(code).toBe(1);
  });
});

describeWithTerraform("base", () => {
  const folder = temporaryFolder();
  let project: ProjectFolder;

  beforeAll(() => {
    project = new ProjectFolder(folder.path).applyBase();
  });

  test.each([
    ["nobody gets mail", {}, "write alerts = { base = [...] } with mail addresses in terraform.tfvars"],
    [
      "mail is for a stack without alerts",
      { base: [INPUT], valheim: [INPUT] },
      "only alerts = { base = [...] } is used",
    ],
  ])("warns when %s, and refuses nothing", (_, alerts, warning) => {
    const { code, text } = project.base.write({ "terraform.tfvars.json": { alerts } }).run("plan");
    expect(text).toContain("Warning: Check block assertion failed");
    expect(text).toContain(warning);
    expect(code).toBe(0);
  });

  test("warns of nothing when somebody gets mail", () => {
    const { code, text } = project.base.write({ "terraform.tfvars.json": { alerts: { base: [INPUT] } } }).run("plan");
    expect(text).not.toContain("Warning");
    expect(code).toBe(0);
  });
});

/** Names of the files that hold a text, packed or not. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .filter((path) => {
      const content = readFileSync(path);
      return content.includes(text) || unzipped(content).includes(text);
    })
    .map((path) => basename(path))
    .sort();
}
