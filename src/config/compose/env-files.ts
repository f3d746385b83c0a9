import { posix } from "node:path";
import { composeText } from "./compose-text";
import { flag, list, mapping, notTaken, oneOf } from "../schema/fields";
import { mustBe } from "../schema/messages";

/** A file of variables beside the configuration. */
export interface EnvFile {
  /** As a person wrote it, relative to the folder of configurations. */
  readonly path: string;
  readonly required: boolean;
}

const A_PATH = "a file beside this one, like game.env";

/** A file in the folder of configurations, relative to it. */
export const pathInFolder = composeText(mustBe(A_PATH)).transform((written, context) => {
  const normal = posix.normalize(written.replaceAll("\\", "/"));
  if (normal.startsWith("/") || normal.startsWith("..") || normal === ".")
    context.addIssue("must be in the folder of this file: copy it there, and write its name alone");
  return normal;
});

const entry = oneOf(
  [
    pathInFolder.transform((name): EnvFile => ({ path: name, required: true })),
    mapping(
      {
        path: pathInFolder.meta({ description: "the file, in the folder of this one" }),
        required: flag(true, "false: a file that is not there is left out"),
      },
      notTaken({ "is not taken: quotes and comments are read as Compose does by default": "format" }),
    ),
  ],
  A_PATH,
);

/** `game.env`, or a list of such files. */
export const envFiles = oneOf(
  [list(entry, "[game.env]"), entry.transform((one) => [one])],
  `${A_PATH}, or a list of such`,
);
