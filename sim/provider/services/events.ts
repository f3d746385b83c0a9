import type { Kinds, Rule } from "../kind";
import { isList, isObject, isSet, text, type Value } from "../values";
import { SCHEDULE } from "../validate";

const NAME = /^[.\-_A-Za-z0-9]{1,64}$/;

/** EventBridge. Replacement and checks: the provider's internal/service/events; messages: those of its API reference. */
export const events: Kinds = {
  aws_cloudwatch_event_rule: {
    id: "{name}",
    arn: "events:rule/{id}",
    replacedBy: "event_bus_name name name_prefix",
    defaults: { event_bus_name: "default", force_destroy: false },
    valid: {
      name: NAME,
      state: "DISABLED ENABLED ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      event_pattern: /^.{1,4096}$/s,
      schedule_expression: SCHEDULE,
    },
    conflicts: { is_enabled: "state" },
    checks: [
      ({ event_pattern, schedule_expression }) =>
        isSet(event_pattern) || isSet(schedule_expression)
          ? undefined
          : "one of `event_pattern,schedule_expression` must be specified",
    ],
    heldBy: ["aws_cloudwatch_event_target.rule", "ValidationException: Rule can't be deleted since it has targets."],
    refuse: { create: (request) => refusePattern(request), update: (request) => refusePattern(request) },
  },
  aws_cloudwatch_event_target: {
    id: "{rule}-{target_id}",
    replacedBy: "event_bus_name rule target_id",
    defaults: { event_bus_name: "default", force_destroy: false },
    conflicts: { input: "input_path input_transformer", input_path: "input_transformer" },
    valid: { target_id: NAME, input: /^.{0,8192}$/s },
    needs: {
      rule: [
        "aws_cloudwatch_event_rule",
        "ResourceNotFoundException: Rule {value} does not exist on EventBus default.",
      ],
    },
    trusts: {
      role_arn: [
        "events.amazonaws.com",
        "ValidationException: Provided role '{role_arn}' cannot be assumed by principal 'events.amazonaws.com'.",
      ],
    },
    refuse: { create: (request) => refuseBus(request), update: (request) => refuseBus(request) },
  },
};

/** Every leaf of a pattern is an array: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
const refusePattern: Rule = ({ object }) => {
  if (text(object["event_pattern"]) === "") return undefined;
  const pattern = JSON.parse(text(object["event_pattern"])) as Value;
  return isObject(pattern) && Object.keys(pattern).length > 0 && isFilter(pattern)
    ? undefined
    : "InvalidEventPatternException: Event pattern is not valid. Reason: values must be arrays";
};

const isFilter = (value: Value): boolean =>
  isList(value) ? value.length > 0 : isObject(value) && Object.values(value).every(isFilter);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html */
const refuseBus: Rule = ({ object }) =>
  text(object["arn"]).includes(":event-bus/") && !isSet(object["role_arn"])
    ? `ValidationException: RoleArn is required for target ${text(object["arn"])}.`
    : undefined;
