import { terraformTest, Workspace } from "../sim/workspace";

jest.setTimeout(60_000);

/** An address in state is a promise to operators: a change here is a decision, with a moved block and a line in the changelog. */
const BASE = `
data.aws_caller_identity.account
data.aws_route53_zone.parent
aws_budgets_budget.budget
aws_cloudwatch_event_rule.alarm_forwarding
aws_cloudwatch_event_target.alarm_forwarding_home_bus
aws_cloudwatch_log_resource_policy.query_log_policy
aws_default_security_group.network_closed
aws_iam_role.alarm_forwarding_role
aws_iam_role_policy.alarm_forwarding_role_policy
aws_internet_gateway.network_gateway
aws_route.network_public_ipv4
aws_route.network_public_ipv6
aws_route_table.network_public
aws_route_table_association.network_public_a_routes
aws_sns_topic.alerts
aws_sns_topic_policy.alerts_policy
aws_sns_topic_subscription.alerts_mail["me@mine.org"]
aws_subnet.network_public_a
aws_vpc.network
terraform_data.home
`;
const VALHEIM = `
data.archive_file.keeper_code
data.archive_file.wake_code
data.aws_caller_identity.account
data.aws_ssm_parameter.host_image
data.terraform_remote_state.base
aws_autoscaling_group.host
aws_autoscaling_policy.left_up_stop
aws_backup_plan.backup_world_plan
aws_backup_selection.backup_world_selection
aws_backup_vault.backup_world_vault
aws_cloudwatch_event_rule.keeper_agent_events
aws_cloudwatch_event_rule.keeper_alarm_events
aws_cloudwatch_event_rule.keeper_backup_events
aws_cloudwatch_event_rule.keeper_host_events
aws_cloudwatch_event_rule.keeper_schedule
aws_cloudwatch_event_rule.keeper_service_events
aws_cloudwatch_event_rule.keeper_task_events
aws_cloudwatch_event_target.keeper_agent_events_target
aws_cloudwatch_event_target.keeper_alarm_events_target
aws_cloudwatch_event_target.keeper_backup_events_target
aws_cloudwatch_event_target.keeper_host_events_target
aws_cloudwatch_event_target.keeper_schedule_target
aws_cloudwatch_event_target.keeper_service_events_target
aws_cloudwatch_event_target.keeper_task_events_target
aws_cloudwatch_log_group.container_log
aws_cloudwatch_log_group.keeper_log
aws_cloudwatch_log_group.query_log_group
aws_cloudwatch_log_group.wake_log
aws_cloudwatch_log_subscription_filter.wake_filter
aws_cloudwatch_metric_alarm.idle
aws_cloudwatch_metric_alarm.keeper_errors
aws_cloudwatch_metric_alarm.left_up
aws_cloudwatch_metric_alarm.queried
aws_cloudwatch_metric_alarm.wake_errors
aws_dynamodb_table.memory
aws_ecs_cluster.cluster
aws_ecs_service.service
aws_ecs_task_definition.task
aws_efs_access_point.access_point_server
aws_efs_access_point.access_point_world
aws_efs_backup_policy.volume_server_automatic_backups
aws_efs_backup_policy.volume_world_automatic_backups
aws_efs_file_system.volume_server
aws_efs_file_system.volume_world
aws_efs_file_system_policy.mount_server_policy
aws_efs_file_system_policy.mount_world_policy
aws_efs_mount_target.mount_server
aws_efs_mount_target.mount_world
aws_iam_instance_profile.host_role_profile
aws_iam_role.backup_role
aws_iam_role.execution_role
aws_iam_role.host_role
aws_iam_role.keeper_role
aws_iam_role.task_role
aws_iam_role.wake_role
aws_iam_role_policy.backup_role_policy
aws_iam_role_policy.execution_role_policy
aws_iam_role_policy.host_role_policy
aws_iam_role_policy.keeper_role_policy
aws_iam_role_policy.task_role_policy
aws_iam_role_policy.wake_role_policy
aws_lambda_function.keeper
aws_lambda_function.wake
aws_lambda_function_event_invoke_config.keeper_invoke
aws_lambda_function_event_invoke_config.wake_invoke
aws_lambda_permission.keeper_agent_events_permission
aws_lambda_permission.keeper_alarm_events_permission
aws_lambda_permission.keeper_backup_events_permission
aws_lambda_permission.keeper_host_events_permission
aws_lambda_permission.keeper_schedule_permission
aws_lambda_permission.keeper_service_events_permission
aws_lambda_permission.keeper_task_events_permission
aws_lambda_permission.wake_permission
aws_launch_template.host_template
aws_route53_query_log.query_log
aws_route53_record.address
aws_route53_record.zone_delegation
aws_route53_record.zone_name_servers
aws_route53_zone.zone
aws_security_group.files_firewall
aws_security_group.host_firewall
aws_ssm_parameter.hold
aws_ssm_parameter.secret_SERVER_PASS
aws_vpc_security_group_egress_rule.host_firewall_out_ipv4
aws_vpc_security_group_ingress_rule.files_firewall_in_host
aws_vpc_security_group_ingress_rule.host_firewall_in_udp_2456_ipv4
terraform_data.base_applied
terraform_data.home
terraform_data.kept_volumes["world"]
terraform_data.released_volumes["server"]
terraform_data.requirements
`;
const lines = (text: string): string[] => text.trim().split("\n");

let work: Workspace;
afterEach(() => {
  work.end();
});

terraformTest("operators find each thing by the address it always had, and read what it is", async () => {
  work = new Workspace();
  await work.deploy("base");
  await work.deploy("valheim");
  expect(await work.addresses("base")).toEqual(lines(BASE));
  expect(await work.addresses("valheim")).toEqual(lines(VALHEIM));

  const show = async (address: string): Promise<string> =>
    (await work.terraform("valheim", "state", "show", "-no-color", address)).output;
  expect(await show("aws_efs_file_system.volume_world")).toMatch(
    /availability_zone_name += "us-west-2a".*encrypted += true.*"Name" += "games-valheim-world"/,
  );
  expect(await show("aws_route53_record.address")).toMatch(
    /name += "valheim\.mine\.org".*records += \[ "192\.0\.2\.1", \].*ttl += 30/,
  );
  const secret = await show("aws_ssm_parameter.secret_SERVER_PASS");
  expect(secret).toMatch(/has_value_wo += true/);
  expect(secret).not.toContain("hunter22");
});
