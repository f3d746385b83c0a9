import { FUNCTION_ZIP } from "../../../sim/world/terraform/objects";
import { withIpv6 } from "../world/with-ipv6";
import { brokenBy, rewrite, testMistakes, without } from "./mistake";
import { MISTAKES_WITH_PEOPLE } from "./with-people";

testMistakes("keeper that", MISTAKES_WITH_PEOPLE);

test("with an address of IPv6, and all the rest right, no invariant is broken", async () => {
  expect(await brokenBy({ scenario: "evenings", objects: withIpv6 })).toBe("nothing");
});

test("where limits only tell, each day, and all the rest right, no invariant is broken", async () => {
  const tells = rewrite(FUNCTION_ZIP, '"stop":true', '"stop":false', "keeper");
  const noLeftUp = without("aws_cloudwatch_metric_alarm", "leftup");
  expect(await brokenBy({ scenario: "past-the-limit", objects: (all) => noLeftUp(tells(all)) })).toBe("nothing");
});
