import type { Obstacle } from "../ending";
import type { KeeperSettings } from "../read-settings";
import type { Instant } from "../time";
import { commandsFor, configFile, HOLD } from "../../../shared/commands";
import type { Draft, MailOf } from "./draft";
import { duration, isAlways, listed, quote, timeOfDay } from "./words";

/** Players can come. */
export function up(
  { address, tookMinutes, why, deploymentProblem, passedObstacles = [] }: MailOf<"up">,
  settings: KeeperSettings,
): Draft {
  const { container, fixedAddress } = settings;
  const cached = fixedAddress === undefined ? ", and your computer may remember the old address for half a minute" : "";
  const addresses = [address.a, address.aaaa ?? []].flat().map(quote);
  const [what, join] = isAlways(settings) ? ["container", "It can be reached"] : ["game", "Join"];
  return {
    subject: `${container} is up`,
    paragraphs: [
      `${container} is up. ${join} at ${settings.address} (${listed(addresses)}).`,
      `If you cannot connect yet, wait a minute: the ${what} may still be loading${cached}.`,
      `${whoWoke(why)} Starting took ${duration(tookMinutes)}. ${howLong(settings)}`,
    ],
    forOperator: [
      passedObstacles.length > 0
        ? `Starting it by hand overrode what would have kept it asleep: ${listed(passedObstacles.map((obstacle) => OBSTACLE_WORDS[obstacle]))}.`
        : undefined,
      deploymentProblem === undefined
        ? undefined
        : `It may still run the configuration of an earlier apply. AWS refused the newest one: ${quote(deploymentProblem)}. Apply the stack again. If that does not help, read keeper's log:\n${commandsFor(settings).keeperLog}`,
      isAlways(settings) ? undefined : `To keep ${container} ${HOLD}:\n${commandsFor(settings).hold}`,
    ],
  };
}

function howLong(settings: KeeperSettings): string {
  const { idle, limit } = settings;
  if (isAlways(settings)) return "It never sleeps: if its host fails, it is started on a new one.";
  const latest = limit.stop ? `, and after ${duration(limit.perSessionMinutes)} at the latest` : "";
  return `It goes to sleep by itself when nobody has played for ${duration(idle.afterMinutes)}${latest}.`;
}

const OBSTACLE_WORDS: Readonly<Record<Obstacle, string>> = {
  rest: "the pause after a failure (crash_loop.rest)",
  "ignored queries": "the pause after sessions without players",
  wakes: "the limit of starts a day (wake.per_day)",
  day: "today's hours (limit.per_day)",
  month: "this month's hours (limit.per_month)",
  "month traffic": "this month's traffic (limit.traffic_per_month)",
};

/** @param why that of the session */
function whoWoke(why: string): string {
  switch (why) {
    case "query":
      return "Somebody looked up its address, which started it.";
    case "by hand":
      return "It was started by hand.";
    case "lost host":
      return "Its previous host was lost; this is a new one.";
    case "schedule":
      return "A scheduled run started it.";
    case "always":
      return "It was started because it is always on.";
    default:
      return "It was started in AWS, not by its keeper.";
  }
}

export function stopsSoon({ limit, inMinutes }: MailOf<"stops soon">, settings: KeeperSettings, now: Instant): Draft {
  const { container, address, timeZone } = settings;
  const reached = {
    session: `By then it will have been up for ${duration(settings.limit.perSessionMinutes)}, the longest a session may last. To play on after that, connect to ${address}; that starts it again.`,
    day: `By then today's ${duration(settings.limit.perDayMinutes)} will be used up, and it stays asleep until ${timeOfDay(timeZone.day(now).end, timeZone)}.`,
  };
  const byHand =
    limit === "day" ? `start it by hand, which also works while it is up:\n${commandsFor(settings).wake}\nOr ` : "";
  return {
    subject: `${container} stops in ${duration(inMinutes)}`,
    paragraphs: [
      `${container} stops in ${duration(inMinutes)}, even if somebody is playing. The game gets time to save first.`,
      reached[limit],
    ],
    forOperator: [
      `To play on, ${byHand}raise limit.per_${limit} in ${configFile(settings)} and apply. That does not end a game. A hold does not change this limit.`,
    ],
  };
}

export function blindHost({ instanceId }: MailOf<"blind host">, settings: KeeperSettings): Draft {
  const { container, region, limit } = settings;
  const host = quote(instanceId);
  const shell = `To find out why, open a shell on the host ${host} and run journalctl -u packets:\naws ssm start-session --region ${region} --target ${host}`;
  if (isAlways(settings)) {
    return {
      subject: `${container}: its host reports no traffic`,
      paragraphs: [
        `${container} is running, but its host reports no traffic, so its traffic limits cannot be checked.`,
      ],
      forOperator: [shell],
    };
  }
  const end = limit.stop ? `until its limit of ${duration(limit.perSessionMinutes)}` : "until somebody stops it";
  return {
    subject: `${container} cannot see its players`,
    paragraphs: [
      `${container} is running and you can play, but its host reports no traffic, so an empty server cannot be detected: it runs on ${end}, and costs money. When you have finished playing, ask whoever runs it to put it to sleep.`,
    ],
    forOperator: [
      `To put it to sleep:\n${commandsFor(settings).sleep}`,
      shell,
      `The newest system image may be the reason: set ami in ${configFile(settings)} to an older one.`,
    ],
  };
}
