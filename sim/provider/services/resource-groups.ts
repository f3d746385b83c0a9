import type { Kinds, Objection, Request } from "../kind";
import { block, text } from "../values";

/** Resource groups. Replacement: the provider's internal/service/resourcegroups/group.go; messages: AWS's. */
export const resourceGroups: Kinds = {
  aws_resourcegroups_group: {
    arn: "resource-groups:group/{name}",
    unique: ["name", "BadRequestException"],
    refuse: [refuseGroup],
  },
};

/** https://docs.aws.amazon.com/ARG/latest/APIReference/API_CreateGroup.html */
function refuseGroup({ object }: Request): Objection {
  const [name, description] = [text(object["name"]), text(object["description"])];
  if (!/^(?!aws)[\w.-]{1,300}$/i.test(name)) return `BadRequestException: ${name} is not a valid group name`;
  if (!/^[\s\w.-]{0,1024}$/.test(description)) return `BadRequestException: ${description} is not a valid description`;
  const { type = null, query = null } = block(object["resource_query"]);
  return type === "TAG_FILTERS_1_0" ? refuseQuery(text(query)) : `BadRequestException: query type ${text(type)}`;
}

/** https://docs.aws.amazon.com/ARG/latest/APIReference/API_ResourceQuery.html */
function refuseQuery(query: string): Objection {
  const { ResourceTypeFilters, TagFilters } = JSON.parse(query) as Readonly<Record<string, readonly unknown[]>>;
  return !(ResourceTypeFilters && TagFilters) && "BadRequestException: Query not valid";
}
