// node watch.mjs <pid>: ends a process and all it started when standard input closes without a word: whoever started
// this was killed and can't do it any more.
import { endTree } from "./tree.mjs";

let word = "";
process.stdin.on("data", (data) => (word += data));
process.stdin.on("end", async () => {
  if (word === "") await endTree(Number(process.argv[2]), "SIGTERM", 3000);
});
