import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(120_000);

const NO_CHANGES = { status: 0, output: expect.stringContaining("No changes.") as string };

describe.each([
  ["web", "vault", '{ vault = { ADMIN_TOKEN = "secret" } }'],
  [
    "minecraft-network",
    "network",
    '{ network = { VELOCITY_FORWARDING_SECRET = "a", PAPER_VELOCITY_SECRET = "a", RCON_PASSWORD = "b" } }',
  ],
  ["minecraft", "minecraft", "{}"],
])("examples/%s", (example, container, secrets) => {
  terraformTest("is applied by real Terraform, and a second plan has no changes", async () => {
    const work = new Workspace([], `examples/${example}`);
    try {
      work.enter(secrets);
      for (const stack of ["base", container]) {
        expect(await work.deploy(stack)).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/);
        expect(await work.plan(stack)).toEqual(NO_CHANGES);
      }
    } finally {
      work.end();
    }
  });
});
