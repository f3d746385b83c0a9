import { z } from "zod";
import { composeText } from "./compose-text";
import { mustBe } from "../schema/messages";

/** [registry[:port]/]path[:tag][@digest]: https://github.com/distribution/reference/blob/main/reference.go */
const REFERENCE =
  /^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?(?:[a-z0-9][a-z0-9._-]*\/)*[a-z0-9][a-z0-9._-]*(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;
/** Tags that name a release channel, not a version: the publisher moves them. */
const MOVING =
  "latest|stable|lts|release|prerelease|preview|main|master|nightly|weekly|daily|edge|dev|develop|snapshot|unstable|testing|" +
  "staging|experimental|canary|rolling|current|mainline|next|beta|alpha";
/** A version, a build's number, a date or a commit. */
const EXACT = "v?\\d+\\.\\d|\\d{3}|\\d{4}-\\d\\d|[0-9a-f]{7}";
/** Alone, or before a variant (stable-alpine, lts-jdk17) unless a version follows; or at the end (2.0-SNAPSHOT). */
const MOVES = new RegExp(
  `^(${MOVING})([-_.](?!(.*[-_.])?(${EXACT})).*)?$|[-_.](latest|snapshot|nightly|edge|dev)$`,
  "i",
);
const EXAMPLE = "an image, like itzg/minecraft-server:2026.1.0";

/** An image with an exact version, so that every wake runs the same one. */
export const image = composeText(mustBe(EXAMPLE))
  .pipe(z.string().regex(REFERENCE, { error: mustBe(EXAMPLE) }))
  .transform((name, context) => {
    const [, tag, digest] = REFERENCE.exec(name) ?? [];
    if (digest === undefined && tag === undefined) {
      context.addIssue(
        "has no tag or digest, so each wake may run another version: add one, like itzg/minecraft-server:2026.1.0",
      );
    } else if (digest === undefined && tag !== undefined && MOVES.test(tag)) {
      context.addIssue(
        `the tag ${tag} moves to a new version with every release, so each wake may run another version: write an exact tag, or the digest (name@sha256:…)`,
      );
    }
    return name;
  });
