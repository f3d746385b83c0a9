import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FileProblem, Place } from "./file-problem";

type TextResult = { readonly text: string } | { readonly problem: FileProblem };

/** Four times the limit of a task definition. Parsing 20 MB would take minutes. */
const MAX_KIB = 256;

/**
 * Reads a UTF-8 text file, without its byte order mark.
 *
 * @param file the name that messages show
 */
export function readTextFile(path: string, file: string): TextResult {
  const problem = (message: string, place?: Place): TextResult => ({ problem: { file, message, ...place } });
  let bytes: Buffer;
  try {
    // Reading a pipe or a device might never end.
    const stats = statSync(path);
    if (!stats.isFile()) return problem(cannotRead("EISDIR"));
    if (stats.size > MAX_KIB * 1_024) return problem(tooLarge(stats.size));
    bytes = readFileSync(path);
  } catch (error) {
    return problem(cannotRead(errorCode(error)));
  }
  if (!isUtf8(bytes)) return problem("is not valid UTF-8: save the file as UTF-8", firstBadByte(bytes));
  const text = new TextDecoder("utf-8").decode(bytes);
  const control = text.search(/(?![\t\n\r])\p{Cc}/u);
  return control === -1
    ? { text }
    : problem("contains an invisible control character: save the file as UTF-8 text", placeOf(text, control));
}

/** A file that a configuration names, in its own folder. Undefined if it does not exist. */
export function readCompanion(folder: string, name: string): TextResult | undefined {
  const path = join(folder, name);
  if (!existsSync(path)) return undefined;
  const file = `${folder}/${name}`;
  return statSync(path).isDirectory()
    ? { problem: { file, message: "is a folder: name a file" } }
    : readTextFile(path, file);
}

export const missingCompanion = (name: string): string =>
  `${name} does not exist: it is read from the folder of this file`;

const tooLarge = (bytes: number): string =>
  `is too large for a configuration file: it has ${Math.ceil(bytes / 1_024)} KiB, at most ${MAX_KIB} KiB are allowed`;

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOENT: "it links to a file that does not exist",
  ELOOP: "its links form a loop",
};

/** Why a file or folder cannot be read, by the system's error code. */
export const cannotRead = (code = "unknown reason"): string =>
  code === "EISDIR" ? "is a folder: expected a file" : `cannot be read: ${REASONS[code] ?? code}`;

export const errorCode = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;

/** Place of the first invalid byte: a lenient decoder replaces it with U+FFFD. */
function firstBadByte(bytes: Buffer): Place {
  for (let line = 1, start = 0; ; line++) {
    const end = bytes.indexOf("\n", start);
    const part = bytes.subarray(start, end === -1 ? undefined : end);
    if (!isUtf8(part)) return { line, column: part.toString().indexOf("\uFFFD") + 1 };
    start = end + 1;
  }
}

function placeOf(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
