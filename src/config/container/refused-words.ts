import { notBuiltYet, notTaken } from "../schema/fields";
import { BASE_WORDS, SERVICE_WORDS } from "../schema/words";

/** Words that mean nothing at the top of a container's file. */
export const NOT_IN_CONTAINER = notTaken({
  "is one for all containers: write it in base.yaml": BASE_WORDS,
  "belongs to a service: indent it under services and the service's name": SERVICE_WORDS,
  "is not taken: the file's name is the container's name": "name",
  "is not taken: Compose no longer needs it either": "version",
  "is not supported: services reach those they name under depends_on or links, by their names": "networks",
  "belongs to a service: list the names there, the values are in terraform.tfvars": "secrets",
  "is not taken: write it out, one file describes one container": "include models",
  [notBuiltYet("alerts of its own")]: "alerts",
});

/** Words of Compose that mean nothing for a volume here. */
export const VOLUME_WORDS = notTaken({
  "is not taken: storage says where the files are: one_zone (EFS) or host": "driver driver_opts external",
  "is not taken: the volume's name is the key above": "name",
  "is not taken: tags in base.yaml are for every resource": "labels",
  "is not taken: a file system grows and shrinks by itself": "size",
  [notBuiltYet("adopting a file system")]: "file_system",
});

/** The same for a volume on the host's disk. */
export const ON_HOST_WORDS = new Map([
  ...VOLUME_WORDS,
  ...notTaken({
    "is not possible with storage: host, which takes the owner of the image's folder: remove it": "owner enforce_owner",
    "is not taken: disk, at the top of the file, is the size of the host's disk": "size",
  }),
]);
