import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { App } from "cdktf";
import { UserError } from "../config/yaml/problem";
import { companionFiles, type Companions } from "../lib/companions";
import { codeFile, type FunctionCode } from "../lib/function-code";
import type { ProjectStack } from "../stacks/project-stack";
import { copyLockFile, publish } from "./publish";

/** Only the cdktf CLI sets it for the app. */
const OF_CDKTF = "CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS";

/**
 * Synthesizes into a hidden folder of the output and moves it from there when all of it is done: an error in the middle
 * leaves the output as it was, an interrupt too (but for that folder, which no other run touches).
 *
 * @param output folder for stacks/<stack>/; JSON or, with SYNTH_HCL_OUTPUT=true in the environment, HCL
 * @param define adds the stacks to the app and returns them
 * @param code of the functions, for the stacks that have some
 * @throws UserError if the folder cannot be written
 */
export function synthesize(output: string, define: (app: App) => readonly ProjectStack[], code: FunctionCode): void {
  const staging = writing(output, () => {
    mkdirSync(output, { recursive: true });
    // Inside, so that it is on the same file system even if the output is a link or a mount of its own.
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
        const files = { ...companionFiles(companions), ...codeFiles(companions, code) };
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
 * cdktf 0.21 writes down for each reference where it was made, and nobody reads it: a quarter of the time, a third of the
 * memory. The trace of an error is made when somebody looks at it, so errors keep theirs.
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

/** Code of a stack's functions, by the file it goes into. */
function codeFiles({ functions = [] }: Companions, code: FunctionCode): Readonly<Record<string, string>> {
  return Object.fromEntries(functions.map((name) => [codeFile(name), code[name]]));
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

/** A folder that cannot be written is the user's to mend, not a defect of the program. */
function writing<Result>(output: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    const { code = "", message, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new UserError(`${output} cannot be written: ${REASONS[code] ?? message}`);
  }
}
