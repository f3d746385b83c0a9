import { all, editSettings, without } from "../edits";
import { withIpv6 } from "../world/with-ipv6";
import { brokenBy, testMistakes } from "./mistake";
import { MISTAKES_WITH_PEOPLE } from "./with-people";

testMistakes("keeper that", MISTAKES_WITH_PEOPLE);

test("with an address of IPv6, and all the rest right, no invariant is broken", async () => {
  expect(await brokenBy({ scenario: "evenings", objects: withIpv6 })).toBe("nothing");
});

test("where limits only tell, each day, and all the rest right, no invariant is broken", async () => {
  const objects = all(editSettings("keeper", "limit.stop", false), without("aws_cloudwatch_metric_alarm", "leftup"));
  expect(await brokenBy({ scenario: "past-the-limit", objects })).toBe("nothing");
});
