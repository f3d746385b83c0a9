import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Store } from "../../../sim/provider/store";
import { Objects, objectsOfState, objectsOfStore, tagsOf } from "../../../sim/world/terraform/objects";
import { hosts, object } from "./applied";

test("reads what pretend AWS keeps in its folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "wake-on-dns-test-"));
  const topic = { type: "aws_sns_topic", id: "t", key: "t", region: "us-west-2", attributes: { arn: "a" } };
  new Store(folder).put(topic);
  expect(objectsOfStore(folder)).toEqual([topic]);
  rmSync(folder, { recursive: true });
});

test("reads what terraform show prints, of several stacks, modules and the looked-up parent zone included", () => {
  const resource = (type: string, id: string, mode = "managed", region?: string) => ({
    type,
    mode,
    values: { id, ...(region && { region }) },
  });
  const shown = (resources: ReturnType<typeof resource>[], child_modules: object[] = []) => ({
    values: { root_module: { resources, child_modules } },
  });
  const base = shown([resource("aws_route53_zone", "Z0", "data"), resource("aws_ami", "ami", "data")]);
  const container = shown(
    [resource("aws_iam_role", "r")],
    [{ resources: [resource("aws_sns_topic", "t", "managed", "us-west-2")] }],
  );
  expect(objectsOfState(base, container, {}).map(({ type, id, region }) => [type, id, region])).toEqual([
    ["parent_zone", "Z0", "global"],
    ["aws_iam_role", "r", "global"],
    ["aws_sns_topic", "t", "us-west-2"],
  ]);
});

test("finds an object by its texts, in a region if one is said", () => {
  const objects = new Objects([object("t", "1", { name: "n" }, "us-east-1"), object("t", "2", { name: "n" })]);
  expect(objects.find("t", { name: "n" })?.id).toBe("1");
  expect(objects.find("t", { name: "n" }, "us-west-2")?.id).toBe("2");
  expect(objects.find("t", { name: "other" })).toBeUndefined();
});

test("remembers what was found out until the objects change", () => {
  const objects = new Objects([]);
  let asked = 0;
  const count = (): number => objects.memo("count", () => ++asked);
  expect([count(), count()]).toEqual([1, 1]);
  objects.set([]);
  expect(count()).toBe(2);
});

test("knows the tags of a group, too, which has them in blocks", () => {
  const group = hosts().find(({ type }) => type === "aws_autoscaling_group");
  expect(group && tagsOf(group)).toEqual({ Project: "games", Container: "valheim" });
  expect(tagsOf(object("t", "1", { tags_all: { Container: "c" } }))).toEqual({ Container: "c" });
});
