import { aws } from "../../sim/provider/catalogue";
import { objectType } from "../../sim/provider/schema/model";
import { words } from "../../sim/provider/validate";
import { resource } from "./pretend-aws";

const attribute = (type: string, name: string) => resource(type).block.attributes[name];
const nested = (type: string, name: string) => resource(type).block.blocks[name];

test("what a person must write, may write and can only read is distinguished", () => {
  expect(attribute("aws_route53_record", "name")).toMatchObject({ type: "string", required: true, computed: false });
  expect(attribute("aws_route53_record", "ttl")).toMatchObject({ type: "number", optional: true, computed: false });
  expect(attribute("aws_route53_record", "fqdn")).toMatchObject({ optional: false, computed: true });
  expect(attribute("aws_autoscaling_group", "desired_capacity")).toMatchObject({ optional: true, computed: true });
});

test("lists, sets and maps keep their kind", () => {
  expect(attribute("aws_route53_record", "records")?.type).toEqual(["set", "string"]);
  expect(attribute("aws_route53_zone", "name_servers")?.type).toEqual(["list", "string"]);
  expect(attribute("aws_vpc", "tags")?.type).toEqual(["map", "string"]);
  expect(attribute("aws_cloudwatch_metric_alarm", "dimensions")?.type).toEqual(["map", "string"]);
  expect(attribute("aws_lambda_function", "architectures")?.type).toEqual(["list", "string"]);
});

test("blocks are nested as the provider nests them", () => {
  expect(nested("aws_autoscaling_group", "tag")).toMatchObject({ nesting: "set", maxItems: 0 });
  expect(nested("aws_autoscaling_group", "mixed_instances_policy")).toMatchObject({ nesting: "list", maxItems: 1 });
  expect(nested("aws_autoscaling_group", "timeouts")).toMatchObject({ nesting: "single" });
  expect(nested("aws_launch_template", "tag_specifications")).toMatchObject({ nesting: "list", maxItems: 0 });
  expect(nested("aws_backup_plan", "rule")).toMatchObject({ nesting: "set", minItems: 1 });
  expect(nested("aws_autoscaling_policy", "step_adjustment")).toMatchObject({ nesting: "set", maxItems: 0 });
  expect(nested("aws_lambda_function", "environment")).toMatchObject({ nesting: "list", maxItems: 1 });
});

test("arguments that are written as blocks but are attributes are attributes", () => {
  expect(nested("aws_security_group", "ingress")).toBeUndefined();
  expect(attribute("aws_security_group", "ingress")?.type).toMatchObject(["set", ["object", { self: "bool" }]]);
});

test("write-only values are write-only, and secret ones sensitive", () => {
  expect(attribute("aws_ssm_parameter", "value_wo")).toMatchObject({ writeOnly: true });
  expect(attribute("aws_ssm_parameter", "has_value_wo")).toMatchObject({ writeOnly: false });
  expect(attribute("aws_ssm_parameter", "value_wo_version")).toMatchObject({ writeOnly: false });
  expect(attribute("aws_ssm_parameter", "value")).toMatchObject({ sensitive: true });
});

test("what the provider has a default for may be filled in by it", () => {
  expect(attribute("aws_efs_file_system", "throughput_mode")?.computed).toBe(true);
  expect(attribute("aws_cloudwatch_metric_alarm", "treat_missing_data")?.computed).toBe(true);
});

test("the type of a block has its attributes and its blocks", () => {
  const block = {
    attributes: { a: { type: "string" } },
    blocks: { b: { nesting: "set", block: { attributes: {}, blocks: {} }, minItems: 0, maxItems: 0 } },
  } as const;
  expect(objectType(block)).toEqual(["object", { a: "string", b: ["set", ["object", {}]] }]);
});

test("all arguments that identify a type are in its schema", () => {
  for (const { name, kind, block } of Object.values(aws.resources)) {
    const {
      replacedBy,
      defaults = {},
      valid = {},
      exactlyOne = "",
      allOrNone = "",
      unique = [""],
      sensitive = "",
    } = kind;
    const lists = [exactlyOne, allOrNone, unique[0], sensitive, typeof replacedBy === "string" ? replacedBy : ""];
    const names = [...lists.flatMap(words), ...Object.keys(defaults), ...Object.keys(valid)];
    const unknown = names.filter((argument) => !(argument in block.attributes) && !(argument in block.blocks));
    expect({ name, unknown }).toEqual({ name, unknown: [] });
  }
});

test("all references between types name arguments that exist", () => {
  const references = Object.values(aws.resources).flatMap(({ kind: { heldBy = [""], takes = "" } }) =>
    [heldBy[0], takes].flatMap(words),
  );
  const unknown = references.filter((reference) => {
    const [type = "", argument = ""] = reference.split(".");
    return type.startsWith("aws_") && !(argument in resource(type).block.attributes);
  });
  expect(unknown).toEqual([]);
  expect(references.length).toBeGreaterThan(20);
});
