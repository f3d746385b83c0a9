import { type Attributes, text } from "../../sim/provider/values";
import { PretendAws } from "./pretend-aws";

let aws: PretendAws;
beforeEach(() => (aws = new PretendAws()));
afterEach(() => {
  aws.forget();
});

const allocated = (name: string): Attributes => aws.apply("aws_eip", { domain: "vpc", tags: { Name: name } });
/** Somebody else associates it with an instance. */
function associate({ id }: Attributes): void {
  aws.cloud.store.put({ type: "instance", id: "i-1", key: "i-1", region: "us-west-2", attributes: {} });
  aws.cloud.store.edit("aws_eip", text(id), { instance: "i-1", association_id: "eipassoc-1" });
}
/** What a refresh reads. */
const current = ({ id }: Attributes): Attributes =>
  aws.cloud.store.get("aws_eip", "us-west-2", text(id))?.attributes ?? {};

test("an Elastic IP has an address, and is associated with nothing", () => {
  expect(allocated("a")).toMatchObject({
    allocation_id: expect.stringMatching(/^eipalloc-/) as string,
    arn: expect.stringMatching(/:elastic-ip\/eipalloc-/) as string,
    public_ip: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/) as string,
    association_id: null,
  });
});

test("whom others associate it with is no change", () => {
  const address = allocated("a");
  associate(address);
  expect(aws.plan("aws_eip", { domain: "vpc", tags: { Name: "a" } }, current(address))).toMatchObject({
    planned: current(address),
    replacedBy: [],
  });
});

test("its destruction ends the association that Terraform has read, and fails at a later one", () => {
  const address = allocated("a");
  associate(address);
  expect(() => {
    aws.delete("aws_eip", address);
  }).toThrow(/InvalidIPAddress\.InUse/);
  aws.delete("aws_eip", current(address));
  expect(current(address)).toEqual({});
});

test("an association ends with its instance", () => {
  const address = allocated("a");
  associate(address);
  aws.cloud.store.remove({ type: "instance", region: "us-west-2", key: "i-1" });
  aws.delete("aws_eip", address);
  expect(current(address)).toEqual({});
});

test("a sixth in a region is refused, until AWS allows more", () => {
  const names = ["a", "b", "c", "d", "e"];
  names.forEach(allocated);
  expect(() => allocated("f")).toThrow(/AddressLimitExceeded/);
  aws.apply("aws_eip", { domain: "vpc", region: "us-east-1", tags: { Name: "f" } });
});

describe("a resource group", () => {
  const QUERY = '{"ResourceTypeFilters":["AWS::AllSupported"],"TagFilters":[]}';
  const group = (name: string, query = QUERY, description = "Everything of games in us-west-2") =>
    aws.apply("aws_resourcegroups_group", { name, description, resource_query: [{ query, type: "TAG_FILTERS_1_0" }] });

  test("has a name of its own in its region", () => {
    expect(group("games")).toMatchObject({ arn: expect.stringMatching(/:group\/games$/) as string });
    expect(() => group("games")).toThrow(/BadRequestException/);
  });

  test.each<[string, () => unknown]>([
    ["a name that is AWS's", () => group("Awsome")],
    ["a name with other letters", () => group("my games")],
    ["a name that is too long", () => group("g".repeat(301))],
    ["a description with other letters", () => group("games", QUERY, "games, all")],
    ["a query without tags", () => group("games", '{"ResourceTypeFilters":["AWS::AllSupported"]}')],
  ])("with %s is refused", (_, make) => {
    expect(make).toThrow(/BadRequestException/);
  });
});
