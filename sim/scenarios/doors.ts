import { days, hours, type Scenario, type Stage } from "./scenario";

/** From a day on, for two days: asks so often; a friend comes on the second evening. */
function beside(stage: Stage, day: number, everyMinutes: number): void {
  const count = Math.floor(days(2) / everyMinutes);
  stage.asks("monitor", ...Array.from({ length: count }, (_, index) => days(day) + index * everyMinutes));
  // Not just when it asks.
  const evening = days(day + 1) + hours(2) + 17;
  stage.plays("Anna", evening, evening + hours(1));
}

/** Who comes when it is about to sleep, after others who never played, or beside something that asks all the time. */
export const doors: readonly Scenario[] = [
  {
    name: "just-in-time",
    about:
      "Friends connect, or start it by hand, just as it is about to fall asleep: after a link preview, after a wake by hand, and after others have played.",
    play: (stage) => {
      stage.asks("chat", 0);
      stage.plays("Anna", 22.4, hours(1));
      stage.command(hours(4), "wake");
      stage.plays("Ben", hours(4) + 21.4, hours(5));
      stage.plays("Chris", hours(8), hours(9));
      stage.plays("Anna", hours(9) + 14.7, hours(10));
      stage.asks("chat", hours(14));
      stage.command(hours(14) + 21.9, "wake");
      stage.plays("Ben", hours(14) + 25, hours(15));
    },
  },
  {
    name: "first-download",
    about:
      "At its first start the game fetches gigabytes for 40 minutes, inside the running container; two friends wait.",
    play: (stage) => {
      stage.game({ downloadSeconds: 2400 });
      stage.plays("Anna", 5, hours(3), undefined, { patienceMinutes: 60 });
      stage.plays("Ben", 50, hours(3));
    },
  },
  {
    name: "quiet",
    about:
      "Somebody stands still for two hours and sends just enough to count as playing; another plays through a relay.",
    play: (stage) => {
      stage.plays("Anna", 5, hours(2), stage.fewPackets);
      stage.plays("Ben", hours(5), hours(7), undefined, { way: "relay" });
    },
  },
  {
    name: "used-up-by-a-stranger",
    about:
      "From midnight on, a stranger stays connected and uses up the day's hours; in the evening friends wake it by hand.",
    days: 2,
    play: (stage) => {
      stage.plays("a stranger", hours(6), hours(29), undefined, { patienceMinutes: 60 });
      stage.plays("Anna", hours(24), hours(24.1));
      stage.command(hours(24.1), "wake");
      stage.plays("Anna", hours(24.1) + 1, hours(26));
    },
  },
  {
    name: "strays",
    about:
      "Seven stray queries, two days apart. Two hours after the last, a friend tries, gives up while it boots, and comes back later.",
    days: 13,
    play: (stage) => {
      stage.asks("stray", ...Array.from({ length: 7 }, (_, day) => days(2 * day)));
      stage.plays("Anna", days(12) + hours(2), days(12) + hours(2) + 2);
      stage.plays("Anna", days(12) + hours(2) + 28, days(12) + hours(4));
    },
  },
  {
    name: "beside-monitors",
    about: "Something asks every five minutes, later every hour: a friend who keeps trying still gets in.",
    days: 5,
    play: (stage) => {
      beside(stage, 0, 5);
      beside(stage, 3, 60);
    },
  },
  {
    name: "beside-a-loud-monitor",
    about: "A monitor asks every minute, so queries soon count for nothing: friends wake it by hand.",
    days: 2,
    play: (stage) => {
      stage.world.monitor(stage.world.resolver("monitor", { edge: "IAD89-C1" }), ...stage.wakingQuery);
      stage.command(hours(26), "wake");
      stage.plays("Anna", hours(26), hours(28));
    },
  },
];
