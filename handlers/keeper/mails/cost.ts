import { estimateUsd, instancePrice } from "../../../shared/prices";
import type { KeeperSettings } from "../read-settings";
import type { Instant } from "../time";
import type { MailOf } from "./draft";
import { duration, money, monthName, quote } from "./words";

type Asleep = MailOf<"asleep">;

/** ", about 0.27 USD", for the subject; empty if that is not known. */
export function shortCost({ instanceType, minutes }: Asleep, { diskGiB }: KeeperSettings): string {
  const usd = instanceType === undefined ? undefined : estimateUsd({ instanceType, diskGiB }, minutes);
  return usd === undefined ? "" : `, ${money(usd)}`;
}

/** What the session and the month so far took and cost. The month is counted as if all of it had run on the same type. */
export function cost(
  { instanceType, minutes, monthMinutes }: Asleep,
  { timeZone, diskGiB }: KeeperSettings,
  now: Instant,
): string {
  const session = `This session: ${duration(minutes)}`;
  const month = `${monthName(now, timeZone)} so far: ${duration(monthMinutes)}`;
  if (instanceType === undefined) return `${session}. ${month}. No host was seen, so there is no estimate.`;

  const price = instancePrice(instanceType);
  const sessionUsd = estimateUsd({ instanceType, diskGiB }, minutes);
  const monthUsd = estimateUsd({ instanceType, diskGiB }, monthMinutes);
  if (price === undefined || sessionUsd === undefined || monthUsd === undefined) {
    return `${session} on ${quote(instanceType)}. ${month}. No price is known for that type: see https://aws.amazon.com/ec2/pricing/on-demand/.`;
  }
  return (
    `${session} on ${instanceType}, ${money(sessionUsd)}. ${month}, ${money(monthUsd)}. ` +
    `These are estimates for the host, at list prices in ${price.region} of ${price.date}; storage, backups and traffic are extra.`
  );
}
