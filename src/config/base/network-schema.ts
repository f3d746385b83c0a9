import { choice, list, mapping, notYet, refusals, text } from "../schema/fields";
import { eachOnce, withRule } from "../schema/rule";
import { zoneLetter } from "../schema/places";

const BYTE = "(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";

/** The VPC's limits: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html; 16 subnets of /28 fit a /24. */
const cidr = text(
  new RegExp(`^(?:${BYTE}\\.){3}${BYTE}/(?:1[6-9]|2[0-4])$`),
  "an IPv4 network from /16 to /24, like 10.40.0.0/16",
).transform((block, context) => {
  const [first = 0, second = 0, third = 0, fourth = 0, bits = 0] = block.split(/[./]/).map(Number);
  if (!(first === 10 || (first === 172 && second >= 16 && second <= 31) || (first === 192 && second === 168))) {
    context.addIssue("must be a private network: within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16");
  } else if (first === 172 && second === 17) {
    context.addIssue("172.17.0.0/16 is used by Docker on every host: choose another network");
  } else if ((((third << 8) | fourth) & (0xffff >> (bits - 16))) !== 0) {
    context.addIssue(`is not the start of a /${bits} network: every bit after the first ${bits} must be 0`);
  }
  return block;
});

/** The VPC that all containers share. */
export const network = mapping({
  zones: withRule(list(zoneLetter, "[a, b]").min(1), eachOnce)
    .prefault(["a"])
    .describe("letters of the availability zones; adding one does not change the others; default [a]"),
  cidr: cidr.prefault("10.40.0.0/16").describe("private network of the VPC, from /16 to /24; default 10.40.0.0/16"),
  private_subnets: choice(["none"], refusals({ [notYet("private subnets")]: "isolated nat" }))
    .prefault("none")
    .describe("none: hosts have public addresses, so there is no NAT gateway to pay for; default none"),
}).transform(({ zones, cidr: cidrBlock, private_subnets: privateSubnets }) => ({ zones, cidrBlock, privateSubnets }));
