import { days, hours, type Scenario } from "./scenario";

/** Usual life, and what asks without playing. */
export const life: readonly Scenario[] = [
  {
    name: "evenings",
    about: "A week of evenings: friends come, play, leave; it sleeps in between.",
    days: 7,
    beginsAtHour: 0,
    play: (stage) => {
      const evenings = [
        [20, 2.5],
        [19.5, 3],
        [21, 1],
        [20.5, 2],
        [19, 4.5],
        [15, 6],
      ] as const;
      evenings.forEach(([hour, length], day) => {
        const from = days(day) + hours(hour - stage.beginHour);
        stage.plays("Anna", from, from + hours(length));
        stage.plays("Ben", from + 12, from + hours(length) - 20);
        if (day % 2 === 0) stage.plays("Chris", from + 35, from + hours(length) + 15);
      });
    },
  },
  {
    name: "monitor",
    about: "A monitor sends a query every minute for a week, and nobody is connected.",
    days: 7,
    beginsAtHour: 0,
    play: (stage) => stage.world.monitor(stage.world.resolver("monitor", { edge: "IAD89-C1" }), ...stage.wakingQuery),
  },
  {
    name: "link-preview",
    about: "A chat shows a preview of the link, and again three hours later: nobody joins. Then a friend does.",
    play: (stage) => {
      stage.asks("chat", 5, hours(3), hours(3) + 20);
      stage.plays("Anna", hours(6), hours(7));
    },
  },
  {
    name: "coming-back",
    about: "A player comes back while the previous host is still shutting down.",
    play: (stage) => {
      stage.plays("Anna", 5, 65);
      // Asleep at about minute 80: the query falls into the save, and is not asked again for half an hour.
      stage.game({ saveSeconds: 110 });
      stage.asks("list", 81);
      stage.plays("Ben", 112, hours(3));
    },
  },
  {
    name: "hold",
    about: "A hold keeps it up for somebody who builds alone for hours; a hold that cannot be read has no effect.",
    play: (stage) => {
      stage.plays("Anna", 5, 30);
      stage.at(20, () =>
        stage.world.console.writeParameter(stage.hold, new Date(stage.begin + 3 * 3_600_000).toISOString()),
      );
      stage.at(hours(8), () => stage.world.console.writeParameter(stage.hold, "tomorrow"));
      stage.plays("Anna", hours(9), hours(10));
    },
  },
  {
    name: "day-limit",
    about:
      "Somebody plays around the clock: the session limit and then the daily limit stop the game, after a warning.",
    days: 2,
    play: (stage) => stage.plays("Anna", 5, days(2)),
  },
  {
    name: "downloads",
    about:
      "Somebody has the server send 40 Mbit a second: the day's traffic is used up in 70 minutes, after a warning.",
    days: 2,
    play: (stage) => stage.plays("Anna", 5, days(1), undefined, { sentBytesPerMinute: 300e6 }),
  },
  {
    name: "past-the-limit",
    about:
      "Somebody plays past the session limit on six days, each time at a different point between two of keeper's looks, and reconnects at once.",
    days: 6,
    play: (stage) =>
      [0, 1, 2, 3.1, 3.5, 4.5].forEach((minute, day) => stage.plays("Anna", days(day) + minute, days(day) + hours(9))),
  },
];
