import { posix } from "node:path";
import { composeText } from "./compose-text";
import { list } from "./fields";
import { withRule, type Finding } from "./findings";
import { mustBe, show } from "./wording";

const MOUNT = /^([^:]+):([^:]+)(?::(ro|rw))?$/;
const EXAMPLES = 'a volume and a path like "world:/config" or "world:/config:ro"';

const MAY_GO = " (with storage: host if its files may be lost at each sleep)";

/** One entry of `volumes:` inside a service. */
const mount = composeText(mustBe(EXAMPLES))
  .transform((entry, context) => {
    const [, volume = "", written = "", mode] = MOUNT.exec(entry) ?? [];
    const path = withoutEnd(posix.normalize(written));
    if (/docker\.sock/.test(entry)) {
      context.addIssue("is not supported: whoever has docker's socket owns the host");
    } else if (/^[./~].*:/.test(entry)) {
      context.addIssue(
        `folders of the host are not supported: declare a volume and mount it, like world:/config${MAY_GO}`,
      );
    } else if (entry.startsWith("/")) {
      context.addIssue(`names no volume: declare one and mount it, like world:${entry}${MAY_GO}`);
    } else if (volume === "") {
      context.addIssue(mustBe(EXAMPLES)({ input: entry }));
    } else if (!written.startsWith("/") || written.split("/").includes("..")) {
      context.addIssue(`the path in the container must be absolute and without .., got ${show(written)}`);
    } else if (path === "/") {
      context.addIssue("would cover the whole container: mount it at a folder");
    }
    return { volume, path, readOnly: mode === "ro" };
  })
  .meta({
    pattern: MOUNT.source,
    description: '"world:/config": a volume and where the container sees it; :ro for read only',
  });

const NO_VOLUMES = "without volumes all files are lost each time the container goes to sleep";

/** Mounts of one service, none of which covers another. */
export const mounts = withRule(list(mount, '["world:/config"]', NO_VOLUMES), (all) =>
  all.flatMap(({ path }, index): Finding[] =>
    all.slice(0, index).flatMap((other) => {
      if (path === other.path)
        return [{ path: [index], message: `${other.volume} is mounted at ${path} already: choose another folder` }];
      return isInside(path, other.path) || isInside(other.path, path)
        ? [
            {
              path: [index],
              message: `${path} and ${other.path} lie in one another: one volume would hide files of the other`,
            },
          ]
        : [];
    }),
  ),
);

const withoutEnd = (path: string): string => (path.length > 1 ? path.replace(/\/$/, "") : path);

const isInside = (inner: string, outer: string): boolean => inner.startsWith(`${outer}/`);
