import type { Container, Task } from "../../../handlers/keeper/facts";
import { write } from "../../../handlers/keeper/mails";
import { at, after, awake, capacity, crashed, decided, ending, mails, memory, session, SETTINGS, task } from "./scenes";
import { asleep } from "./mails/mails";

/** A shop needs its database; what makes backups, and what only prepares the files, may end. */
const services = { essential: ["shop", "db"], nonEssential: ["backup", "prepare"], restartedWhenDone: ["backup"] };
const settings = { ...SETTINGS, services };
const up: readonly Container[] = [{ name: "shop" }, { name: "db" }];
const stopped = (name: string, exitCode?: number, reason?: string): Container => ({
  name,
  isStopped: true,
  exitCode,
  reason,
});
const open = { memory: memory({ session: session({ claimedMails: ["up"], hasPoints: true }) }), settings };
const running = (...beside: readonly Container[]) =>
  awake({
    ...open,
    cluster: { hosts: [], tasks: [task({ containers: [...up, ...beside] })] },
    packets: [{ at: at(9), value: 900 }],
  });
const ended = (minute: number, ...containers: readonly Container[]): Task =>
  crashed(minute, at(minute), { createdAt: at(3), startedAt: at(5), containers });
const withTasks = (...tasks: readonly Task[]) => awake({ ...open, cluster: { hosts: [], tasks } });

describe("a service that is not essential", () => {
  it.each<[string, Container, { service?: string; exitCode?: number; reason?: RegExp }]>([
    ["fails", stopped("backup", 1), { exitCode: 1, reason: /^$/ }],
    ["fails, though it is only there to end", stopped("prepare", 2), { service: "prepare", exitCode: 2 }],
    ["cannot start", stopped("backup", undefined, "CannotPullContainerError: x"), { reason: /CannotPull/ }],
    ["is to be started again, and is not", stopped("backup", 0), { exitCode: 0 }],
  ])("is reported once a day, when it %s; the game goes on", (_, container, { reason = /^/, ...values }) => {
    const facts = running(container);
    const decision = decided(facts, at(10));
    const expected = { ...values, reason: expect.stringMatching(reason) as unknown };
    expect(mails(decision)).toMatchObject([{ kind: "service stopped", service: container.name, ...expected }]);
    expect(capacity(decision)).toBeUndefined();
    expect(mails(decided(after(facts, decision), at(11)))).toEqual([]);
  });

  it("is reported each by itself", () => {
    const decision = decided(running(stopped("backup", 1), stopped("prepare", 1)), at(10));
    expect(mails(decision)).toMatchObject([{ service: "backup" }, { service: "prepare" }]);
  });

  it.each([
    ["it is done", [stopped("prepare", 0)]],
    ["it runs", [{ name: "backup" }]],
    ["nobody knows it: it is of an earlier configuration", [stopped("cron", 1)]],
  ])("is not reported if %s", (_, containers) => {
    expect(mails(decided(running(...containers), at(10)))).toEqual([]);
  });

  it("is not reported while its task stops", () => {
    const stopping = task({ desiredStatus: "STOPPED", containers: [...up, stopped("backup", 137)] });
    expect(mails(decided(withTasks(stopping), at(10)))).toEqual([]);
  });
});

describe("the end of a task of several services", () => {
  it("is that of its essential services: the work is done, however the others ended", () => {
    const tasks = ended(70, stopped("shop", 0), stopped("db", 143), stopped("backup", 137), stopped("prepare", 1));
    expect(ending(decided(withTasks(tasks), at(70.2)))).toBe("done");
  });

  it("is a crash if an essential service failed, though what prepared the files was done", () => {
    const tasks = ended(70, stopped("shop", 143), stopped("db", 1), stopped("prepare", 0));
    expect(ending(decided(withTasks(tasks), at(70.2)))).toBeUndefined();
  });

  it("is a crash if an essential service is to be started again", () => {
    const again = { ...settings, services: { ...services, restartedWhenDone: ["db"] } };
    const tasks = [68, 69, 70].map((minute) => ended(minute, stopped("shop", 0), stopped("db", 0)));
    expect(ending(decided({ ...withTasks(...tasks), settings: again }, at(70.2)))).toBe("crash loop");
    expect(ending(decided(withTasks(...tasks), at(70.2)))).toBe("done");
  });

  it("is reported with the essential services' exit codes, and everybody's reasons", () => {
    const tasks = [68, 69, 70].map((minute) =>
      ended(minute, stopped("shop", 143), stopped("db", 1, "out of disk"), stopped("prepare", 2)),
    );
    expect(decided(withTasks(...tasks), at(70.2)).memory.session?.sleep?.ending).toMatchObject({
      kind: "crash loop",
      stops: Array(3).fill({
        reason: expect.stringMatching(/; db: out of disk$/) as unknown,
        exits: [
          { service: "shop", exitCode: 143 },
          { service: "db", exitCode: 1 },
        ],
      }),
    });
  });

  it("is reported with the exit code of what had to end first, if the others never ran", () => {
    const tasks = [68, 69, 70].map((minute) => ended(minute, { name: "shop" }, { name: "db" }, stopped("prepare", 2)));
    expect(decided(withTasks(...tasks), at(70.2)).memory.session?.sleep?.ending).toMatchObject({
      stops: Array(3).fill({ exits: [{ service: "prepare", exitCode: 2 }] }),
    });
  });
});

describe("a task of which a container waited for one that failed", () => {
  const never = stopped("shop", 143, "CannotStartContainerError: dependency graph: failed to resolve …");
  const tasks = [68, 69, 70].map((minute) => ended(minute, never, stopped("db", 0), stopped("prepare", 2)));

  it("is not done, though all essential ones ended with 0 or 143", () => {
    expect(ending(decided(withTasks(...tasks), at(70.2)))).toBe("crash loop");
  });

  it("is reported with the one that failed", () => {
    const end = decided(withTasks(...tasks), at(70.2)).memory.session?.sleep?.ending;
    const { subject } = write(asleep(end?.kind === "crash loop" ? end : { kind: "idle" }), settings, at(80));
    expect(subject).toContain("service prepare, its program exited with an error");
  });
});

describe("the mail about a crash loop", () => {
  const mail = (exits: readonly { service: string; exitCode: number }[], over = settings) => {
    const stop = { code: "EssentialContainerExited", reason: "Essential container in task exited", exits };
    return write(asleep({ kind: "crash loop", stops: [stop, stop, stop], restMinutes: 5 }), over, at(80));
  };

  it("names the service that failed, all exit codes, and where to read what it printed", () => {
    const { subject, text } = mail([
      { service: "shop", exitCode: 143 },
      { service: "db", exitCode: 3 },
    ]);
    expect(subject).toBe("valheim failed: service db, its program exited with an error");
    expect(text).toContain("(shop: exit code 143, db: exit code 3)");
    expect(text).toContain(" --log-stream-name-prefix db/\n");
  });

  it.each([
    ["killed, not what was asked to stop", [143, 137], "db"],
    ["gone by itself, where none failed", [0, 143], "shop"],
  ])("names the one that was %s", (_, [shop = 0, db = 0], service) => {
    const exits = [
      { service: "shop", exitCode: shop },
      { service: "db", exitCode: db },
    ];
    expect(mail(exits).subject).toContain(`service ${service}, `);
  });

  it("names none where there is only one", () => {
    const alone = { ...settings, services: { essential: ["valheim"], nonEssential: [], restartedWhenDone: [] } };
    const { subject, text } = mail([{ service: "valheim", exitCode: 1 }], alone);
    expect(subject).toBe("valheim failed: its program exited with an error");
    expect(text).not.toMatch(/service valheim|log-stream-name-prefix/);
  });
});
