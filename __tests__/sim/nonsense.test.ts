import { testNonsense } from "./nonsense";

jest.setTimeout(60_000);

// All others: npm run long.
testNonsense(
  ["crash-loop", "lost-host"],
  ["does not remember what it has reported", "mails each session that failed", "does not hear of backups"],
);
