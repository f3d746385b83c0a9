import { posix } from "node:path";
import { composeText } from "./compose-text";
import { flag, list, mapping, refusals, oneOf } from "../schema/fields";
import { mustBe } from "../schema/messages";

const A_PATH = 'a file in the same folder, like "game.env"';

/** A file in the folder of configurations, relative to it. */
export const pathInFolder = composeText(mustBe(A_PATH)).transform((written, context) => {
  const normal = posix.normalize(written.replaceAll("\\", "/"));
  if (normal.startsWith("/") || normal.startsWith("..") || normal === ".")
    context.addIssue("must be in the same folder as this file: copy it there, and write its name only");
  return normal;
});

const entry = oneOf(
  [
    pathInFolder.transform((path) => ({ path, required: true })),
    mapping(
      {
        path: pathInFolder.describe("the file, in the same folder as this one"),
        required: flag(true, "false: a missing file is ignored"),
      },
      refusals({ "is not supported: quotes and comments are read like Compose does by default": "format" }),
    ),
  ],
  A_PATH,
);

/** `game.env`, or a list of such files. */
export const envFiles = oneOf(
  [list(entry, "[game.env]"), entry.transform((one) => [one])],
  `${A_PATH}, or a list of such files`,
);
