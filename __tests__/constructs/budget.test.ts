import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { baseConfig } from "../helpers/configurations";
import { synthBase } from "../helpers/synth";

test("mails before the limit, at it, and when it is forecast", () => {
  const mail = (threshold: number, kind: string) => ({
    comparison_operator: "GREATER_THAN",
    notification_type: kind,
    threshold,
    threshold_type: "PERCENTAGE",
    subscriber_sns_topic_arns: ["${aws_sns_topic_policy.alerts_policy.arn}"],
  });
  expect(synthBase(baseConfig({ budget: { monthly_usd: 12.5 } })).only(BudgetsBudget)).toMatchObject({
    budget_type: "COST",
    limit_amount: "12.5",
    limit_unit: "USD",
    time_unit: "MONTHLY",
    notification: [mail(80, "ACTUAL"), mail(100, "ACTUAL"), mail(100, "FORECASTED")],
  });
});

test("watches the whole account: a filter by a tag nobody activated would count nothing", () => {
  const budget = synthBase(baseConfig({ budget: { monthly_usd: 15 } })).only(BudgetsBudget);
  expect(budget).not.toHaveProperty("cost_filter");
});

test("does not exist unless asked for", () => {
  expect(synthBase(baseConfig()).json.resource).not.toHaveProperty("aws_budgets_budget");
});
