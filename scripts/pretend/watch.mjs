// node watch.mjs <pid>: ends a process and its descendants when standard input closes without data, which means that the
// parent of this process was killed.
import { endTree } from "./tree.mjs";

let word = "";
process.stdin.setEncoding("utf8").on("data", (/** @type {string} */ data) => (word += data));
process.stdin.on("end", () => {
  if (word === "") void endTree(Number(process.argv[2]), "SIGTERM", 3000);
});
