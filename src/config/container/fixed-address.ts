import { usdOf } from "../../../shared/prices";
import { runningServices } from "../compose/scheduled";
import { problemIf, type Problem } from "../schema/problem";
import type { ContainerSettings } from "./container-schema";

const HOURS_A_MONTH = 730;

/** Nobody connects to services that all run on a schedule: there is no DNS name that could keep the address. */
export function fixedAddressProblems({ address, services }: ContainerSettings): Problem[] {
  const message = "fixed needs a service without schedule: nobody connects to scheduled ones, so they have no address";
  return problemIf(["address"], address === "fixed" && Object.keys(runningServices(services)).length === 0 && message);
}

/** AWS charges for an Elastic IP that nothing uses, too: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html */
export function fixedAddressWarnings({ address, mode, retired }: ContainerSettings): Problem[] {
  const usd = (usdOf("public IPv4 address") * HOURS_A_MONTH).toFixed(2);
  const message = `fixed costs ${usd} USD per month, also while the container sleeps; only a query for its DNS name wakes it, not a connection to the bare address`;
  return problemIf(["address"], address === "fixed" && mode === "on_demand" && !retired && message);
}
