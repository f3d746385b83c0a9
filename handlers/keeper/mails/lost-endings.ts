import type { KeeperSettings } from "../read-settings";
import type { Draft, EndingOf } from "./draft";
import { playAgain, quote } from "./words";

/** How a session ended whose host went away, or got company. */
export function lostEnding(ending: EndingOf<"host lost" | "two hosts">, settings: KeeperSettings): Draft {
  const { container, names, region } = settings;
  const after = ending.wakesAgain ? "is starting again" : "is asleep";
  const next = afterwards(ending.wakesAgain, settings);
  switch (ending.kind) {
    case "host lost":
      return {
        subject: `${container} lost its host and ${after}`,
        paragraphs: [
          `${container} lost its host. This happens now and then: AWS loses or retires one, or somebody stops it. What the game had not saved yet may be lost; what it had saved is safe.`,
          next,
        ],
        forOperator: [
          `What keeper saw: ${quote(ending.what)}. If it happens often, look at the instances of ${names.group} in the EC2 console (${region}).`,
        ],
      };
    case "two hosts":
      return {
        subject: `${container} had two hosts and ${after}`,
        paragraphs: [
          `${container} had two hosts at once. Both could have written the same files, so the newer one was stopped first, then the other.`,
          next,
        ],
        forOperator: [
          `The hosts were ${quote(ending.elder)} and, newer, ${quote(ending.younger)}. Keeper never starts two: check in CloudTrail (${region}, Event history) who started or attached ${quote(ending.younger)}. A host outside the group ${names.group} must be terminated by hand, in the EC2 console.`,
        ],
      };
  }
}

const afterwards = (wakesAgain: boolean, settings: KeeperSettings): string =>
  wakesAgain
    ? "There is nothing to do: it starts again as soon as the previous host is completely gone, and you get a mail when it is up."
    : playAgain(settings);
