import { handler as keeper } from "../../handlers/keeper";
import { handler as wake } from "../../handlers/wake";

// From Node.js 24 on Lambda refuses handlers that take a callback: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
test.each([
  ["keeper", keeper],
  ["wake", wake],
])("%s answers by a promise and takes no callback", (_, handler) => {
  expect(handler).toHaveLength(1);
  expect(Object.prototype.toString.call(handler)).toBe("[object AsyncFunction]");
});
