import { companionFiles, type Companions } from "../../src/lib/companions";

const HOME = { account: "${data.aws_caller_identity.account.account_id}", region: "us-west-2" };
const FACTS = { domain: "mine.org" };
const REQUIREMENT = { condition: 'local.facts.domain != ""', message: "the domain is empty: write one" };

/** The texts of the files, by name. */
const texts = (companions: Partial<Companions>): Readonly<Record<string, string>> =>
  companionFiles({ home: HOME, facts: {}, requirements: [], ...companions });

/** The requirements as Terraform reads them. */
const requirements = (companions: Partial<Companions>): unknown =>
  JSON.parse(texts(companions)["requirements.tf.json"] ?? "");

const HOME_GUARD = {
  input: { account: "${local.facts.account}", region: "${local.facts.region}" },
  lifecycle: {
    ignore_changes: ["input"],
    postcondition: [
      {
        condition: "${self.output.account == local.facts.account}",
        error_message:
          "this stack was created in account ${self.output.account}, but the current account is ${local.facts.account}: switch back to ${self.output.account}",
      },
      {
        condition: "${self.output.region == local.facts.region}",
        error_message:
          "this stack was created in region ${self.output.region}, but the current region is ${local.facts.region}: switch back to ${self.output.region}",
      },
    ],
  },
};
const DOMAIN_CHECKED = {
  lifecycle: {
    precondition: [{ condition: '${local.facts.domain != ""}', error_message: "the domain is empty: write one" }],
  },
};

test("every stack needs a Terraform that keeps secrets out of state", () => {
  expect(JSON.parse(texts({})["versions.tf.json"] ?? "")).toEqual({ terraform: { required_version: ">= 1.11" } });
});

test("a stack that asks for nothing only remembers where it lives", () => {
  expect(requirements({})).toEqual({
    locals: { facts: HOME },
    resource: { terraform_data: { home: HOME_GUARD } },
  });
});

test("a stack without volumes has its requirements and warnings, and the facts they refer to", () => {
  expect(requirements({ facts: FACTS, requirements: [REQUIREMENT], warnings: { domain_set: REQUIREMENT } })).toEqual({
    locals: { facts: { ...HOME, domain: "mine.org" } },
    check: { domain_set: { assert: DOMAIN_CHECKED.lifecycle.precondition } },
    resource: { terraform_data: { home: HOME_GUARD, requirements: DOMAIN_CHECKED } },
  });
});

test("a stack that reads base from a local file checks that the file exists, and guards its volumes", () => {
  const companions = {
    facts: FACTS,
    requirements: [REQUIREMENT],
    baseStateFile: "../../../state/games/base.tfstate",
    volumes: { kept: ["world", "mods"], released: ["server"] },
  };
  expect(requirements(companions)).toEqual({
    locals: { facts: { ...HOME, domain: "mine.org", base_state_file: "../../../state/games/base.tfstate" } },
    resource: {
      terraform_data: {
        home: HOME_GUARD,
        requirements: DOMAIN_CHECKED,
        base_applied: {
          lifecycle: {
            precondition: [
              {
                condition: "${fileexists(local.facts.base_state_file)}",
                error_message:
                  "the stack base has no state yet: apply it first (npx cdktf deploy base, or terraform apply in stacks/base)",
              },
            ],
          },
        },
        kept_volumes: {
          for_each: '${toset(["world","mods"])}',
          input: "${each.key}",
          lifecycle: { prevent_destroy: true },
        },
        released_volumes: { for_each: '${toset(["server"])}', input: "${each.key}" },
      },
    },
    moved: [
      { from: 'terraform_data.released_volumes["world"]', to: 'terraform_data.kept_volumes["world"]' },
      { from: 'terraform_data.released_volumes["mods"]', to: 'terraform_data.kept_volumes["mods"]' },
      { from: 'terraform_data.kept_volumes["server"]', to: 'terraform_data.released_volumes["server"]' },
    ],
  });
});

test("with state in S3 there is no file to look for", () => {
  const { "requirements.tf.json": text } = texts({ requirements: [REQUIREMENT], volumes: { kept: [], released: [] } });
  expect(text).not.toMatch(/base_applied|base_state_file/);
});

test("a container that has no volume any more still guards those it had", () => {
  expect(requirements({ volumes: { kept: [], released: [] } })).toEqual({
    locals: { facts: HOME },
    resource: {
      terraform_data: {
        home: HOME_GUARD,
        kept_volumes: { for_each: "${toset([])}", input: "${each.key}", lifecycle: { prevent_destroy: true } },
        released_volumes: { for_each: "${toset([])}", input: "${each.key}" },
      },
    },
  });
});

test("nothing in a message is read as code", () => {
  const message = 'write "${var.x}" or %{if}';
  expect(requirements({ requirements: [{ condition: "true", message }] })).toHaveProperty(
    "resource.terraform_data.requirements.lifecycle.precondition.0.error_message",
    'write "$${var.x}" or %%{if}',
  );
});

test("the files are indented for people and end with a line end", () => {
  for (const text of Object.values(texts({ facts: FACTS, requirements: [REQUIREMENT] }))) {
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
  }
});
