// node watch.mjs: reads the pid of a process from standard input, and ends it and its descendants when that closes without
// "done", which means that the parent of this process was killed.
import { endTree } from "./tree.mjs";

let word = "";
process.stdin.setEncoding("utf8").on("data", (/** @type {string} */ data) => (word += data));
process.stdin.on("end", () => {
  const [pid, done] = word.split(" ");
  if (done === "" && Number(pid) > 0) void endTree(Number(pid), "SIGTERM", 3000);
});
