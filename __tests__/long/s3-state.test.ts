import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PretendS3 } from "../../sim/s3/server";
import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(60_000);

const BUCKET = "state: { bucket: my-states, region: eu-west-1 }\n";
const NOTHING = { status: 0, output: expect.stringContaining("No changes.") as string };
let work: Workspace;
let s3: PretendS3;

beforeEach(async () => {
  s3 = new PretendS3();
  await s3.start();
});
afterEach(() => {
  work.end();
  s3.stop();
});

function withBucket(): void {
  work.configure("base.yaml", (text) => `${text}${BUCKET}`);
  work.synth();
}

terraformTest("state lives in the bucket, is locked there, and holds no secret", async () => {
  work = new Workspace();
  work.env = s3.environment;
  withBucket();
  await work.deploy("base");
  await work.deploy("valheim");
  expect([...s3.objects.keys()].sort()).toEqual(["my-states/games/base.tfstate", "my-states/games/valheim.tfstate"]);
  expect(s3.objects.get("my-states/games/valheim.tfstate")?.toString()).not.toContain("hunter22");
  expect(await work.plan("valheim")).toEqual(NOTHING);

  const lock = "my-states/games/valheim.tfstate.tflock";
  const held = {
    ID: "0-1",
    Operation: "OperationTypeApply",
    Who: "friend@laptop",
    Version: "1.11.4",
    Created: "2026-01-01T00:00:00Z",
    Info: "",
    Path: lock,
  };
  s3.objects.set(lock, Buffer.from(JSON.stringify(held)));
  const refused = await work.terraform("valheim", "apply", "-no-color", "-auto-approve");
  expect(refused.status).toBe(1);
  expect(refused.output).toMatch(/Error acquiring the state lock.*friend@laptop/);
  s3.objects.delete(lock);
  await work.apply("valheim");
});

terraformTest("a container before base gets Terraform's own message", async () => {
  work = new Workspace();
  work.env = s3.environment;
  withBucket();
  await expect(work.deploy("valheim")).rejects.toThrow(/Unable to find remote state/);
});

terraformTest("a plan is applied from a folder that was carried elsewhere", async () => {
  work = new Workspace();
  work.env = s3.environment;
  withBucket();
  await work.deploy("base");
  const planned = await work.terraform("valheim", "init", "-no-color");
  expect(planned.status).toBe(0);
  expect((await work.terraform("valheim", "plan", "-no-color", "-out=valheim.tfplan")).status).toBe(0);

  const elsewhere = join(work.folder, "another-job");
  cpSync(work.stackFolder("valheim"), elsewhere, { recursive: true });
  rmSync(work.stackFolder("valheim"), { recursive: true });
  const applied = await work.terraformIn(elsewhere, "apply", "-no-color", "valheim.tfplan");
  expect(applied.output).toContain("Apply complete!");
});

terraformTest("state moves from files to the bucket and back, and nothing is recreated", async () => {
  work = new Workspace();
  work.env = s3.environment;
  await work.deploy("base");
  await work.deploy("valheim");
  const migrate = async (): Promise<void> => {
    for (const stack of ["base", "valheim"]) {
      expect(await work.terraform(stack, "init", "-no-color", "-migrate-state", "-force-copy")).toMatchObject({
        status: 0,
      });
    }
    expect(await work.plan("base")).toEqual(NOTHING);
  };
  withBucket();
  await migrate();
  await work.apply("valheim"); // forgets base_applied, which only local state needs
  expect(await work.plan("valheim")).toEqual(NOTHING);
  expect(s3.objects.size).toBe(2);

  work.configure("base.yaml", (text) => text.replace(BUCKET, ""));
  work.synth();
  await migrate();
  expect((await work.plan("valheim")).output).toContain("Plan: 1 to add, 0 to change, 0 to destroy");
});
