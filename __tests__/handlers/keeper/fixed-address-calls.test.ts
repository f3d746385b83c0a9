import { AssociateAddressCommand, DescribeAddressesCommand } from "@aws-sdk/client-ec2";
import { carryOut } from "../../../handlers/keeper/actions";
import { connect } from "../../../handlers/keeper/aws/connect";
import type { Action } from "../../../handlers/keeper/decision";
import type { Facts } from "../../../handlers/keeper/facts";
import { factsInBrief } from "../../../handlers/keeper/log";
import { awsError, ec2, inputs, names } from "./mocked-aws";
import { awake, EVENING, FIXED, FIXED_IPV4 } from "./scenes";

const HAS_IT = { fixedAddress: { instanceId: "i-1" }, record: { a: FIXED_IPV4 } };
const fixed = (over: Partial<Facts> = {}): Facts => awake({ settings: FIXED, record: { a: FIXED_IPV4 }, ...over });
const to = (why: string) => [{ do: "associate address", instanceId: "i-1", allocationId: "eipalloc-1", why }];

describe("in AWS's words", () => {
  const aws = connect(FIXED);
  const [action] = to("no instance had it") as [Action];

  it("the address is found by its allocation, and so is its instance", async () => {
    ec2.on(DescribeAddressesCommand).resolves({ Addresses: [{ AllocationId: "eipalloc-1", InstanceId: "i-1" }] });
    expect(await aws.ec2().fixedAddress()).toEqual({ instanceId: "i-1" });
    ec2.on(DescribeAddressesCommand).resolves({ Addresses: [{ AllocationId: "eipalloc-1", InstanceId: "" }] });
    expect(await aws.ec2().fixedAddress()).toEqual({});
    expect(inputs("DescribeAddresses")[0]).toEqual({ AllocationIds: ["eipalloc-1"] });
  });

  it("it is associated with the instance, whoever had it", async () => {
    await carryOut({ aws, settings: FIXED }, [action], true, EVENING);
    expect(inputs("AssociateAddress")).toEqual([
      { AllocationId: "eipalloc-1", InstanceId: "i-1", AllowReassociation: true },
    ]);
  });

  it("a refusal is reported, and what follows is done", async () => {
    ec2
      .on(AssociateAddressCommand)
      .rejects(awsError("InvalidInstanceID", "The pending instance 'i-1' is not in a valid state"));
    const point: Action = { do: "point record", values: { a: FIXED_IPV4 }, why: "it was empty" };
    const [refused, done] = await carryOut({ aws, settings: FIXED }, [action, point], false, EVENING);
    expect(refused?.failure?.message).toMatch(/^associate address i-1 failed: InvalidInstanceID: The pending instance/);
    expect(done).toEqual({ action: point });
    expect(names()).toEqual(["AssociateAddress", "ChangeResourceRecordSets"]);
  });

  it("the log says where it was seen", () => {
    expect(factsInBrief(fixed(HAS_IT)).fixedAddress).toEqual({ instanceId: "i-1" });
  });
});
