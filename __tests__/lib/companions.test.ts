import { companionFiles, type Companions } from "../../src/lib/companions";

/** The files as Terraform reads them. */
function files(companions: Companions): Record<string, unknown> {
  return Object.fromEntries(Object.entries(companionFiles(companions)).map(([file, text]) => [file, JSON.parse(text)]));
}

const FACTS = { domain: "mine.org" };
const REQUIREMENT = { condition: 'local.facts.domain != ""', message: "the domain is empty: write one" };
const DOMAIN_CHECKED = {
  lifecycle: {
    precondition: [{ condition: '${local.facts.domain != ""}', error_message: "the domain is empty: write one" }],
  },
};

test("a stack without volumes has its version and its requirements", () => {
  expect(files({ facts: FACTS, requirements: [REQUIREMENT] })).toEqual({
    "versions.tf.json": { terraform: { required_version: ">= 1.11" } },
    "requirements.tf.json": {
      locals: { facts: { domain: "mine.org" } },
      resource: { terraform_data: { requirements: DOMAIN_CHECKED } },
    },
  });
});

test("a stack that reads base from a local file checks that the file exists, and guards its volumes", () => {
  const companions = {
    facts: FACTS,
    requirements: [REQUIREMENT],
    baseStateFile: "../../../state/games/base.tfstate",
    volumes: { kept: ["world", "mods"], released: ["server"] },
  };
  expect(files(companions)).toEqual({
    "versions.tf.json": { terraform: { required_version: ">= 1.11" } },
    "requirements.tf.json": {
      locals: { facts: { domain: "mine.org", base_state_file: "../../../state/games/base.tfstate" } },
      resource: {
        terraform_data: {
          requirements: DOMAIN_CHECKED,
          base_applied: {
            lifecycle: {
              precondition: [
                {
                  condition: "${fileexists(local.facts.base_state_file)}",
                  error_message:
                    "base has no state yet: apply base first (cdktf deploy base, or terraform apply in stacks/base)",
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
    },
  });
});

test("with state in S3 there is no file to look for", () => {
  const text = companionFiles({ facts: FACTS, requirements: [], volumes: { kept: ["world"], released: [] } });
  expect(text["requirements.tf.json"]).not.toMatch(/base_applied|base_state_file/);
});

test("a container that has no volume any more still guards those it had", () => {
  expect(files({ facts: FACTS, requirements: [REQUIREMENT], volumes: { kept: [], released: [] } })).toMatchObject({
    "requirements.tf.json": {
      resource: {
        terraform_data: { kept_volumes: { for_each: "${toset([])}", lifecycle: { prevent_destroy: true } } },
      },
    },
  });
});

test("no volume moves where there are none: Terraform refuses an empty list of moves", () => {
  const requirements = files({ facts: FACTS, requirements: [], volumes: { kept: [], released: [] } });
  expect(requirements["requirements.tf.json"]).not.toHaveProperty("moved");
});

test("nothing in a message is read as code", () => {
  const message = 'write "${var.x}" or %{if}';
  expect(files({ facts: {}, requirements: [{ condition: "true", message }] })).toMatchObject({
    "requirements.tf.json": {
      resource: {
        terraform_data: {
          requirements: { lifecycle: { precondition: [{ error_message: 'write "$${var.x}" or %%{if}' }] } },
        },
      },
    },
  });
});

test("the files are indented for people and end with a line end", () => {
  for (const text of Object.values(companionFiles({ facts: FACTS, requirements: [REQUIREMENT] }))) {
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
  }
});
