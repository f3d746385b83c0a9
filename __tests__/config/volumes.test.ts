import {
  anyVolume,
  DOLLAR,
  container,
  GAME_WITH_VOLUME,
  BASE,
  inContainer,
  inService,
  inVolume,
  load,
  only,
  problemsOf,
  volume,
  warningsOf,
} from "./written";

/** A service with these volumes; a, b and c are declared. */
const mounting = (volumes: string) =>
  inService(`volumes: ${volumes}`, "availability_zone: a\nvolumes: {a: , b: , c: }");
const mounts = (volumes: string) => only(Object.values(only(load(mounting(volumes)).containers).services)).mounts;

describe("a volume", () => {
  test("alone takes every default, as in Compose", () => {
    expect(volume("")).toEqual({
      storage: "one_zone",
      keep: true,
      backup: { schedule: "daily", retentionDays: 30 },
      owner: { uid: 0, gid: 0 },
      enforceOwner: false,
    });
  });

  test("fills in the rest of a plan of which one setting is written", () => {
    expect(volume("backup: {schedule: weekly}").backup).toEqual({ schedule: "weekly", retentionDays: 30 });
    expect(volume("backup: {retention: 5d}").backup).toEqual({ schedule: "daily", retentionDays: 5 });
  });

  test("takes what differs from the defaults", () => {
    expect(volume('keep: false\nbackup: none\nowner: "1000:0"\nenforce_owner: true')).toEqual({
      storage: "one_zone",
      keep: false,
      backup: undefined,
      owner: { uid: 1000, gid: 0 },
      enforceOwner: true,
    });
  });

  test.each(["0:0", "4294967295:4294967295"])("may belong to %s", (owner) => {
    expect(volume(`owner: "${owner}"`).owner).toEqual({
      uid: Number(owner.split(":")[0]),
      gid: Number(owner.split(":")[1]),
    });
  });

  const ownerForm = 'must be a user and group by number, like "1000:1000"';
  test.each([
    ["keep: yes", '8:11 volumes.world.keep: must be true or false, got "yes"'],
    ["owner: 1000", `8:12 volumes.world.owner: ${ownerForm}, got the number 1000`],
    ["owner: steam", `8:12 volumes.world.owner: ${ownerForm}, got "steam"`],
    ['owner: "4294967296:0"', "8:12 volumes.world.owner: user and group go up to 4294967295"],
    ['owner: "0:4294967296"', "8:12 volumes.world.owner: user and group go up to 4294967295"],
    ["backup: weekly", '8:13 volumes.world.backup: must be none, or {schedule: daily, retention: 30d}, got "weekly"'],
    ["backup: false", "8:13 volumes.world.backup: must be none, or {schedule: daily, retention: 30d}, got false"],
    ["backup:", "8:12 volumes.world.backup: has no value: write none, or {schedule: daily, retention: 30d}"],
    ["backup: {shedule: daily}", "8:14 volumes.world.backup.shedule: is not a setting here, did you mean schedule?"],
    ["backup: {retention: 23h}", "8:25 volumes.world.backup.retention: must be from 1d to 3650d, got 23h"],
    ["backup: {retention: 3651d}", "8:25 volumes.world.backup.retention: must be from 1d to 3650d, got 3651d"],
    [
      "backup: {retention: 1d}",
      "8:25 volumes.world.backup.retention: must be longer than 1d: at times there would be no daily backup at all",
    ],
    [
      "backup: {schedule: weekly, retention: 7d}",
      "8:43 volumes.world.backup.retention: must be longer than 7d: at times there would be no weekly backup at all",
    ],
  ])("refuses %s", (yaml, line) => {
    expect(problemsOf(inVolume(yaml))).toEqual([`configs/game.yaml:${line}`]);
  });

  test.each([
    ["schedule: daily, retention: 2d", 2],
    ["schedule: weekly, retention: 8d", 8],
    ["schedule: cron(0 5 1 * ? *), retention: 1d", 1],
    ["retention: 3650d", 3_650],
  ])("keeps backups with {%s}", (plan, days) => {
    expect(volume(`backup: {${plan}}`).backup?.retentionDays).toBe(days);
  });

  test.each(["w", "world", "abcdefghijklmno", "w2"])("may be called %s", (name) => {
    const files = { "base.yaml": BASE, "game.yaml": GAME_WITH_VOLUME.replaceAll("world", name) };
    expect(Object.keys(only(load(files).containers).volumes)).toEqual([name]);
  });

  test.each(["abcdefghijklmnop", "World", "my-world", "2w", "my_world"])("may not be called %s", (name) => {
    expect(problemsOf({ "base.yaml": BASE, "game.yaml": GAME_WITH_VOLUME.replaceAll("world", name) })).toEqual([
      `configs/game.yaml:7:3 volumes.${name}: must be a volume's name of 1 to 15 lower-case letters and digits, a letter first, got "${name}"`,
    ]);
  });

  test.each([
    ["[world]", "5:10 volumes: must be a mapping (key: value lines), got a list"],
    ["{world: 5}", "5:18 volumes.world: must be a mapping (key: value lines), got the number 5"],
  ])("is declared by its name, not by %s", (yaml, line) => {
    expect(problemsOf(inContainer(`volumes: ${yaml}`))).toContain(`configs/game.yaml:${line}`);
  });
});

describe("a volume on the host's disk", () => {
  test.each(["storage: host", "storage: host\nkeep: false\nbackup: none"])(
    "is %j, and has no other settings",
    (yaml) => {
      expect(anyVolume(yaml)).toEqual({ storage: "host" });
    },
  );

  test("is told at synth to lose its files at each sleep", () => {
    expect(warningsOf(inVolume("storage: host"))).toEqual([
      "configs/game.yaml:8:14 volumes.world.storage: its files are on the host's disk and are deleted each time it goes to sleep: keep no saves there",
    ]);
  });

  test("needs no zone, as long as no other volume does", () => {
    const yaml = GAME_WITH_VOLUME.replace("availability_zone: a\n", "").replace(
      '"world:/data"',
      '"world:/data", "cache:/c"',
    );
    const files = (world: string) => ({
      "base.yaml": BASE,
      "game.yaml": `${yaml}    ${world}\n  cache: {storage: host}`,
    });
    expect(problemsOf(files("{storage: host}"))).toEqual([]);
    expect(problemsOf(files("{storage: one_zone}"))).toEqual([
      "configs/game.yaml:1:1 availability_zone: is missing: volumes live in one zone, write its letter (base has a)",
    ]);
  });

  const kept = "is not possible with storage: host, whose files are deleted at each sleep: remove it";
  const owned = "is not possible with storage: host, which takes the owner of the image's folder: remove it";
  test.each([
    ["storage: host\nkeep: true", `9:11 volumes.world.keep: ${kept}`],
    ["storage: host\nbackup: {schedule: daily}", `9:13 volumes.world.backup: ${kept}`],
    ['storage: host\nowner: "1:1"', `9:5 volumes.world.owner: ${owned}`],
    ["storage: host\nenforce_owner: true", `9:5 volumes.world.enforce_owner: ${owned}`],
    [
      "storage: host\nsize: 5g",
      "9:5 volumes.world.size: is not taken: disk, at the top of the file, is the size of the host's disk",
    ],
    ["storage: hosts", '8:14 volumes.world.storage: must be one_zone or host, got "hosts", did you mean host?'],
    ["storage: true", "8:14 volumes.world.storage: must be one_zone or host, got true"],
    ["storage:", "8:13 volumes.world.storage: has no value: write one_zone or host"],
    [
      "storage: regional",
      "8:14 volumes.world.storage: is not built yet (files in several zones): write one_zone or host",
    ],
  ])("refuses %j", (yaml, line) => {
    expect(problemsOf(inVolume(yaml))).toEqual([`configs/game.yaml:${line}`]);
  });
});

describe("a backup's schedule", () => {
  test.each([
    "cron(0 5 * * ? *)",
    "cron(59 23 ? * SUN *)",
    "cron(0 */6 ? * 2-6 *)",
    "cron(0 0/12 1,15 * ? *)",
    "cron(5 4 L * ? *)",
    "cron(5 4 15W jan-jun ? 2026-2030)",
    "cron(5 4 ? 1,7 MON#1 2199)",
    "cron(5 4 ? * 6L 1970)",
    "cron( 5  4 ? * * * )",
  ])("takes %s", (schedule) => {
    expect(volume(`backup: {schedule: "${schedule}"}`).backup?.schedule).toBe(schedule);
  });

  const form = "must be daily, weekly or cron(minute hour day-of-month month day-of-week year) in UTC";
  test.each([
    ["hourly", `${form}, got "hourly"`],
    ["0 5 * * *", `${form}, got "0 5 * * *"`],
    ["cron(0 5 * * *)", `${form}, got "cron(0 5 * * *)"`],
    ["rate(1 day)", `${form}, got "rate(1 day)"`],
    ["cron()", `${form}, got "cron()"`],
    ["cron(* 5 * * ? *)", "the minute must be one number from 0 to 59: backups start at most once an hour"],
    ["cron(0/30 5 * * ? *)", "the minute must be one number from 0 to 59: backups start at most once an hour"],
    ["cron(60 5 * * ? *)", "the minute must be one number from 0 to 59: backups start at most once an hour"],
    ["cron(0 24 * * ? *)", "the hour must be hours from 0 to 23, like 5, 1-5, 0/6 or *"],
    ["cron(0 5 0 * ? *)", "the day of the month must be days from 1 to 31, L, * or ?"],
    ["cron(0 5 32 * ? *)", "the day of the month must be days from 1 to 31, L, * or ?"],
    ["cron(0 5 * 13 ? *)", "the month must be months from 1 to 12 or JAN to DEC, or *"],
    ["cron(0 5 ? * 0 *)", "the day of the week must be days from 1 to 7 or SUN to SAT, L, * or ?"],
    ["cron(0 5 ? * SUNDAY *)", "the day of the week must be days from 1 to 7 or SUN to SAT, L, * or ?"],
    ["cron(0 5 * * ? 1969)", "the year must be years from 1970 to 2199, or *"],
    ["cron(0 5 * * * *)", "exactly one of day-of-month and day-of-week must be ?, like cron(0 5 ? * SUN *)"],
    ["cron(0 5 ? * ? *)", "exactly one of day-of-month and day-of-week must be ?, like cron(0 5 ? * SUN *)"],
  ])("refuses %s", (schedule, message) => {
    expect(problemsOf(inVolume(`backup: {schedule: "${schedule}"}`))).toEqual([
      `configs/game.yaml:8:24 volumes.world.backup.schedule: ${message}`,
    ]);
  });

  test("is text", () => {
    expect(problemsOf(inVolume("backup: {schedule: 5}"))).toEqual([
      "configs/game.yaml:8:24 volumes.world.backup.schedule: must be daily, weekly or cron(…), got the number 5",
    ]);
  });
});

describe("a mount", () => {
  test("reads volume, path and :ro, the path without what changes nothing", () => {
    expect(mounts('["a:/a:z", "b:/b/./c//d/:Z,ro", "c:/c:rw,cached"]')).toEqual([
      { volume: "a", path: "/a", readOnly: false },
      { volume: "b", path: "/b/c/d", readOnly: true },
      { volume: "c", path: "/c", readOnly: false },
    ]);
  });

  test("of one volume may stand twice, at two folders", () => {
    expect(mounts('["a:/x", "a:/y", "b:/xy", "c:/z"]')).toHaveLength(4);
  });

  const form = 'must be a volume and a path like "world:/config" or "world:/config:ro"';
  const declared = (name: string) =>
    `and declare ${name}: under volumes at the end of the file (with storage: host if its files may be lost at each sleep)`;
  const host = (line: string, name = "data") =>
    `folders of the host are not supported: write "${line}", ${declared(name)}`;
  const file =
    "is a file, and a volume is always a folder: put it into an image of your own, or once into a volume at its folder";
  const socket = "is not supported: whoever has docker's socket owns the host";
  const path = "the path in the container must be absolute and without ..";
  test.each([
    ['"./data:/data"', host("data:/data")],
    ['"../My-World_2/:/data"', host("myworld2:/data", "myworld2")],
    ['"/srv/12:/data"', host("v12:/data", "v12")],
    ['"./data:/data:z"', host("data:/data:z")],
    ['"./nginx.conf:/etc/nginx/nginx.conf:ro"', file],
    ["{type: bind, source: /srv/murmur.ini, target: /etc/murmur.ini}", file],
    ['"/etc/machine-id:/etc/machine-id:ro"', expect.stringContaining("is not supported: it is the host's own")],
    ['"~/data:/data:ro"', host("data:/data:ro")],
    ['"$HOME/data:/data"', host("data:/data")],
    ['"/etc/localtime:/etc/localtime:ro"', "is not supported: set TZ under environment, like Europe/Berlin"],
    ['"/lib/modules:/lib/modules"', expect.stringContaining("is not supported: it is the host's own")],
    ['"/var/run/docker.sock:/var/run/docker.sock:ro"', socket],
    ['"/run/docker.sock:/docker.sock"', socket],
    ['"/data"', `names no volume: write "data:/data", ${declared("data")}`],
    ['"C:\\\\me\\\\data:/data"', host("data:/data")],
    ['"\\\\\\\\nas\\\\share:/x"', host("share:/x", "share")],
    ["a", `${form}, got "a"`],
    ['"a:"', `${form}, got "a:"`],
    ['"a:/a:x"', `${form}, got "a:/a:x"`],
    ['"a:/a:ro,x"', `${form}, got "a:/a:ro,x"`],
    ["{type: volume, source: a, target: /a}", `must be one line: write "a:/a", ${declared("a")}`],
    ["{type: bind, source: ./b, target: /b, read_only: true}", `must be one line: write "b:/b:ro", ${declared("b")}`],
    ["{type: tmpfs, target: /t}", 'is not supported here: list it under tmpfs, like "/t:size=64m"'],
    ["{a: b}", `${form}, got a mapping`],
    ["5", `${form}, got the number 5`],
    ['"a:data"', `${path}, got "data"`],
    ['"a:/a/../b"', `${path}, got "/a/../b"`],
    ['"a:/"', "would cover the whole container: mount it at a folder"],
    ['"a://."', "would cover the whole container: mount it at a folder"],
    ['"${DATA}:/data"', host("data:/data")],
    ['"${DIR:-./ark}/save:/data"', host("save:/data", "save")],
    ['"a:/$DATA"', DOLLAR],
  ])("is not %s", (entry, message) => {
    const [told, ...more] = problemsOf(mounting(`[${entry}]`));
    expect(more).toEqual([]);
    expect(told?.replace(/^configs\/game\.yaml:5:15 services\.game\.volumes\.0: /, "")).toEqual(message);
  });

  test.each([
    ['["a:/x", "b:/x/"]', "a is mounted at /x already: choose another folder"],
    ['["a:/x", "b:/x/y"]', "/x/y and /x lie in one another: one volume would hide files of the other"],
    [
      '["a:/x/y/z", "b:/x"]'.replace("/x/y/z", "/x/y"),
      "/x and /x/y lie in one another: one volume would hide files of the other",
    ],
  ])("must not cover another: %s", (volumes, message) => {
    const column = volumes.indexOf('"b:') + 14;
    expect(problemsOf(mounting(volumes))).toEqual([
      `configs/game.yaml:5:${column} services.game.volumes.1: ${message}`,
    ]);
  });

  test("must not be hidden by a folder in memory", () => {
    const files = inService(
      'volumes: ["a:/a"]\ntmpfs: ["/b:size=1m", "/a:size=1m"]',
      "availability_zone: a\nvolumes: {a: }",
    );
    expect(problemsOf(files)).toEqual([
      "configs/game.yaml:6:27 services.game.tmpfs.1: /a is a volume already: what is in memory would hide it",
    ]);
  });

  test("is a list", () => {
    expect(problemsOf(inService("volumes: a:/a"))).toEqual([
      'configs/game.yaml:5:14 services.game.volumes: must be a list: write ["a:/a"]',
    ]);
  });
});

test("a container that says it has no volumes needs no zone", () => {
  expect(container("").availabilityZone).toBeUndefined();
});
