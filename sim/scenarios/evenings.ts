import { days, hours, type Scenario } from "./scenario";

/** Friends, in the order in which they come. */
const FRIENDS = ["Anna", "Ben", "Chris", "Dana", "Eli", "Fay", "Gus", "Hana", "Ian", "Jo", "Kim", "Leo"] as const;

export interface Evenings {
  /** How many in a row, from 1 on. */
  readonly evenings: number;
  /** Who plays each evening, from 1 to MOST_PLAYERS. */
  readonly players: number;
  /** How long, at most 12. */
  readonly hours: number;
}

export const MOST_PLAYERS = FRIENDS.length;
const FIRST_AT_HOUR = 20;
const MINUTES_APART = 7;

/** Evenings as somebody imagines their own: all come one after the other at 20:00, and stay to the end. */
export const eveningsOf = ({ evenings, players, hours: length }: Evenings): Scenario => ({
  name: "evenings",
  about: `${counted(evenings, "evening")} with ${counted(players, "player")}, ${counted(length, "hour")} each.`,
  days: evenings,
  beginsAtHour: 12,
  play: (stage) => {
    for (let day = 0; day < evenings; day++) {
      const from = days(day) + hours(FIRST_AT_HOUR - stage.beginHour);
      FRIENDS.slice(0, players).forEach((name, index) => {
        const late = Math.min(index * MINUTES_APART, hours(length) / 2);
        stage.plays(name, from + late, from + hours(length));
      });
    }
  },
});

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
