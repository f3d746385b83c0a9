import type { Stop } from "../ending";
import { causeOf, wordsOf, type Cause, type Sign } from "./causes";

const ARCHITECTURE: Sign = {
  sign: /no matching manifest|exec format error/i,
  short: "its image does not run on this host",
  why: "The image does not exist for the host's processor.",
  next: (yaml) =>
    `Set instance_types of the other architecture in ${yaml} and apply: types with a g after the number (m7g, t4g) are arm64, nearly all others x86_64.`,
};

/**
 * The words of docker and the ECS agent: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 * Their order counts: a pull that is denied also reads "denied … not found".
 */
const PULL: readonly Sign[] = [
  {
    sign: /toomanyrequests|rate limit/i,
    short: "the registry's pull limit is reached",
    why: "The registry limits pulls per address, as Docker Hub does, and others have used this host's address recently.",
    next: (yaml) =>
      `Start it again: a new host usually has another address, and the limit counts pulls over 6 hours. To avoid it for good, set image in ${yaml} to one from another registry, like ghcr.io or public.ecr.aws.`,
  },
  ARCHITECTURE,
  {
    sign: /denied|unauthorized|authentication required|no basic auth/i,
    short: "the registry refuses its image",
    why: "The registry does not provide the image: it is private, or no image has that name.",
    next: (yaml) => `Check image in ${yaml}. It must be public, or in this account's ECR.`,
  },
  {
    sign: /not found|manifest unknown|does not exist/i,
    short: "its image does not exist",
    why: "The registry has no image of that name and tag.",
    next: (yaml) => `Check the name and the tag of its image in ${yaml}, and apply.`,
  },
  {
    sign: /no space left/i,
    short: "its host's disk is full",
    why: "The image does not fit on the host's disk.",
    next: (yaml) => `Set a larger disk in ${yaml}, like disk: 60g, and apply.`,
  },
];

const PULL_FAILED: Cause = {
  short: "its image cannot be fetched",
  why: "The registry did not answer as expected. It may be down.",
  next: (yaml) =>
    `Start it again later. If it keeps failing, check the registry's status page, or set image in ${yaml} to one from another registry.`,
};

/** When several containers ended, the one that was wrong counts: the others were stopped with it, and have 137 or 143. */
const START: readonly Sign[] = [
  ARCHITECTURE,
  {
    sign: /fetching secret|unable to pull secrets|retrieve secrets/i,
    short: "a secret cannot be read",
    why: "The container reads its secrets from AWS when it starts, and one of them is missing or cannot be read.",
    next: (yaml) =>
      `Compare secrets in ${yaml} with terraform.tfvars, or with what is written under from and key, and apply again.`,
  },
  {
    sign: /chown|copy file info|CannotCreateContainerError.*not permitted/i,
    short: "a volume belongs to another user",
    why: "The files on a volume belong to a different user than those in the image, and AWS does not allow changing their owner.",
    next: (yaml) =>
      `If enforce_owner is set in ${yaml}, remove it, as most images do not need it, or set owner to the user that owns the folder in the image. On a kept volume neither can be changed later: see docs/operations.md.`,
  },
  {
    sign: /\bEFS\b|mount\.nfs4|access point|VolumeDriver|volume plugin|mounting volume|CannotCreateVolume/i,
    short: "a volume cannot be mounted",
    why: "The files could not be reached, so the container was not started. The files are safe.",
    next: () =>
      "Start it again. If it keeps failing, apply the stack: the mount target, the access point or a permission was changed.",
  },
  {
    sign: /CannotCreateContainerError|CannotStartContainerError/,
    short: "its container cannot be started",
    why: "Docker refused to start the container.",
    next: (yaml) => `Compare what it says with the services in ${yaml}: command, entrypoint, user and limits.`,
  },
  {
    sign: /\[exit 12[67]\]/,
    short: "its command does not exist",
    why: "Exit codes 126 and 127 mean that the command is not in the image, or is not a program.",
    next: (yaml) => `Check command and entrypoint in ${yaml}.`,
  },
  {
    sign: /\[exit (?!0\]|137\]|143\])\d+\]/,
    short: "its program exited with an error",
    why: "The program in the container exited with an error.",
    next: () => "Read what it printed: often a setting is missing, a file cannot be read, or the world is damaged.",
  },
  {
    sign: /OutOfMemory|\[exit 137\]/,
    short: "it was killed",
    why: "The program was killed (exit code 137): it used more memory than allowed, or did not stop when asked to.",
    next: (yaml) =>
      `Raise mem_limit, or set larger instance_types in ${yaml} and apply. If it stops slowly, raise stop_grace_period.`,
  },
  {
    sign: /\[exit (0|143)\]/,
    short: "its program exited by itself",
    why: "The program in the container exited as if its work was done (exit code 0, or 143 after a request to stop).",
    next: (yaml) =>
      `If it is meant to stop when nobody is connected, remove restart from ${yaml}, so that it goes to sleep instead. Otherwise check command, and whether the image needs tty or stdin_open, or exits to update itself.`,
  },
];

/** Why a task stopped, as far as its words tell. */
export function stopCause(stop: Stop): Cause {
  const words = wordsOf(stop);
  if (/CannotPull/.test(words)) return causeOf(words, PULL, PULL_FAILED);
  return causeOf(words, START, {
    short: "it keeps stopping",
    why: "AWS reported nothing more about it.",
    next: () => "Read what it printed, and its stopped tasks in the ECS console.",
  });
}
