// npm run costs [-- --check]: simulates months of people who try to cause costs, and writes the bills into docs/costs.md;
// with --check it only checks that the page is up to date.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as prettier from "prettier";
import { load } from "./bundle.mjs";
import { setEnvironment } from "./environment.mjs";
import { requireNode, requirePackages } from "./require.mjs";

const root = new URL("../", import.meta.url);
requireNode();
requirePackages(root);
setEnvironment();
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
process.chdir(fileURLToPath(root));

const bills = await load("sim/prove/bills.ts");
const { renewed } = /** @type {typeof import("../sim/prove/bills.js")} */ (bills);
const PAGE = "docs/costs.md";
const page = readFileSync(PAGE, "utf8");
const options = await prettier.resolveConfig(PAGE);
const now = await prettier.format(await renewed(page), { ...options, filepath: PAGE });
if (now === page) console.log(`${PAGE} is up to date`);
else if (process.argv.includes("--check")) {
  console.error(`wake-on-dns: ${PAGE} is out of date: run npm run costs`);
  process.exitCode = 1;
} else {
  writeFileSync(`${PAGE}.new`, now);
  renameSync(`${PAGE}.new`, PAGE);
  console.log(`${PAGE} is updated`);
}
