import type { App } from "cdktf";
import type { Companions } from "../../src/lib/companions";
import { ProjectStack } from "../../src/stacks/project-stack";
import { jsonOf, textOf } from "../helpers/formats";

class ExampleStack extends ProjectStack {
  readonly companions: Companions = { home: { account: "1", region: "us-west-2" }, facts: {}, requirements: [] };

  constructor(scope: App) {
    super(scope, "valheim", {
      project: "games",
      region: "us-west-2",
      state: { kind: "local", folder: "../../../state" },
      tags: { Project: "games", Container: "valheim" },
    });
    this.output({ account: { value: this.accountId, description: "Who pays" } });
  }
}

const define = (app: App): ProjectStack => new ExampleStack(app);
const json = jsonOf(define);

test("works in its region, with its tags on everything", () => {
  expect(json.provider).toEqual({
    aws: [{ region: "us-west-2", default_tags: [{ tags: { Project: "games", Container: "valheim" } }] }],
  });
});

test("keeps its state where the project says", () => {
  expect(json.terraform).toMatchObject({ backend: { local: { path: "../../../state/games/valheim.tfstate" } } });
});

test("knows the account, and outputs go by their own names", () => {
  expect(json.output).toEqual({
    account: { value: "${data.aws_caller_identity.account.account_id}", description: "Who pays" },
  });
});

test("takes secrets so that they end up in no state and no plan, and needs none", () => {
  expect(json.variable).toMatchObject({
    secrets: { type: "map(map(string))", default: {}, sensitive: true, ephemeral: true, nullable: false },
  });
});

test("takes mail addresses openly: each becomes a resource with an address of its own", () => {
  expect(json.variable).toHaveProperty("alerts", {
    type: "map(list(string))",
    default: {},
    nullable: false,
    description: "Mail addresses for alerts, by stack; see terraform.tfvars.example",
  });
});

test("HCL keeps what protects a secret", () => {
  expect(textOf(define, "hcl")).toMatch(
    /variable "secrets" \{\n[^}]*\}\n[^}]*sensitive = true\n\s*ephemeral = true\n\s*nullable = false\n\}/,
  );
});
