import { happened } from "./a-world";
import { decide } from "../../../handlers/keeper/decide";
import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { fail } from "../../../sim/prove/happening";
import { main } from "../../../sim/prove/main";
import { INVARIANTS } from "../../../sim/prove/invariants/all";
import { prove } from "../../../sim/prove/prove";
import { meddling } from "../../../sim/scenarios/people";
import type { Stage } from "../../../sim/scenarios/scenario";
import { MISTAKES } from "../mistakes/all";
import { deciding } from "../mistakes/mistake";

jest.setTimeout(60_000);
const applied = objectsOf(readRecorded());

test("there are twenty-one invariants, each with a name and a sentence of its own", () => {
  expect(new Set(INVARIANTS.map(({ name }) => name)).size).toBe(21);
  expect(new Set(INVARIANTS.map(({ sentence }) => sentence)).size).toBe(21);
});

test("each invariant is broken by at least one mistake", () => {
  expect(new Set(Object.values(MISTAKES).map(({ breaks }) => breaks))).toEqual(
    new Set(INVARIANTS.map(({ name }) => name)),
  );
});

test("a broken invariant says which, when, how, and what had happened before", async () => {
  const play = ({ world }: Stage): void => {
    const { group } = world.container("valheim");
    world.at(world.now + 60_000, () => group?.setDesired(1, "nobody"), "a host for no reason");
  };
  const untold = applied.filter(({ type }) => type !== "aws_cloudwatch_event_rule");
  const broken = prove(untold, { play, days: 1 });
  await expect(broken).rejects.toThrow(
    /^"the record is right" is broken at 20 Nov 18:02:\d\d: valheim: the record says 192.0.2.1, 54[.\d]+ is right since 61 s\n\(the record is .*\)\n/,
  );
  await expect(broken).rejects.toThrow(/\n20 Nov 18:01:00 {2}nobody: sets desired capacity to 1\n/);
});

test("a container without queries keeps every invariant, and costs no host", async () => {
  const world = await prove(applied, { play: () => {}, days: 3 });
  expect(world.meter.hostHours).toBe(0);
  expect(world.mails.map(({ kind }) => kind)).toEqual(["begins"]);
});

test("a crash that led to no mail does not hide what a bot costs", async () => {
  const play = (stage: Stage): void => {
    const { begin, address, world } = stage;
    stage.game({ crash: ({ at }) => (at < begin + 600_000 ? { afterSeconds: 600, exitCode: 1 } : undefined) });
    world.monitor(world.resolver("monitor"), address);
  };
  const keeper = deciding((facts, now) => {
    const { memory, actions, ...decision } = decide(facts, now);
    const calm = actions.map((action) =>
      action.do === "mail" && action.mail.kind === "asleep"
        ? { ...action, mail: { ...action.mail, emptySession: undefined } }
        : action,
    );
    return { ...decision, actions: calm, memory: { ...memory, emptySessions: undefined } };
  });
  await expect(prove(applied, { play, days: 4 }, { code: { keeper } })).rejects.toThrow(/^"cheap when empty" /);
});

/** In the middle of a save of two minutes somebody starts the next host. */
const startTooSoon =
  (minutes: number) =>
  (stage: Stage): void => {
    const { world } = stage;
    stage.game({ saveSeconds: 119 });
    stage.plays("Anna", 5, 60);
    stage.at(62, () => {
      world.console.setDesired(stage.group, 0);
    });
    stage.at(62 + minutes, () => {
      world.console.setDesired(stage.group, 1);
    });
  };

test.each([0.1, 0.5, 1])(
  "a person may start a host %f minutes into a save: it gets no task that stays",
  async (minutes) => {
    const world = await prove(applied, { play: startTooSoon(minutes), days: 1 });
    expect(happened(world, "launch").length).toBeGreaterThan(1);
  },
);

describe.each(["ListContainerInstances", "DescribeContainerInstances", "ListTasks", "DescribeTasks"])(
  "a second host by hand, while ecs:%s leaves out all that is there for 4 minutes",
  (call) => {
    const launches =
      (...minutes: readonly number[]) =>
      (stage: Stage): void => {
        const { world } = stage;
        world.faults.blank = ({ at, action }) => {
          const minute = (at - stage.begin) / 60_000;
          return action === `ecs:${call}` && minute >= 64 && minute < 68;
        };
        for (const minute of minutes) stage.at(minute, () => world.console.launch(stage.group));
        stage.at(100, () => {
          stage.terminateOutsiders();
        });
      };
    const days = 0.2;

    test.each(["it does", "it does not"] as const)("gets no task that stays (draining: %s)", async (draining) => {
      const play = (stage: Stage): void => {
        stage.game({ saveSeconds: 100 });
        stage.plays("Anna", 5, 120);
        launches(65)(stage);
      };
      await prove(applied, { play, days }, { uncertain: { draining } });
    });

    test("does not excuse a keeper that leaves it alone", async () => {
      const keeper = deciding((facts, now) => {
        const { actions, ...decision } = decide(facts, now);
        return { ...decision, actions: actions.filter((action) => !["drain", "stop task"].includes(action.do)) };
      });
      const broken = prove(applied, { play: launches(65, 65.5), days }, { code: { keeper } });
      await expect(broken.then(() => "kept")).rejects.toThrow(/^"one writer" /);
    });
  },
);

test.each(["starts a second host", "detaches it without decrement"])(
  "somebody %s while EC2 does not answer for an hour: ECS shows it",
  async (act) => {
    const play = (stage: Stage): void => {
      fail(stage, "call", { at: 60, lasts: 60, nth: 1 }, ({ action }) =>
        action === "ec2:DescribeInstances" ? "throttled" : undefined,
      );
      stage.game({ saveSeconds: 100 });
      stage.plays("Anna", 5, 180);
      stage.at(65, () => {
        meddling[act]?.(stage);
      });
    };
    await prove(applied, { play, days: 0.2 });
  },
);

test.each(["--run 5", "--runs", "--runs 0", "--seed x", "7"])("npm run prove refuses %s", async (options) => {
  const error = jest.spyOn(console, "error").mockImplementation(() => {});
  expect(await main(options.split(" "), [])).toBe(1);
  expect(error).toHaveBeenCalledWith(
    expect.stringMatching(
      /there are --runs <number>, --hunt <time, like 90s, 10m or 2h>, --seed <number> and --always, got [-7]/,
    ),
  );
  error.mockRestore();
});
