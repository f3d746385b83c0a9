import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { App } from "cdktf";
import { UserError } from "../lib/user-error";
import { companionFiles, type Companions } from "../lib/companions";
import { codeFolder, FUNCTION_NAMES, type FunctionCode } from "../../shared/functions";
import type { ProjectStack } from "../stacks/project-stack";
import { copyLockFile, publish } from "./publish";

/** A variable that only the cdktf CLI sets. */
const OF_CDKTF = "CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS";

/**
 * Synthesizes into a hidden folder inside the output, and then moves all files from there: after an error or an interrupt
 * the output is unchanged (an interrupt leaves that folder, which no other run uses).
 *
 * @param output folder for stacks/<stack>/; JSON or, with SYNTH_HCL_OUTPUT=true in the environment, HCL
 * @param define adds the stacks to the app and returns them
 * @param code of the functions, for the stacks that have functions
 * @throws UserError if the folder cannot be written
 */
export function synthesize(output: string, define: (app: App) => readonly ProjectStack[], code: FunctionCode): void {
  const staging = writing(output, () => {
    mkdirSync(output, { recursive: true });
    // Inside, so that it is on the same file system even if the output is a link or a mount.
    return mkdtempSync(join(output, ".new-"));
  });
  try {
    const app = new App({ outdir: staging, stackTraces: false });
    const stacks = withoutTraces(() => define(app));
    writing(output, () => {
      withoutTraces(() => {
        app.synth();
      });
      for (const { node, companions } of stacks) {
        const files = { ...companionFiles(companions), ...functionFiles(companions, code) };
        for (const [file, content] of Object.entries(files)) write(join(staging, "stacks", node.id, file), content);
      }
      copyLockFile("terraform.lock.hcl", staging);
      publish(staging, output, process.env[OF_CDKTF] !== undefined);
    });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/**
 * cdktf 0.21 records a stack trace for each reference, which nobody reads: with ten containers an eighth of the processor
 * time. The trace of an error is created when it is read, so errors keep theirs.
 */
function withoutTraces<Result>(work: () => Result): Result {
  const { prepareStackTrace } = Error; // eslint-disable-line @typescript-eslint/unbound-method -- a hook without a this
  Error.prepareStackTrace = () => "";
  try {
    return work();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

/** Files for the zips of a stack's functions, by path. */
function functionFiles({ functions }: Companions, code: FunctionCode): Readonly<Record<string, string>> {
  if (functions === undefined) return {};
  const files = FUNCTION_NAMES.flatMap((name) => [
    [`${codeFolder(name)}/index.js`, code[name]],
    [`${codeFolder(name)}/settings.json`, `${JSON.stringify(functions[name], null, 2)}\n`],
  ]);
  return Object.fromEntries(files) as Record<string, string>;
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  ENOTDIR: "a file is in its place",
  EEXIST: "a file is in its place",
};

/** Turns an error of the file system into one that the user can fix. */
function writing<Result>(output: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    const { code = "", message, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new UserError(`${output} cannot be written: ${REASONS[code] ?? message}`);
  }
}
