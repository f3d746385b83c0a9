/** Keys of base.yaml, of a container's file and of a service, to recognize one in the wrong place. A test compares them with the schemas. */
export const BASE_WORDS = "name region domain delegation time_zone network state budget tags";
export const CONTAINER_WORDS =
  "instance_types availability_zone services volumes configs mode deploy startup_timeout idle limit crash_loop wake srv disk ipv6 ami retired alerts";
export const SERVICE_WORDS =
  "image ports environment stop_grace_period command entrypoint user working_dir healthcheck init tty stdin_open ulimits " +
  "cap_add cap_drop devices read_only security_opt hostname extra_hosts shm_size tmpfs sysctls labels mem_limit mem_reservation depends_on links restart build container_name env_file";
