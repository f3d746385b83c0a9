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
  reports,
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

  test.each([
    ["keep: yes", '8:11 volumes.world.keep: true or false … got "yes"'],
    ["owner: 1000", '8:12 volumes.world.owner: "1000:1000" … got the number 1000'],
    ["owner: steam", '8:12 volumes.world.owner: "1000:1000" … got "steam"'],
    ['owner: "4294967296:0"', "8:12 volumes.world.owner: 4294967295"],
    ['owner: "0:4294967296"', "8:12 volumes.world.owner: 4294967295"],
    ["backup: weekly", '8:13 volumes.world.backup: 30d … got "weekly"'],
    ["backup: false", "8:13 volumes.world.backup: 30d … got false"],
    ["backup:", "8:12 volumes.world.backup: has no value … 30d"],
    ["backup: {shedule: daily}", "8:14 volumes.world.backup.shedule: did you mean schedule?"],
    ["backup: {retention: 23h}", "8:25 volumes.world.backup.retention: 1d … 3650d … got 23h"],
    ["backup: {retention: 3651d}", "8:25 volumes.world.backup.retention: 1d … 3650d … got 3651d"],
    ["backup: {retention: 1d}", "8:25 volumes.world.backup.retention: 1d"],
    ["backup: {schedule: weekly, retention: 7d}", "8:43 volumes.world.backup.retention: 7d"],
  ])("refuses %s", (yaml, line) => {
    expect(problemsOf(inVolume(yaml))).toEqual(reports([`configs/game.yaml:${line}`]));
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
    expect(problemsOf({ "base.yaml": BASE, "game.yaml": GAME_WITH_VOLUME.replaceAll("world", name) })).toEqual(
      reports([`configs/game.yaml:7:3 volumes.${name}: volume name … "${name}"`]),
    );
  });

  test.each([
    ["[world]", "5:10 volumes: mapping (key: value lines) … got a list"],
    ["{world: 5}", "5:18 volumes.world: mapping (key: value lines) … got the number 5"],
  ])("is declared by its name, not by %s", (yaml, line) => {
    expect(problemsOf(inContainer(`volumes: ${yaml}`))).toEqual(
      expect.arrayContaining(reports([`configs/game.yaml:${line}`])),
    );
  });
});

describe("a volume on the host's disk", () => {
  test.each(["storage: host", "storage: host\nkeep: false\nbackup: none"])(
    "is %j, and has no other settings",
    (yaml) => {
      expect(anyVolume(yaml)).toEqual({ storage: "host" });
    },
  );

  test("warns at synthesis that it loses its files at each sleep", () => {
    expect(warningsOf(inVolume("storage: host"))).toEqual(
      reports(["configs/game.yaml:8:14 volumes.world.storage: whenever … container"]),
    );
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
    expect(problemsOf(files("{storage: one_zone}"))).toEqual(
      reports(["configs/game.yaml:1:1 availability_zone: is missing … volumes"]),
    );
  });

  test.each([
    ["storage: host\nkeep: true", "9:11 volumes.world.keep: not supported … storage"],
    ["storage: host\nbackup: {schedule: daily}", "9:13 volumes.world.backup: not supported … storage"],
    ['storage: host\nowner: "1:1"', "9:5 volumes.world.owner: not supported … storage"],
    ["storage: host\nenforce_owner: true", "9:5 volumes.world.enforce_owner: not supported … storage"],
    ["storage: host\nsize: 5g", "9:5 volumes.world.size: not supported … host's"],
    ["storage: hosts", "8:14 volumes.world.storage: did you mean host?"],
    ["storage: true", "8:14 volumes.world.storage: one_zone … got true"],
    ["storage:", "8:13 volumes.world.storage: has no value … one_zone"],
    ["storage: regional", "8:14 volumes.world.storage: not supported yet … one_zone"],
  ])("refuses %j", (yaml, line) => {
    expect(problemsOf(inVolume(yaml))).toEqual(reports([`configs/game.yaml:${line}`]));
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

  test.each([
    ["hourly", '"hourly"'],
    ["0 5 * * *", '"0 5 * * *"'],
    ["cron(0 5 * * *)", '"cron(0 5 * * *)"'],
    ["rate(1 day)", '"rate(1 day)"'],
    ["cron()", '"cron()"'],
    ["cron(* 5 * * ? *)", "59"],
    ["cron(0/30 5 * * ? *)", "59"],
    ["cron(60 5 * * ? *)", "59"],
    ["cron(0 24 * * ? *)", "23 … 1-5 … 0/6"],
    ["cron(0 5 0 * ? *)", "31"],
    ["cron(0 5 32 * ? *)", "31"],
    ["cron(0 5 * 13 ? *)", "12 … JAN … DEC"],
    ["cron(0 5 ? * 0 *)", "SUN … SAT"],
    ["cron(0 5 ? * SUNDAY *)", "SUN … SAT"],
    ["cron(0 5 * * ? 1969)", "1970 … 2199"],
    ["cron(0 5 * * * *)", "SUN"],
    ["cron(0 5 ? * ? *)", "SUN"],
  ])("refuses %s", (schedule, message) => {
    expect(problemsOf(inVolume(`backup: {schedule: "${schedule}"}`))).toEqual(
      reports([`configs/game.yaml:8:24 volumes.world.backup.schedule: ${message}`]),
    );
  });

  test("is text", () => {
    expect(problemsOf(inVolume("backup: {schedule: 5}"))).toEqual(
      reports(["configs/game.yaml:8:24 volumes.world.backup.schedule: daily … got the number 5"]),
    );
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

  test("of one volume are allowed twice, at two folders", () => {
    expect(mounts('["a:/x", "a:/y", "b:/xy", "c:/z"]')).toHaveLength(4);
  });

  const host = (line: string, name = "data") => `not supported … "${line}" … ${name}: under volumes`;
  const file = "volume … folder";
  const socket = "not supported … Docker's";
  test.each([
    ['"./data:/data"', host("data:/data")],
    ['"../My-World_2/:/data"', host("myworld2:/data", "myworld2")],
    ['"/srv/12:/data"', host("v12:/data", "v12")],
    ['"./data:/data:z"', host("data:/data:z")],
    ['"./nginx.conf:/etc/nginx/nginx.conf:ro"', file],
    ["{type: bind, source: /srv/murmur.ini, target: /etc/murmur.ini}", file],
    ['"/etc/machine-id:/etc/machine-id:ro"', "not supported … host"],
    ['"~/data:/data:ro"', host("data:/data:ro")],
    ['"$HOME/data:/data"', host("data:/data")],
    ['"/etc/localtime:/etc/localtime:ro"', "not supported … TZ … Europe/Berlin"],
    ['"/lib/modules:/lib/modules"', "not supported … host"],
    ['"/var/run/docker.sock:/var/run/docker.sock:ro"', socket],
    ['"/run/docker.sock:/docker.sock"', socket],
    ['"/data"', 'no volume name … "data:/data" … data:'],
    ['"C:\\\\me\\\\data:/data"', host("data:/data")],
    ['"\\\\\\\\nas\\\\share:/x"', host("share:/x", "share")],
    ["a", '"world:/config" … "world:/config:ro" … got "a"'],
    ['"a:"', '"world:/config" … "world:/config:ro" … got "a:"'],
    ['"a:/a:x"', '"world:/config" … "world:/config:ro" … got "a:/a:x"'],
    ['"a:/a:ro,x"', '"world:/config" … "world:/config:ro" … got "a:/a:ro,x"'],
    ["{type: volume, source: a, target: /a}", 'one line … "a:/a" … a:'],
    ["{type: bind, source: ./b, target: /b, read_only: true}", 'one line … "b:/b:ro" … b:'],
    ["{type: tmpfs, target: /t}", 'not supported … "/t:size=64m"'],
    ["{a: b}", '"world:/config" … "world:/config:ro" … got a mapping'],
    ["5", '"world:/config" … "world:/config:ro" … got the number 5'],
    ['"a:data"', '"data"'],
    ['"a:/a/../b"', '"/a/../b"'],
    ['"a:/"', "files … folder"],
    ['"a://."', "files … folder"],
    ['"${DATA}:/data"', host("data:/data")],
    ['"${DIR:-./ark}/save:/data"', host("save:/data", "save")],
    ['"a:/$DATA"', DOLLAR],
  ])("is not %s", (entry, message) => {
    expect(problemsOf(mounting(`[${entry}]`))).toEqual(
      reports([`configs/game.yaml:5:15 services.game.volumes.0: ${message}`]),
    );
  });

  test.each([
    ['["a:/x", "b:/x/"]', "/x"],
    ['["a:/x", "b:/x/y"]', "/x/y … /x"],
    ['["a:/x/y/z", "b:/x"]'.replace("/x/y/z", "/x/y"), "/x … /x/y"],
  ])("must not cover another: %s", (volumes, message) => {
    const column = volumes.indexOf('"b:') + 14;
    expect(problemsOf(mounting(volumes))).toEqual(
      reports([`configs/game.yaml:5:${column} services.game.volumes.1: ${message}`]),
    );
  });

  test("must not be hidden by a folder in memory", () => {
    const files = inService(
      'volumes: ["a:/a"]\ntmpfs: ["/b:size=1m", "/a:size=1m"]',
      "availability_zone: a\nvolumes: {a: }",
    );
    expect(problemsOf(files)).toEqual(reports(["configs/game.yaml:6:27 services.game.tmpfs.1: /a"]));
  });

  test("is a list", () => {
    expect(problemsOf(inService("volumes: a:/a"))).toEqual(
      reports(['configs/game.yaml:5:14 services.game.volumes: "a:/a"']),
    );
  });
});

test("a container that says it has no volumes needs no zone", () => {
  expect(container("").availabilityZone).toBeUndefined();
});
