import { posix } from "node:path";
import { z } from "zod";
import { composeText } from "./compose-text";
import { list } from "../schema/fields";
import { problemIf } from "../schema/problem";
import { withRule } from "../schema/rule";
import { validEntries } from "../schema/holes";
import { mustBe, show } from "../schema/messages";

/** Options other than ro and rw are for SELinux and macOS, and have no effect here. */
const MOUNT = /^([^:]+):([^:]+)(?::(?:(?:(ro)|rw|z|Z|cached|delegated|consistent|nocopy)(?:,|$))+)?$/;
const LONGEST_NAME = 15;
const EXAMPLES = 'a volume and a path, like "world:/config" or "world:/config:ro"';

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
      context.addIssue(`the path in the container must be absolute, without .., got ${show(written)}`);
    } else if (path === "/") {
      context.addIssue("would hide all files of the image: mount it at a folder");
    }
    return { volume, path, readOnly: mode !== undefined };
  })
  .meta({
    pattern: MOUNT.source,
    description: 'a volume and its path in the container, like "world:/config"; add :ro for read-only',
  });

/** The message for Compose's long form, with the same mount as one line. */
function longFormMessage(input: unknown): string {
  const { type, source = "", target, read_only: readOnly } = (input ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof target !== "string" || typeof source !== "string") return mustBe(EXAMPLES)({ input });
  if (type === "tmpfs") return `is not supported: list it under tmpfs, like "${target}:size=64m"`;
  const line = `:${target}${readOnly === true ? ":ro" : ""}`;
  return (
    ofTheHost(source, target) ??
    `must be one line: write ${JSON.stringify(volumeFor(source) + line)}, and ${declared(source)}`
  );
}

/** The message for a folder of the host, with the volume to use instead; undefined for a volume. */
function hostPath(entry: string): string | undefined {
  const [, source = entry, rest = `:${entry}`] =
    /^((?:[A-Za-z]:(?=\\)|[A-Z]:(?=\/))?(?:\$\{[^}]*\}|[^:])+)(:.*)$/.exec(entry) ?? [];
  if (!/^([./~$]|\\\\|[A-Za-z]:\\|[A-Z]:\/)/.test(source)) return undefined;
  const isAnonymous = rest === `:${entry}`;
  const [, target = ""] = rest.split(":");
  return (
    (isAnonymous ? undefined : ofTheHost(source, target)) ??
    `${isAnonymous ? "has no volume name" : "folders of the host are not supported"}: write ${JSON.stringify(volumeFor(source) + rest)}, and ${declared(source)}`
  );
}

/** The message for a path of the host that a volume cannot replace either. */
function ofTheHost(source: string, target: string): string | undefined {
  if (/docker\.sock/.test(source))
    return "is not supported: Docker's socket gives full control of the host. A proxy that reads it needs a configuration file instead (see configs)";
  if (/^\/etc\/(localtime|timezone)$/.test(source))
    return "is not supported: set TZ under environment, like Europe/Berlin";
  if (isFile(source, target)) {
    const name = posix.basename(source).toLowerCase().replace(/\W/g, "");
    return (
      `is a file, but a volume is a folder: copy it to this folder, add ${name}: {file: ${posix.basename(source)}} under configs ` +
      `at the end of the file, and {source: ${name}, target: ${target}} under configs of this service`
    );
  }
  return /^\/(etc|lib\/modules|proc|sys|dev|run|var\/run)(\/|$)/.test(source)
    ? "is not supported: it belongs to the host; list devices under devices, and temporary files under tmpfs"
    : undefined;
}

function isFile(source: string, target: string): boolean {
  const ending = posix.extname(target);
  return (
    (/^\.(?!d$)\w+$/.test(ending) && posix.extname(source) === ending) ||
    (/file$/i.test(target) && posix.basename(source) === posix.basename(target))
  );
}

/** A name for a volume, made from a folder's. */
export function volumeFor(folder: string): string {
  const name = posix
    .basename(folder.replaceAll("\\", "/"))
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
  if (name === "") return "data";
  return (/^[a-z]/.test(name) ? name : `v${name}`).slice(0, LONGEST_NAME);
}

const declared = (folder: string): string =>
  `add ${volumeFor(folder)}: under volumes at the end of the file (with storage: host if you can lose its files at each sleep)`;

const NO_VOLUMES = "without volumes all files are lost whenever the container sleeps or its host is replaced";

/** Mounts of one service, none of which hides another. */
export const mounts = withRule(list(mount, '["world:/config"]', NO_VOLUMES), (all) =>
  validEntries(all).flatMap(([index, { path }]) =>
    validEntries(all.slice(0, index)).flatMap(([, other]) => {
      const isNested = isInside(path, other.path) || isInside(other.path, path);
      const twice = `${other.volume} is already mounted at ${path}: choose another folder`;
      const nested = `${path} and ${other.path} are nested, so one volume would hide the other's files: choose separate folders`;
      return problemIf([index], path === other.path ? twice : isNested && nested);
    }),
  ),
);

const withoutEnd = (path: string): string => (path.length > 1 ? path.replace(/\/$/, "") : path);

const isInside = (inner: string, outer: string): boolean => inner.startsWith(`${outer}/`);
