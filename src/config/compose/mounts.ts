import { posix } from "node:path";
import { z } from "zod";
import { composeText } from "./compose-text";
import { list } from "../schema/fields";
import type { Problem } from "../schema/problem";
import { withRule } from "../schema/rule";
import { rightOnes } from "../schema/holes";
import { mustBe, show } from "../schema/messages";

/** Options after ro and rw concern SELinux and macOS: they change nothing here. */
const MOUNT = /^([^:]+):([^:]+)(?::(?:(?:(ro)|rw|z|Z|cached|delegated|consistent|nocopy)(?:,|$))+)?$/;
const LONGEST_NAME = 15;
const EXAMPLES = 'a volume and a path like "world:/config" or "world:/config:ro"';

/** One entry of `volumes:` inside a service. */
const mount = z
  .string({ error: ({ input }) => longFormMessage(input) })
  .refine((entry) => hostPath(entry) === undefined, { error: ({ input }) => hostPath(String(input)) })
  .pipe(composeText())
  .transform((entry, context) => {
    const [, volume = "", written = "", mode] = MOUNT.exec(entry) ?? [];
    const path = withoutEnd(posix.normalize(written));
    if (volume === "") {
      context.addIssue(mustBe(EXAMPLES)({ input: entry }));
    } else if (!written.startsWith("/") || written.split("/").includes("..")) {
      context.addIssue(`the path in the container must be absolute and without .., got ${show(written)}`);
    } else if (path === "/") {
      context.addIssue("would cover the whole container: mount it at a folder");
    }
    return { volume, path, readOnly: mode !== undefined };
  })
  .meta({
    pattern: MOUNT.source,
    description: '"world:/config": a volume and where the container sees it; :ro for read only',
  });

/** Compose's long form, as one line. */
function longFormMessage(input: unknown): string {
  const { type, source = "", target, read_only: readOnly } = (input ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof target !== "string" || typeof source !== "string") return mustBe(EXAMPLES)({ input });
  if (type === "tmpfs") return `is not supported here: list it under tmpfs, like "${target}:size=64m"`;
  const line = `:${target}${readOnly === true ? ":ro" : ""}`;
  return (
    ofTheHost(source, target) ??
    `must be one line: write ${JSON.stringify(volumeFor(source) + line)}, and ${declared(source)}`
  );
}

/** Why what Compose mounts from the host is not taken, and what to write; undefined for a volume. */
function hostPath(entry: string): string | undefined {
  const [, source = entry, rest = `:${entry}`] =
    /^((?:[A-Za-z]:(?=\\)|[A-Z]:(?=\/))?(?:\$\{[^}]*\}|[^:])+)(:.*)$/.exec(entry) ?? [];
  if (!/^([./~$]|\\\\|[A-Za-z]:\\|[A-Z]:\/)/.test(source)) return undefined;
  const isAnonymous = rest === `:${entry}`;
  const [, target = ""] = rest.split(":");
  return (
    (isAnonymous ? undefined : ofTheHost(source, target)) ??
    `${isAnonymous ? "names no volume" : "folders of the host are not supported"}: write ${JSON.stringify(volumeFor(source) + rest)}, and ${declared(source)}`
  );
}

/** Why what Compose mounts from there can be no volume either. */
function ofTheHost(source: string, target: string): string | undefined {
  if (/docker\.sock/.test(source)) return "is not supported: whoever has docker's socket owns the host";
  if (/^\/etc\/(localtime|timezone)$/.test(source))
    return "is not supported: set TZ under environment, like Europe/Berlin";
  if (isFile(source, target)) {
    const name = posix.basename(source).toLowerCase().replace(/\W/g, "");
    return (
      `is a file, and a volume is always a folder: copy it beside this file, declare it as ${name}: {file: ${posix.basename(source)}} ` +
      `under configs at the end, and list {source: ${name}, target: ${target}} under configs of this service`
    );
  }
  return /^\/(etc|lib\/modules|proc|sys|dev|run|var\/run)(\/|$)/.test(source)
    ? "is not supported: it is the host's own; devices go under devices, what a program only keeps while it runs under tmpfs"
    : undefined;
}

function isFile(source: string, target: string): boolean {
  const ending = posix.extname(target);
  return (
    (/^\.(?!d$)\w+$/.test(ending) && posix.extname(source) === ending) ||
    (/file$/i.test(target) && posix.basename(source) === posix.basename(target))
  );
}

/** A volume's name like a folder's. */
export function volumeFor(folder: string): string {
  const name = posix
    .basename(folder.replaceAll("\\", "/"))
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
  if (name === "") return "data";
  return (/^[a-z]/.test(name) ? name : `v${name}`).slice(0, LONGEST_NAME);
}

const declared = (folder: string): string =>
  `declare ${volumeFor(folder)}: under volumes at the end of the file (with storage: host if its files may be lost at each sleep)`;

const NO_VOLUMES = "without volumes all files are lost each time the container goes to sleep";

/** Mounts of one service, none of which covers another. */
export const mounts = withRule(list(mount, '["world:/config"]', NO_VOLUMES), (all) =>
  rightOnes(all).flatMap(([index, { path }]): Problem[] =>
    rightOnes(all.slice(0, index)).flatMap(([, other]) => {
      if (path === other.path)
        return [{ path: [index], message: `${other.volume} is mounted at ${path} already: choose another folder` }];
      const message = `${path} and ${other.path} lie in one another: one volume would hide files of the other`;
      return isInside(path, other.path) || isInside(other.path, path) ? [{ path: [index], message }] : [];
    }),
  ),
);

const withoutEnd = (path: string): string => (path.length > 1 ? path.replace(/\/$/, "") : path);

const isInside = (inner: string, outer: string): boolean => inner.startsWith(`${outer}/`);
