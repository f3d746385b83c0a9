import { spawnSync } from "node:child_process";
import { terraformTest } from "../sim/workspace";

/** No binary for a newer Node comes with cdktf's command line: there it runs only where npm could build its native part. */
const NEWEST_WITH_BINARY = 22;

const isNewer = Number(process.versions.node.split(".")[0]) > NEWEST_WITH_BINARY;
const loads = (): boolean => {
  const { status } = spawnSync(process.execPath, ["-e", 'require("@cdktf/node-pty-prebuilt-multiarch")']);
  return status === 0;
};

/** A test that needs Terraform and `npx cdktf`: skipped by name where the latter cannot be had, never with Node 20 or 22. */
export const cdktfTest: typeof test = isNewer && !loads() ? test.skip : terraformTest;
