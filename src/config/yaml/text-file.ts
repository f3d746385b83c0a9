import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import type { FileProblem, Place } from "./file-problem";

type TextResult = { readonly text: string } | { readonly problem: FileProblem };

/** Four times what a task definition may be; of 20 MB the reading would take minutes. */
const MAX_KIB = 256;

/**
 * Reads a file of plain UTF-8 text. A byte order mark is left out.
 *
 * @param file as problems should name it
 */
export function readTextFile(path: string, file: string): TextResult {
  const problem = (message: string, place?: Place): TextResult => ({ problem: { file, message, ...place } });
  let bytes: Buffer;
  try {
    // A pipe or a device could be read for ever.
    const stats = statSync(path);
    if (!stats.isFile()) return problem(cannotRead("EISDIR"));
    if (stats.size > MAX_KIB * 1_024) return problem(tooLarge(stats.size));
    bytes = readFileSync(path);
  } catch (error) {
    return problem(cannotRead(errorCode(error)));
  }
  if (!isUtf8(bytes)) return problem("is not UTF-8: save the file as UTF-8", firstBadByte(bytes));
  const text = new TextDecoder("utf-8").decode(bytes);
  const control = text.search(/(?![\t\n\r])\p{Cc}/u);
  return control === -1
    ? { text }
    : problem("is a character nobody can see: save the file as UTF-8 text", placeOf(text, control));
}

const tooLarge = (bytes: number): string =>
  `is ${Math.ceil(bytes / 1_024)} KiB large, and a file of configuration at most ${MAX_KIB}: is it another one?`;

/** Why a file or folder can't be read, by the code of the system's error. */
export function cannotRead(code: string | undefined): string {
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "cannot be read: permission denied";
    case "EISDIR":
      return "is no file: configuration is one file per container";
    case "ENOENT":
      return "cannot be read: the file it links to does not exist";
    case "ELOOP":
      return "cannot be read: its links run in a circle";
    default:
      return `cannot be read: ${code ?? "unknown reason"}`;
  }
}

export const errorCode = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;

/** A lenient decoder writes U+FFFD for what it can't read; in the first bad line it tells where that is. */
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
