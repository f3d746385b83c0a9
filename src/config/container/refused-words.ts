import { notYet, refusals } from "../schema/fields";
import { BASE_WORDS, SERVICE_WORDS } from "../schema/words";

/** Keys that are refused at the top level of a container's file. */
export const NOT_IN_CONTAINER = refusals({
  "belongs to all containers: move it to base.yaml": BASE_WORDS,
  "belongs to a service: move it under services and the service's name": SERVICE_WORDS,
  "is not supported: the container is named after the file": "name",
  "is not supported: remove it, Compose ignores it as well": "version",
  "is not supported: services reach those listed under their depends_on or links by name": "networks",
  "belongs to a service: list the names there, and write the values in terraform.tfvars": "secrets",
  "is not supported: each file describes one container, so write its settings out in full": "include models",
  [notYet("alerts per container")]: "alerts",
});

/** Keys of Compose that are refused for a volume. */
export const VOLUME_WORDS = refusals({
  "is not supported: set storage to one_zone (EFS) or host": "driver driver_opts external",
  "is not supported: the volume is named by the key above": "name",
  "is not supported: set tags for all resources in base.yaml": "labels",
  "is not supported: a file system grows and shrinks by itself": "size",
  [notYet("using an existing file system")]: "file_system",
});

/** The same for a volume on the host's disk. */
export const ON_HOST_WORDS = new Map([
  ...VOLUME_WORDS,
  ...refusals({
    "is not supported with storage: host, which copies the owner of the image's folder: remove it":
      "owner enforce_owner",
    "is not supported: set the size of the host's disk with disk, at the top level of the file": "size",
  }),
]);
