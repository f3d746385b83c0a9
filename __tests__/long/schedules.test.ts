import { wakeUp } from "../sim/outside";
import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(120_000);

const HOST = {
  group: "company-backend-host",
  cluster: "company-backend-cluster",
  record: "backend.mine.org",
  address: "198.51.100.7",
};
const NO_CHANGES = { status: 0, output: expect.stringContaining("No changes.") as string };

terraformTest(
  "a container that loses its last service that runs all the time loses its address, and gets it back",
  async () => {
    const work = new Workspace([], "examples/small-company");
    try {
      work.enter("{}");
      // As a container that sleeps has it: it has more parts.
      work.configure("backend.yaml", (text) =>
        text.replace(/^(mode|address): .*\n/gm, "").replace("timeout: 30m", "timeout: 30m\n    wakes: true"),
      );
      work.synth();
      for (const stack of ["base", "backend"]) await work.deploy(stack);
      const full = (await work.terraform("backend", "state", "list")).output;
      let backend = "";
      work.configure("backend.yaml", (text) => {
        backend = text.slice(text.indexOf("  backend:\n"), text.indexOf("  scraper:\n"));
        return text.replace(backend, "");
      });
      work.synth();
      await work.deploy("backend");
      expect(await work.plan("backend")).toEqual(NO_CHANGES);
      const alone = (await work.terraform("backend", "state", "list")).output;
      expect(alone).not.toMatch(/aws_route53|aws_ecs_service|wake/);
      expect(alone).toContain("aws_scheduler_schedule.schedule_run_scraper");

      work.configure("backend.yaml", (text) => text.replace("  scraper:\n", `${backend}  scraper:\n`));
      work.synth();
      await work.deploy("backend");
      expect(await work.plan("backend")).toEqual(NO_CHANGES);
      expect((await work.terraform("backend", "state", "list")).output).toBe(full);

      // While a run lasts: RunTask itself leaves nothing that Terraform manages.
      wakeUp(work.server.cloud.store, HOST);
      expect(await work.plan("backend")).toEqual(NO_CHANGES);
      expect((await work.terraform("backend", "destroy", "-auto-approve")).output).toContain("Destroy complete!");
    } finally {
      work.end();
    }
  },
);
