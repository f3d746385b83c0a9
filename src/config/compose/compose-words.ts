import { notBuiltYet, notTaken } from "../schema/fields";

/** Words of base.yaml and of a container's file, for those that stand in the wrong place. A test compares them with the schemas. */
export const BASE_WORDS = "name region domain delegation time_zone network state budget tags";
export const CONTAINER_WORDS =
  "instance_types availability_zone services volumes mode deploy startup_timeout idle limit crash_loop wake srv disk ipv6 ami retired alerts";
const SERVICE_WORDS_AT_TOP =
  "image ports environment stop_grace_period command entrypoint user working_dir healthcheck init tty stdin_open ulimits " +
  "cap_add cap_drop devices read_only security_opt hostname extra_hosts shm_size tmpfs sysctls labels mem_limit mem_reservation depends_on restart build container_name env_file";

/** Words that mean nothing in base.yaml, each with what to do instead. */
export const NOT_IN_BASE = notTaken({
  "belongs to one container: write it in its own file, like configs/valheim.yaml": `${CONTAINER_WORDS} ${SERVICE_WORDS_AT_TOP}`,
  "is not taken: mail addresses are in terraform.tfvars, not in git": "alerts",
});

/** Words that mean nothing at the top of a container's file. */
export const NOT_IN_CONTAINER = notTaken({
  "is one for all containers: write it in base.yaml": BASE_WORDS,
  "belongs to a service: indent it under services and the service's name": SERVICE_WORDS_AT_TOP,
  "is not taken: the file's name is the container's name": "name",
  "is not taken: Compose no longer needs it either": "version",
  "is not taken: a host runs one container, in bridge mode": "networks",
  "belongs to a service: list the names there, the values are in terraform.tfvars": "secrets",
  "is not taken: write what the image needs under environment, or keep files in a volume": "configs",
  "is not taken: write it out, one file describes one container": "include models",
  [notBuiltYet("alerts of its own")]: "alerts",
});

/** Words of Compose that mean nothing inside a service here, or something dangerous. */
export const NOT_IN_SERVICE = notTaken({
  "stands at the top of the file, not inside a service": CONTAINER_WORDS,
  "is not taken: build and push the image yourself, and name it under image": "build develop provider",
  "is not taken: a privileged container owns the host; name what it needs under cap_add": "privileged",
  "is not taken: the container keeps namespaces of its own": "cgroup cgroup_parent ipc isolation pid userns_mode uts",
  "is not taken: containers run in bridge mode, so that they cannot take the host's credentials": "network_mode net",
  "is not taken: a host runs one container, in bridge mode": "networks links external_links volumes_from",
  "is not taken: players use the container's DNS name, docker names the rest": "domainname mac_address",
  "is not taken: ECS names containers; the service's name is the one to use": "container_name",
  "is not taken: the VPC's resolver answers; names of your own go under extra_hosts": "dns dns_opt dns_search",
  "is not taken: list what players reach under ports": "expose",
  "is not taken: ECS sends SIGTERM; an image that needs another signal declares it with STOPSIGNAL": "stop_signal",
  "is not taken: ECS runs no hooks; let the image's entrypoint do it": "post_start pre_stop",
  "is not taken: the host pulls what it does not have, and an exact tag is one version": "pull_policy",
  "is not taken: instance_types say the architecture": "platform",
  "is not taken: hosts have no such devices to hand on": "device_cgroup_rules gpus runtime",
  "is not taken: the container has its host to itself, instance_types say how large it is":
    "cpus cpuset cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares blkio_config scale",
  "is not taken: mem_limit and mem_reservation are the limits":
    "memswap_limit mem_swappiness oom_kill_disable oom_score_adj pids_limit storage_opt",
  "is not taken inside a service: mem_limit and mem_reservation are the limits": "deploy",
  'is not taken: write user, like "1000:1000", the image knows its groups': "group_add",
  "is not taken: write what the image needs under environment, or keep files in a volume": "configs credential_spec",
  "is not taken: write it out, one file describes one container": "extends profiles models",
  "is not taken: write them under labels": "annotations label_file",
  "is not taken: logs go to CloudWatch Logs": "logging log_driver log_opt attach",
  "is not taken: docker's socket owns the host": "use_api_socket",
  "is not taken: storage says where the files of a volume are": "volume_driver driver_opts",
  [notBuiltYet("scheduled tasks")]: "schedule",
  [notBuiltYet("several services")]: "depends_on",
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
