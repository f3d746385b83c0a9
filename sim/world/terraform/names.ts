import { text } from "../../provider/values";
import { type Objects, tagsOf } from "./objects";

export interface Names {
  readonly address: string;
  readonly recordName: string;
  readonly srvName: string | undefined;
  readonly functions: readonly string[];
}

/** The names that belong to each container, found by tags and by the records in its zone. */
export function namesOf(objects: Objects): ReadonlyMap<string, Names> {
  const all = (type: string, name: string, container: string): readonly string[] =>
    objects
      .all(type)
      .filter((object) => tagsOf(object)["Container"] === container)
      .map(({ attributes }) => text(attributes[name]));
  const containers = objects.all("aws_autoscaling_group").flatMap((group) => tagsOf(group)["Container"] ?? []);
  return new Map(
    containers.map((container) => {
      const [address = ""] = all("aws_route53_zone", "name", container);
      const [zone_id = ""] = all("aws_route53_zone", "zone_id", container);
      const named = (type: string) => objects.find("aws_route53_record", { zone_id, type })?.attributes["name"];
      const names = { address, recordName: text(named("A")), srvName: named("SRV") as string | undefined };
      return [container, { ...names, functions: all("aws_lambda_function", "function_name", container) }];
    }),
  );
}
