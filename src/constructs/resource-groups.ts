import { ResourcegroupsGroup } from "@cdktf/provider-aws/lib/resourcegroups-group";
import { Construct } from "constructs";
import type { Names } from "../../shared/names";
import { QUERY_LOG_REGION } from "../../shared/regions";
import { nameTag, TAGS } from "../../shared/tags";
import { jsonencode } from "../lib/text";

export interface ResourceGroupsProps {
  readonly names: Names;
  readonly homeRegion: string;
}

/**
 * Lists in the console what has the project's tag, in each region that has some of it: a group sees only its own region.
 * Its name may have up to 300 characters, must not begin with AWS, and is unique in a region.
 * https://docs.aws.amazon.com/ARG/latest/APIReference/API_CreateGroup.html
 */
export class ResourceGroups extends Construct {
  constructor(scope: Construct, id: string, { names: { project }, homeRegion }: ResourceGroupsProps) {
    super(scope, id);
    const query = jsonencode({
      ResourceTypeFilters: ["AWS::AllSupported"],
      TagFilters: [{ Key: TAGS.project, Values: [project] }],
    });
    const group = (groupId: string, region: string | undefined, what: string) =>
      new ResourcegroupsGroup(this, groupId, {
        region,
        name: project,
        description: what,
        resourceQuery: { type: "TAG_FILTERS_1_0", query },
        tags: nameTag(project),
      });
    group("Resource", undefined, `Everything of ${project} in ${homeRegion}`);
    if (homeRegion !== QUERY_LOG_REGION) {
      group("query_logs", QUERY_LOG_REGION, `Query logs of ${project} and what reads them`);
    }
  }
}
