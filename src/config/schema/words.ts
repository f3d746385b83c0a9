import { notYet, refusals } from "./fields";

/** Keys of base.yaml, of a container's file and of a service, to recognize one in the wrong place. A test compares them with the schemas. */
export const BASE_WORDS =
  "name region domain delegation time_zone network image_cache repositories state budget application tags";
export const CONTAINER_WORDS =
  "instance_types availability_zone services volumes configs mode address deploy startup_timeout idle limit crash_loop wake srv disk ipv6 key_pair ssh_from ami retired alerts";
const SERVICE_WORDS =
  "image ports environment stop_grace_period command entrypoint user working_dir healthcheck init tty stdin_open ulimits " +
  "cap_add cap_drop devices read_only security_opt hostname extra_hosts shm_size tmpfs sysctls labels mem_limit mem_reservation depends_on links restart credentials permissions schedule timeout overlap wakes build container_name env_file";

/** Keys that are refused in base.yaml. */
export const NOT_IN_BASE = refusals({
  "belongs to a container: move it to the container's file, like configs/valheim.yaml": `${CONTAINER_WORDS} ${SERVICE_WORDS}`,
  "is not supported: list mail addresses in terraform.tfvars, which is not in git": "alerts",
});

/** Keys of Compose that are refused inside a service. */
export const NOT_IN_SERVICE = refusals({
  "belongs at the top level of the file: move it out of the service": CONTAINER_WORDS,
  "is not supported: build and push the image yourself, and write its name under image": "build develop provider",
  "is not supported: it gives full control of the host; list capabilities under cap_add": "privileged",
  "is not supported: the container has its own namespaces": "cgroup cgroup_parent ipc isolation pid userns_mode uts",
  "is not supported: all services run in bridge mode; one cannot use the network of the host or of another service":
    "network_mode net",
  "is not supported: remove it. A service reaches, by name, the services that it lists under depends_on or links":
    "networks external_links",
  "is not supported: mount the same volume in both services": "volumes_from",
  "is not supported: players use the container's DNS name": "domainname mac_address",
  "is not supported: ECS names the container; rename the service instead": "container_name",
  "is not supported: the VPC's resolver is used; list your own names under extra_hosts": "dns dns_opt dns_search",
  "is not supported: services reach all ports of those that they link to; list under ports what players connect to":
    "expose",
  "is not supported: ECS sends SIGTERM, or the signal that the image sets with STOPSIGNAL": "stop_signal",
  "is not supported: ECS has no hooks; use the image's entrypoint": "post_start pre_stop",
  "is not supported: the host pulls an image that it does not have, and an exact tag never changes": "pull_policy",
  "is not supported: instance_types determine the architecture": "platform",
  "is not supported: hosts have no such devices": "device_cgroup_rules gpus runtime",
  "is not supported: the container has the whole host; choose its size with instance_types":
    "cpus cpuset cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares blkio_config scale",
  "is not supported: use mem_limit and mem_reservation":
    "memswap_limit mem_swappiness oom_kill_disable oom_score_adj pids_limit storage_opt",
  "is not supported in a service: one copy of each service runs; limit memory with mem_limit and mem_reservation":
    "deploy",
  'is not supported: set user, like "1000:1000"': "group_add",
  "is not supported: set variables under environment, or put files on a volume": "credential_spec",
  "is not supported: write the settings out in full": "extends models",
  "is not supported: all services of a file run; remove those that should not": "profiles",
  "is not supported: list labels under labels": "annotations label_file",
  "is not supported: logs go to CloudWatch Logs": "logging log_driver log_opt attach",
  "is not supported: Docker's socket gives full control of the host": "use_api_socket",
  "is not supported: set storage under volumes at the end of the file": "volume_driver driver_opts",
});

/** Keys that are refused at the top level of a container's file. */
export const NOT_IN_CONTAINER = refusals({
  "belongs to all containers: move it to base.yaml": BASE_WORDS,
  "belongs to a service: move it under services and the service's name": SERVICE_WORDS,
  "is not supported: the container is named after the file": "name",
  "is not supported: remove it, Compose ignores it as well": "version",
  "is not supported: remove it. A service reaches, by name, the services that it lists under depends_on or links":
    "networks",
  "belongs to a service: list the names there, and write the values in terraform.tfvars": "secrets",
  "is not supported: write the settings out in full": "include models",
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
