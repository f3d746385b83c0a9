import type { Attributes } from "../../../sim/provider/values";
import { Access, type Context } from "../../../sim/world/iam/access";
import { Objects } from "../../../sim/world/terraform/objects";
import { role } from "./applied";

const ROLE = "arn:aws:iam::123456789012:role/r";
const may = (statements: Attributes[], action: string, resource: string, context: Context = {}): boolean =>
  new Access(new Objects(role("r", "lambda.amazonaws.com", ...statements))).mayCall(ROLE, action, [resource], context);
const allow = (over: Attributes = {}): Attributes => ({
  Effect: "Allow",
  Action: "sns:Publish",
  Resource: "*",
  ...over,
});

test("denies what no statement allows", () => {
  expect(may([allow()], "sns:Publish", "t")).toBe(true);
  expect(may([allow()], "sns:Subscribe", "t")).toBe(false);
});

test("lets a deny win over any allow", () => {
  expect(may([allow(), allow({ Effect: "Deny", Resource: "secret" })], "sns:Publish", "secret")).toBe(false);
});

test.each([
  ["arn:*:topic", "arn:aws:topic", true],
  ["arn:*:topic", "arn:aws:topic2", false],
  ["arn:?:topic", "arn:x:topic", true],
  ["a*b*c", "a.b.b.c", true],
  ["a*b*c", "a.b.b", false],
])("matches the resource %s with %s: %s", (pattern, resource, expected) => {
  expect(may([allow({ Resource: pattern })], "sns:Publish", resource)).toBe(expected);
});

test("holds a condition against the request's own keys", () => {
  const only = allow({ Condition: { StringEquals: { "cloudwatch:namespace": "Mine" } } });
  expect(may([only], "sns:Publish", "t", { "cloudwatch:namespace": "Mine" })).toBe(true);
  expect(may([only], "sns:Publish", "t", { "cloudwatch:namespace": "Yours" })).toBe(false);
  expect(may([only], "sns:Publish", "t", { "cloudwatch:namespace": undefined })).toBe(false);
});

test("takes ForAllValues for all values, and for none", () => {
  const only = allow({ Condition: { "ForAllValues:StringEquals": { "route53:Types": ["A"] } } });
  expect(may([only], "sns:Publish", "t", { "route53:Types": ["A", "A"] })).toBe(true);
  expect(may([only], "sns:Publish", "t", { "route53:Types": ["A", "AAAA"] })).toBe(false);
  expect(may([only], "sns:Publish", "t", { "route53:Types": undefined })).toBe(true);
});

test("does not shrug at an operator, a key or an element it does not know", () => {
  expect(() => may([allow({ Condition: { NumericLessThan: { x: "1" } } })], "sns:Publish", "t", { x: "0" })).toThrow(
    "condition operator NumericLessThan",
  );
  expect(() => may([allow({ Condition: { StringEquals: { y: "1" } } })], "sns:Publish", "t", { x: "0" })).toThrow(
    "condition key y: this request has x",
  );
  expect(() => may([allow({ NotAction: "x" })], "sns:Publish", "t")).toThrow("policy element NotAction");
});

test("trusts only the service the role names", () => {
  const access = new Access(new Objects(role("r", "lambda.amazonaws.com")));
  expect(access.trusts(ROLE, "lambda.amazonaws.com")).toBe(true);
  expect(access.trusts(ROLE, "events.amazonaws.com")).toBe(false);
});
