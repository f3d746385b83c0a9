import { notYet, refusals } from "../schema/fields";
import { CONTAINER_WORDS } from "../schema/words";

/** Keys of Compose that are refused inside a service. */
export const NOT_IN_SERVICE = refusals({
  "belongs at the top level of the file: move it out of the service": CONTAINER_WORDS,
  "is not supported: build and push the image yourself, and write its name under image": "build develop provider",
  "is not supported: it gives full control of the host; list capabilities under cap_add": "privileged",
  "is not supported: the container has its own namespaces": "cgroup cgroup_parent ipc isolation pid userns_mode uts",
  "is not supported: containers run in bridge mode, so that they cannot use the host's credentials": "network_mode net",
  "is not supported: services reach those listed under their depends_on or links by name": "networks external_links",
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
  "is not supported in a service: one task runs per container; limit memory with mem_limit and mem_reservation":
    "deploy",
  'is not supported: set user, like "1000:1000"': "group_add",
  "is not supported: set variables under environment, or put files on a volume": "credential_spec",
  "is not supported: each file describes one container, so write its settings out in full": "extends profiles models",
  "is not supported: list labels under labels": "annotations label_file",
  "is not supported: logs go to CloudWatch Logs": "logging log_driver log_opt attach",
  "is not supported: Docker's socket gives full control of the host": "use_api_socket",
  "is not supported: set storage under volumes at the end of the file": "volume_driver driver_opts",
  [notYet("scheduled tasks")]: "schedule",
});
