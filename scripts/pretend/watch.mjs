// node watch.mjs <pid>: ends a process and all it started when standard input closes without a word: whoever started
// this was killed and can't do it any more.
import { endTree } from "./tree.mjs";

let word = "";
process.stdin.setEncoding("utf8").on("data", (/** @type {string} */ data) => (word += data));
process.stdin.on("end", () => {
  if (word === "") void endTree(Number(process.argv[2]), "SIGTERM", 3000);
});
