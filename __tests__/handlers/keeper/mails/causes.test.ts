import type { ReportedEnding, Stop } from "../../../../handlers/keeper/ending";
import { write } from "../../../../handlers/keeper/mails";
import { SETTINGS } from "../scenes";
import {
  asleep,
  CHOWN_REFUSED,
  exited,
  MOUNT_FAILED,
  NO_CAPACITY,
  NO_MEMORY,
  notStarted,
  NO_VCPUS,
  NOW,
  PULL_LIMIT,
} from "./mails";

const mailOf = (ending: ReportedEnding) => write(asleep(ending), SETTINGS, NOW);
const crash = (...stops: readonly Stop[]) => mailOf({ kind: "crash loop", stops, restMinutes: 60 });
const notReady = (stops: readonly Stop[], placementProblem = "") =>
  mailOf({ kind: "not ready", stops, placementProblem, restMinutes: 60 });

const daemon = (words: string): string => `CannotPullContainerError: Error response from daemon: ${words}`;

test.each<[string, string]>([
  [PULL_LIMIT, "the registry's pull limit is reached"],
  [
    daemon("error from registry: Request exceeded pull rate limit for IP 203.0.113.7"),
    "the registry's pull limit is reached",
  ],
  [
    daemon("manifest for itzg/minecraft-server:0 not found: manifest unknown: manifest unknown"),
    "its image does not exist",
  ],
  [
    "CannotPullImageManifestError: Error response from daemon: manifest unknown: manifest unknown",
    "its image does not exist",
  ],
  [
    daemon("pull access denied for games/valhiem, repository does not exist or may require 'docker login'"),
    "the registry refuses its image",
  ],
  [daemon("unauthorized: authentication required, not found"), "the registry refuses its image"],
  [
    daemon("no matching manifest for linux/arm64/v8 in the manifest list entries"),
    "its image does not run on this host",
  ],
  [daemon("failed to register layer: write /server.tar: no space left on device"), "its host's disk is full"],
  [
    daemon('Get "https://ghcr.io/v2/": net/http: request canceled (Client.Timeout exceeded)'),
    "its image cannot be fetched",
  ],
  ["CannotStartContainerError: exec /start.sh: exec format error", "its image does not run on this host"],
  [MOUNT_FAILED, "a volume cannot be mounted"],
  [
    "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection reset by peer",
    "a volume cannot be mounted",
  ],
  ["stderr: mount.nfs4: Connection timed out", "a volume cannot be mounted"],
  ["Error response from daemon: VolumeDriver.Mount: exit status 32", "a volume cannot be mounted"],
  ["The access point fsap-0456 was deleted", "a volume cannot be mounted"],
  ["failed to copy file info for /var/lib/ecs/volumes/ecs-games", "a volume belongs to another user"],
  ["CannotCreateVolumeError: fs-0123 has no access point fsap-0456", "a volume cannot be mounted"],
  [CHOWN_REFUSED, "a volume belongs to another user"],
  [CHOWN_REFUSED.slice(0, 180), "a volume belongs to another user"],
  [
    "Fetching secret data from SSM Parameter Store in us-west-2: invalid parameters: /games/valheim/secrets/SERVER_PASS",
    "a secret cannot be read",
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed",
    "a secret cannot be read",
  ],
  [
    "CannotStartContainerError: Error response from daemon: unable to find user steam",
    "its container cannot be started",
  ],
  ["OutOfMemoryError: Container killed due to memory usage", "it was killed"],
  ["Task failed, and nobody says why", "it keeps stopping"],
  ["", "it keeps stopping"],
])("a task that did not start: %s", (reason, cause) => {
  expect(crash(notStarted(reason)).subject).toBe(`valheim failed: ${cause}`);
});

test.each<[readonly number[], string]>([
  [[1], "its program exited with an error"],
  [[139], "its program exited with an error"],
  [[10], "its program exited with an error"],
  [[137], "it was killed"],
  [[137, 1], "its program exited with an error"],
  [[143, 137], "it was killed"],
  [[126], "its command does not exist"],
  [[127], "its command does not exist"],
  [[0], "its program exited by itself"],
  [[143], "its program exited by itself"],
  [[], "it keeps stopping"],
])("exit codes %j", (exitCodes, cause) => {
  expect(crash(exited(...exitCodes)).subject).toBe(`valheim failed: ${cause}`);
});

test.each<[string, string]>([
  [NO_CAPACITY, "AWS has no host available at the moment"],
  ["Could not launch On-Demand Instances. InsufficientInstanceCapacity", "AWS has no host available at the moment"],
  [NO_VCPUS, "the AWS account's vCPU limit is reached"],
  [
    "The specified instance type is not eligible for Free Tier. For a list of Free Tier instance types, run 'describe-instance-types' with the filter 'free-tier-eligible=true'. Launching EC2 instance failed.",
    "the AWS account's Free plan does not allow this type of host",
  ],
  [
    "Your requested instance type (m7a.large) is not supported in your requested Availability Zone (us-west-2d).",
    "AWS does not offer such hosts in its zone",
  ],
  ["You are not authorized to use launch template lt-0abc", "AWS did not start a host"],
  ["", "AWS did not start a host"],
])("no host: %s", (problem, cause) => {
  expect(mailOf({ kind: "no capacity", problem }).subject).toBe(`valheim failed: ${cause}`);
});

test.each<[string, string]>([
  [NO_MEMORY, "it does not fit the host's memory"],
  [
    "The closest matching (container-instance 3f4d) is already using a port required by your task.",
    "a port is already in use on its host",
  ],
  [
    "The closest matching (container-instance 3f4d) is missing an attribute required by your task.",
    "its host lacks a feature that it needs",
  ],
  ["Reason: No Container Instances were found in your cluster.", "its host never joined the cluster"],
  ["Reason: something new", "AWS did not start it on the host"],
  ["", "it was not ready in time"],
])("no task was tried: %s", (problem, cause) => {
  expect(notReady([], problem).subject).toBe(`valheim failed: ${cause}`);
});

test("a stop tells more than what was not placed", () => {
  expect(notReady([notStarted(PULL_LIMIT)], NO_MEMORY).subject).toBe(
    "valheim failed: the registry's pull limit is reached",
  );
});

test("the newest stop says what is wrong now, and each different one is listed once", () => {
  const { subject, text } = crash(notStarted(MOUNT_FAILED), exited(1), notStarted(MOUNT_FAILED), exited(2));
  expect(subject).toBe("valheim failed: its program exited with an error");
  expect(text).toContain(
    `AWS says:
- TaskFailedToStart: ${MOUNT_FAILED}
- EssentialContainerExited: Essential container in task exited (exit code 1)
- EssentialContainerExited: Essential container in task exited (exit code 2)

`,
  );
});

test("of many different stops the last three are listed", () => {
  const { text } = crash(exited(1), exited(2), exited(3), exited(4));
  expect(text.match(/exit code \d/g)).toEqual(["exit code 2", "exit code 3", "exit code 4"]);
});

test("the container's log is named only if a container ran", () => {
  expect(crash(exited(1)).text).toContain("To read what it printed:\naws logs tail /games/valheim ");
  expect(crash(notStarted(PULL_LIMIT)).text).not.toContain("what it printed:");
});

test.each([crash(notStarted("")), notReady([], "Reason: something new"), mailOf({ kind: "no capacity", problem: "" })])(
  "whatever is unknown, the mail gives a next step",
  ({ text }) => {
    expect(text).toMatch(/^What to do: \S.*\.$/m);
  },
);
