// npm run prove -- [--runs <number>] [--seed <number>]: plays random days with faults on what the shipped configuration
// becomes in AWS, and checks after everything that happens that all promises hold. No account, no Terraform.
import { fileURLToPath } from "node:url";
import { bundle, evaluate } from "./bundle.mjs";
import { setEnvironment } from "./environment.mjs";
import { requireNode, requirePackages } from "./require.mjs";

const root = new URL("../", import.meta.url);
requireNode();
requirePackages(root);
setEnvironment();
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
process.chdir(fileURLToPath(root));

const path = fileURLToPath(new URL("sim/prove/main.ts", root));
const { main } = evaluate(await bundle(path), path);
process.exitCode = await main(process.argv.slice(2));
