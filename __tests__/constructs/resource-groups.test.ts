import { ResourcegroupsGroup } from "@cdktf/provider-aws/lib/resourcegroups-group";
import { baseConfig } from "../helpers/configurations";
import { document, synthBase } from "../helpers/synth";

const groups = (region: string) =>
  synthBase(baseConfig({ region, application: true })).all(ResourcegroupsGroup) as Readonly<
    Record<string, { resource_query: { query: string } }>
  >;

test("a group in the home region lists what has the project's tag", () => {
  const { application } = groups("us-west-2");
  expect(application).toMatchObject({
    name: "games",
    description: "Everything of games in us-west-2",
    resource_query: { type: "TAG_FILTERS_1_0" },
    tags: { Name: "games" },
  });
  expect(document(application?.resource_query.query ?? "")).toEqual({
    ResourceTypeFilters: ["AWS::AllSupported"],
    TagFilters: [{ Key: "Project", Values: ["games"] }],
  });
});

test("the query logs are in us-east-1, and have a group there", () => {
  const { application, application_query_logs: queryLogs } = groups("us-west-2");
  expect(queryLogs).toMatchObject({ region: "us-east-1", name: "games" });
  expect(queryLogs?.resource_query).toEqual(application?.resource_query);
  expect(Object.keys(groups("us-east-1"))).toEqual(["application"]);
});

test("there is none unless it is asked for", () => {
  expect(synthBase(baseConfig()).json.resource).not.toHaveProperty("aws_resourcegroups_group");
});
