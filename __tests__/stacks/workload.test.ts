import { longestStopGraceSeconds } from "../../src/stacks/parts/workload";
import { containerConfig } from "../helpers/configurations";

test("a host waits for the service that takes longest to save", () => {
  const graceOf = (stop_grace_period: string) => Object.values(containerConfig({}, { stop_grace_period }).services);
  const [quick, slow, other] = ["10s", "3m", "1m"].flatMap(graceOf);
  if (quick === undefined || slow === undefined || other === undefined) throw new Error("a service is missing");
  expect(longestStopGraceSeconds({ ...containerConfig(), services: { quick, slow, other } })).toBe(180);
});
