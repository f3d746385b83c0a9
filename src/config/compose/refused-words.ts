import { notBuiltYet, notTaken } from "../schema/fields";
import { CONTAINER_WORDS } from "../schema/words";

/** Words of Compose that mean nothing inside a service here, or something dangerous. */
export const NOT_IN_SERVICE = notTaken({
  "stands at the top of the file, not inside a service": CONTAINER_WORDS,
  "is not taken: build and push the image yourself, and name it under image": "build develop provider",
  "is not taken: a privileged container owns the host; name what it needs under cap_add": "privileged",
  "is not taken: the container keeps namespaces of its own": "cgroup cgroup_parent ipc isolation pid userns_mode uts",
  "is not taken: containers run in bridge mode, so that they cannot take the host's credentials": "network_mode net",
  "is not supported: services reach those they name under depends_on or links, by their names":
    "networks external_links",
  "is not supported: mount the same volume in both services": "volumes_from",
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
  "is not taken: write what the image needs under environment, or keep files in a volume": "credential_spec",
  "is not taken: write it out, one file describes one container": "extends profiles models",
  "is not taken: write them under labels": "annotations label_file",
  "is not taken: logs go to CloudWatch Logs": "logging log_driver log_opt attach",
  "is not taken: docker's socket owns the host": "use_api_socket",
  "is not taken: storage says where the files of a volume are": "volume_driver driver_opts",
  [notBuiltYet("scheduled tasks")]: "schedule",
});
