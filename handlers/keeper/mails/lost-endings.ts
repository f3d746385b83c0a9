import type { KeeperSettings } from "../read-settings";
import type { Draft, EndingOf } from "./draft";
import { quote } from "./words";

export type Lost = EndingOf<"host lost" | "two hosts">;

/** How a session ended whose host went away, or got company. */
export function lostEnding(ending: Lost, settings: KeeperSettings): Draft {
  const { container, names, region } = settings;
  const after = ending.wakesAgain ? "wakes again" : "is asleep";
  const next = afterwards(ending.wakesAgain, settings);
  switch (ending.kind) {
    case "host lost":
      return {
        subject: `${container} lost its host and ${after}`,
        paragraphs: [
          `${container} lost its host: ${quote(ending.what)}. This happens now and then: AWS loses or retires a host, or somebody stops it. Whatever was not saved yet may be lost; the volumes are safe.`,
          next,
          `If it happens often, look at the instances of ${names.group} in the EC2 console (${region}).`,
        ],
      };
    case "two hosts":
      return {
        subject: `${container} had two hosts and ${after}`,
        paragraphs: [
          `${container} had two hosts at once, ${quote(ending.elder)} and later ${quote(ending.younger)}. Both could have written the same files, so the later one was stopped first, and then the other.`,
          next,
          `Keeper never starts two. Check in CloudTrail (${region}, Event history) who started or attached ${quote(ending.younger)}. A host outside the group ${names.group} must be terminated by hand, in the EC2 console.`,
        ],
      };
  }
}

const afterwards = (wakesAgain: boolean, { address }: KeeperSettings): string =>
  wakesAgain
    ? "There is nothing to do: it starts again as soon as the previous host is completely gone, and a mail tells you when it is up."
    : `To play again, connect to ${address}: that starts it.`;
