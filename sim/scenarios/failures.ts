import { DAY, MINUTE } from "../world/clock";
import { hours, type Scenario } from "./scenario";

/** What breaks in the container or on its host. */
export const failures: readonly Scenario[] = [
  {
    name: "crash-loop",
    about: "The container crashes 40 s after each start, until somebody fixes it.",
    play: (stage) => {
      stage.game({ crash: () => ({ afterSeconds: 40, exitCode: 1 }) });
      stage.plays("Anna", 5, hours(4));
      stage.at(hours(3), () => stage.game({ crash: () => undefined }), "somebody mends the container");
      stage.plays("Ben", hours(5), hours(6));
    },
  },
  {
    name: "slow-crashes",
    about: "A chat's link preview wakes it, and it crashes ten minutes after each start: nobody is there to notice.",
    play: (stage) => {
      stage.game({ crash: () => ({ afterSeconds: 600, exitCode: 1 }) });
      stage.asks("chat", 5);
    },
  },
  {
    name: "one-crash",
    about: "It crashes once, in the third hour, and everybody comes back.",
    play: (stage) => {
      stage.plays("Anna", 5, hours(5));
      const mended = stage.begin + hours(2) * MINUTE;
      stage.game({ crash: ({ at }) => (at < mended ? { afterSeconds: 3 * 3600, exitCode: 139 } : undefined) });
    },
  },
  {
    name: "image-pull",
    about:
      "The registry does not serve the image for 65 minutes: ECS waits longer and longer, until somebody wakes it by hand.",
    play: (stage) => {
      const until = stage.begin + 65 * MINUTE;
      stage.world.faults.pull = ({ at }) =>
        at < until ? "toomanyrequests: You have reached your pull rate limit." : undefined;
      stage.plays("Anna", 5, 90);
      for (const minute of [15, 25, 35, 50, 70]) stage.command(minute, "wake");
    },
  },
  {
    name: "late-registry",
    about: "The registry is not ready for 50 s, so that three tasks fail to start: the player still gets in.",
    play: (stage) => {
      const until = stage.begin + 7 * MINUTE;
      stage.world.faults.pull = ({ at }) => (at < until ? "connection refused" : undefined);
      stage.plays("Anna", 5, hours(2));
    },
  },
  {
    name: "autostop",
    about:
      "The game exits by itself ten minutes after the last player leaves: it goes to sleep and can be woken at once.",
    play: (stage) => {
      const ends = (minute: number): void =>
        stage.at(minute, () => stage.seen.tasks.find(({ alive }) => alive)?.main.end("done", 0));
      stage.plays("Anna", 5, 60);
      ends(70);
      stage.plays("Ben", 73, hours(3));
      ends(hours(3) + 10);
    },
  },
  {
    name: "failed-backup",
    about: "AWS Backup fails for three nights.",
    days: 4,
    play: (stage) => {
      const until = stage.begin + 3 * DAY;
      stage.world.faults.backup = ({ at }) => (at < until ? "FAILED" : undefined);
      stage.plays("Anna", 5, 60);
    },
  },
  {
    name: "foreign-owner",
    about: "The image's directories belong to a different user than the volume's: it starts all the same.",
    play: (stage) => {
      stage.game({ owner: 1000 });
      stage.plays("Anna", 5, hours(1));
    },
  },
  {
    name: "slow-start",
    about: "The first start takes 17 minutes, with an idle time of 15: somebody waits, and then plays.",
    play: (stage) => {
      stage.game({ pullSeconds: 17 * 60 });
      stage.plays("Anna", 5, hours(2));
    },
  },
  {
    name: "slow-save",
    about: "The game needs 110 s to save, and AWS loses the events about dying hosts and the cluster.",
    days: 2,
    play: (stage) => {
      stage.game({ saveSeconds: 110 });
      stage.world.faults.event = ({ detailType }) => (/terminate|^ECS/.test(detailType) ? "lost" : undefined);
      stage.plays("Anna", 5, hours(1));
      // It falls asleep at minute 75; Ben's query comes in the middle of the save.
      stage.plays("Ben", 75.8, hours(2));
      stage.plays("Anna", hours(24), hours(25));
    },
  },
  {
    name: "blind-host",
    about: "The host can't count packets: it sleeps only at its limit, and a mail says so.",
    play: (stage) => {
      stage.world.faults.metricDelaySeconds = ({ metric }) => (metric === "Packets" ? 1e6 : undefined);
      stage.plays("Anna", 5, hours(1));
    },
  },
  {
    name: "lost-host",
    about: "The hardware under the host fails while people play: what was not saved is lost, and a new host comes.",
    play: (stage) => {
      stage.plays("Anna", 5, hours(3));
      stage.at(hours(1), () => stage.world.console.failHardware(stage.host));
    },
  },
  {
    name: "unhealthy-host",
    about:
      "EC2's checks fail for the host while people play, and no event reports it: a new host comes when the old one is gone.",
    play: (stage) => {
      stage.game({ saveSeconds: 110 });
      stage.world.faults.event = () => "lost";
      stage.plays("Anna", 5, hours(3));
      stage.at(hours(1), () => stage.world.console.setUnhealthy(stage.host));
    },
  },
  {
    name: "agent-gone",
    about: "The host's ECS agent falls silent while people play: the game goes on, and ends well.",
    play: (stage) => {
      stage.plays("Anna", 5, hours(2));
      stage.at(hours(1), () => stage.world.console.setAgent(stage.host, false));
      stage.plays("Ben", hours(5), hours(6));
    },
  },
  {
    name: "refused-mail",
    about:
      "AWS rejects the mail saying that it is up; at night the registry does not serve the image, and the mail about that arrives.",
    play: (stage) => {
      const until = (hour: number) => stage.begin + hours(hour) * MINUTE;
      stage.world.faults.call = ({ at, action }) =>
        action === "sns:Publish" && at < until(1) ? "throttled" : undefined;
      stage.world.faults.pull = ({ at }) => (at > until(4) ? "manifest unknown" : undefined);
      stage.plays("Anna", 5, hours(2));
      stage.plays("Ben", hours(5), hours(6));
    },
  },
];
