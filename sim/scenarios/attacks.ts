import { MINUTE } from "../world/clock";
import { days, type Scenario, type Stage } from "./scenario";

const DAYS = 31;
const EACH_MINUTE = Array.from({ length: days(DAYS) }, (_, minute) => minute);
/** 2 packets a second: more than what counts as somebody who plays. */
const FEW_PACKETS = 126;

/** Asks each minute, from a server that never remembers. */
function asksEachMinute(stage: Stage): void {
  const resolver = stage.world.resolver("attacker", { edge: "IAD89-C1", remembers: false });
  for (const minute of EACH_MINUTE) stage.at(minute, () => resolver.ask(...stage.wakingQuery));
}

/** Comes whenever it can, and stays. */
function staysIn(stage: Stage, bitsPerSecond: number): void {
  const player = stage.player("attacker", FEW_PACKETS, { sentBytesPerMinute: (bitsPerSecond * 60) / 8 });
  for (const minute of EACH_MINUTE)
    stage.at(minute, () => {
      if (player.state === "away") player.join();
    });
}

/** Months of somebody who wants the owner to pay, and needs nothing for it but the name. Not part of the demo. */
export const attacks: readonly Scenario[] = [
  { name: "nobody", about: "nobody looks up the name", days: DAYS, play: () => undefined },
  { name: "asks", about: "somebody looks up the name every minute and never plays", days: DAYS, play: asksEachMinute },
  {
    name: "loud-minute",
    about: "the same, and sends packets for one minute of every 15",
    days: DAYS,
    play: (stage) => {
      asksEachMinute(stage);
      const player = stage.player("attacker");
      let quietUntil = 0;
      for (const minute of EACH_MINUTE)
        stage.at(minute, () => {
          if (player.state === "playing") {
            player.leave();
            quietUntil = stage.world.now + 13 * MINUTE;
          } else if (player.state === "away" && stage.world.now >= quietUntil) player.join();
        });
    },
  },
  {
    name: "by-hand",
    about: "a script with the owner's keys runs `wake` every minute, day and night",
    days: DAYS,
    play: (stage) => {
      for (const minute of EACH_MINUTE) stage.command(minute, "wake");
    },
  },
  {
    name: "downloads",
    about: "somebody sends 2.1 packets a second, day and night, and receives 10 Mbit/s",
    days: DAYS,
    play: (stage) => staysIn(stage, 10e6),
  },
  {
    name: "all-limits",
    about: "the same with 3 Mbit/s, which uses up both hours and traffic",
    days: DAYS,
    play: (stage) => staysIn(stage, 3e6),
  },
];
