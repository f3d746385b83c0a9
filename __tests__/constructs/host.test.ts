import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthContainer, type Synthesized } from "../helpers/synth";

const PARAMETER = "/aws/service/ecs/optimized-ami/amazon-linux-2023";
const withTypes = (...types: string[]): Synthesized =>
  synthContainer(baseConfig(), containerConfig({ instance_types: types }));
const one = withTypes("m7a.large");
const several = withTypes("m7a.large", "m6a.large");

describe("the launch template", () => {
  test("gives containers no way to the host's credentials", () => {
    expect(one.only(LaunchTemplate).metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
      instance_metadata_tags: "disabled",
    });
  });

  test("has an encrypted root volume that goes with the host", () => {
    expect(one.only(LaunchTemplate).block_device_mappings).toEqual([
      {
        device_name: "/dev/xvda",
        ebs: { volume_type: "gp3", volume_size: 30, encrypted: "true", delete_on_termination: "true" },
      },
    ]);
  });

  test("has a root volume as large as disk says", () => {
    const large = synthContainer(baseConfig(), containerConfig({ disk: "60g" }));
    expect(large.only(LaunchTemplate).block_device_mappings).toMatchObject([
      { ebs: { volume_type: "gp3", volume_size: 60, encrypted: "true", delete_on_termination: "true" } },
    ]);
  });

  test("keeps a slip in the console from ending a game, and pays for no detailed monitoring", () => {
    expect(one.only(LaunchTemplate)).toMatchObject({ disable_api_termination: true, monitoring: { enabled: false } });
  });

  test("has a public address, and an IPv6 one only where asked for", () => {
    const dual = synthContainer(baseConfig(), containerConfig({ ipv6: true }));
    expect(one.only(LaunchTemplate).network_interfaces).toEqual([
      {
        device_index: 0,
        associate_public_ip_address: "true",
        delete_on_termination: "true",
        security_groups: ["${aws_security_group.host_firewall.id}"],
      },
    ]);
    expect(dual.only(LaunchTemplate).network_interfaces).toMatchObject([{ ipv6_address_count: 1 }]);
  });

  test("tags instance, volume and network interface, which the provider's default tags do not reach", () => {
    const tags = { Project: "games", Container: "valheim", Name: "games-valheim-host", owner: "me" };
    const stack = synthContainer(baseConfig({ tags: { owner: "me" } }), containerConfig());
    expect(stack.only(LaunchTemplate).tag_specifications).toEqual(
      ["instance", "volume", "network-interface"].map((type) => ({ resource_type: type, tags })),
    );
  });

  test("boots the container's own script: its cluster, metric, ports and the longest grace period", () => {
    const script = document(one.only(LaunchTemplate).user_data);
    for (const part of ["games-valheim-cluster", "WakeOnDns/games", "valheim", "2456:2457", "us-west-2", "120"]) {
      expect(script).toContain(part);
    }
  });
});

test.each([
  ["ghcr.io/community-valheim-tools/valheim-server:1.4.0", "is pulled by the host itself"],
  ["public.ecr.aws/docker/library/redis:7.4.1", "is pulled by the host itself"],
  ["123456789012.dkr.ecr.us-west-2.amazonaws.com/team/game:1.0", "is left to the agent, which alone can log in"],
])("the container's image %s %s", (image, what) => {
  const stack = synthContainer(baseConfig(), containerConfig({}, { image }));
  const pulled = what.startsWith("is pulled") ? image : "";
  expect(document(stack.only(LaunchTemplate).user_data)).toContain(`\nIMAGES='${pulled}'\n`);
});

describe("the image", () => {
  test("is resolved at each launch where there is one type", () => {
    expect(one.only(LaunchTemplate)).toMatchObject({
      image_id: `resolve:ssm:${PARAMETER}/recommended/image_id`,
      instance_type: "m7a.large",
    });
  });

  test("is read at plan, in clear, where there are several: a mixed instances policy refuses the other way", () => {
    expect(several.only(LaunchTemplate).image_id).toBe("${data.aws_ssm_parameter.host_image.insecure_value}");
    expect(several.only(LaunchTemplate)).not.toHaveProperty("instance_type");
    expect(several.json.data?.[DataAwsSsmParameter.tfResourceType]).toMatchObject({
      host_image: { name: `${PARAMETER}/recommended/image_id` },
    });
  });

  test("is Graviton's for Graviton types", () => {
    expect(withTypes("m7g.large").only(LaunchTemplate).image_id).toBe(
      `resolve:ssm:${PARAMETER}/arm64/recommended/image_id`,
    );
  });

  test("is the one named under ami, with one type or several", () => {
    const ami = "ami-0123456789abcdef0";
    for (const types of [["m7a.large"], ["m7a.large", "m6a.large"]]) {
      const stack = synthContainer(baseConfig(), containerConfig({ ami, instance_types: types }));
      expect(stack.only(LaunchTemplate).image_id).toBe(ami);
    }
  });
});

describe("the group", () => {
  test("has no host or one, and leaves desired capacity to keeper", () => {
    const group = one.only(AutoscalingGroup);
    expect(group).toMatchObject({ min_size: 0, max_size: 1, wait_for_capacity_timeout: "0" });
    expect(group).not.toHaveProperty("desired_capacity");
  });

  test("never replaces a host by itself, which would start a second one while the first still saves", () => {
    expect(one.only(AutoscalingGroup)).toMatchObject({
      health_check_type: "EC2",
      suspended_processes: ["AZRebalance", "ReplaceUnhealthy"],
    });
  });

  test("holds a dying host by a hook of its own, 15 minutes at a time", () => {
    expect(one.only(AutoscalingGroup).initial_lifecycle_hook).toEqual([
      {
        name: "drain",
        lifecycle_transition: "autoscaling:EC2_INSTANCE_TERMINATING",
        heartbeat_timeout: 900,
        default_result: "CONTINUE",
      },
    ]);
  });

  test("waits half an hour for its host when it is destroyed, and never forces", () => {
    const group = one.only(AutoscalingGroup);
    expect(group.timeouts).toEqual({ delete: "30m" });
    expect(group).not.toHaveProperty("force_delete");
    expect(group).not.toHaveProperty("instance_refresh");
  });

  test("starts one type straight from the newest template", () => {
    const group = one.only(AutoscalingGroup);
    expect(group.launch_template).toEqual({ id: "${aws_launch_template.host_template.id}", version: "$Latest" });
    expect(group).not.toHaveProperty("mixed_instances_policy");
  });

  test("tries several types in their order, on demand", () => {
    const group = several.only(AutoscalingGroup);
    expect(group).not.toHaveProperty("launch_template");
    expect(group.mixed_instances_policy).toEqual({
      instances_distribution: {
        on_demand_allocation_strategy: "prioritized",
        on_demand_base_capacity: 0,
        on_demand_percentage_above_base_capacity: 100,
      },
      launch_template: {
        launch_template_specification: {
          launch_template_id: "${aws_launch_template.host_template.id}",
          version: "$Latest",
        },
        override: [{ instance_type: "m7a.large" }, { instance_type: "m6a.large" }],
      },
    });
  });

  test("starts in the volumes' zone, and without volumes in any zone of base", () => {
    const base = baseConfig({ network: { zones: ["a", "c"] } });
    const subnet = (zone: string): string =>
      `\${lookup(try(data.terraform_remote_state.base.outputs.public_subnet_ids, {}), "${zone}", "")}`;
    const anywhere = containerConfig({ availability_zone: undefined, volumes: {} }, { volumes: [] });
    expect(synthContainer(base, containerConfig()).only(AutoscalingGroup).vpc_zone_identifier).toEqual([subnet("a")]);
    expect(synthContainer(base, anywhere).only(AutoscalingGroup).vpc_zone_identifier).toEqual([
      subnet("a"),
      subnet("c"),
    ]);
  });

  test("counts its hosts each minute, for the alarm left-up", () => {
    expect(one.only(AutoscalingGroup)).toMatchObject({
      enabled_metrics: ["GroupInServiceInstances"],
      metrics_granularity: "1Minute",
    });
  });
});
