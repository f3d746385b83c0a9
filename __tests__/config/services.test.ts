import { taskContainers } from "../../src/config/compose/task-containers";
import { loadedFrom, problemsOfServices, warningsOfServices } from "./several-services";

const WEB = "{image: a:1, ports: ['80/tcp'], volumes: [], %}";
const INNER = "{image: a:1, ports: [], volumes: [], %}";
const web = (more = "init: false"): string => WEB.replace("%", more);
const inner = (more = "init: false"): string => INNER.replace("%", more);

describe("services of one file", () => {
  test("are containers of one task, which depend on each other as Compose says", () => {
    const services = loadedFrom({
      web: web("depends_on: [app]"),
      app: inner(
        "depends_on: {db: {condition: service_healthy}, setup: {condition: service_completed_successfully}}, links: [cache, 'db:base']",
      ),
      setup: inner('restart: "no"'),
      db: inner("healthcheck: {test: [CMD, ready]}, environment: {MODE: a}, secrets: [PASS]"),
      cache: inner("hostname: redis"),
    });
    const [webContainer, app, setup, db, cache] = taskContainers(services);
    expect(webContainer).toMatchObject({ essential: true, dependencies: [{ service: "app", condition: "START" }] });
    expect(app).toMatchObject({
      essential: true,
      dependencies: [
        { service: "db", condition: "HEALTHY" },
        { service: "setup", condition: "SUCCESS" },
        { service: "cache", condition: "START" },
      ],
      // A hostname of its own is what the image wants to be called, so the link has to carry the service's name.
      links: ["db:wod-db", "cache", "db:base"],
      emptied: ["WOD_DB_ENV_MODE", "WOD_DB_ENV_PASS", "BASE_ENV_MODE", "BASE_ENV_PASS"],
    });
    expect(setup).toMatchObject({ essential: false, hostname: undefined });
    expect(db).toMatchObject({ essential: true, hostname: "db" });
    expect(cache).toMatchObject({ hostname: "redis" });
  });

  test("are not essential if they only end before another one starts, even with a port", () => {
    const services = loadedFrom({
      web: web("depends_on: {setup: {condition: service_completed_successfully}}"),
      setup: "{image: a:1, ports: [81/tcp], volumes: [], restart: 'no'}",
    });
    expect(taskContainers(services).map(({ essential }) => essential)).toEqual([true, false]);
  });

  test("are all essential without a published port, but for what ends before another one starts", () => {
    const services = loadedFrom({
      worker: inner("depends_on: {setup: {condition: service_completed_successfully}}"),
      setup: inner('restart: "no"'),
      other: inner(),
    });
    expect(taskContainers(services).map(({ name, essential }) => [name, essential])).toEqual([
      ["worker", true],
      ["setup", false],
      ["other", true],
    ]);
  });

  test.each<[string, Record<string, string>, readonly string[]]>([
    [
      "a circle",
      { web: web("depends_on: [app]"), app: inner("links: [web]") },
      ["services.web.depends_on.0: is a circular dependency: web needs app needs web"],
    ],
    ["itself", { web: web("depends_on: [web]") }, ["services.web.depends_on.0: is the service itself"]],
    [
      "a name that is near",
      { web: web("links: [dbs]"), db: inner() },
      ["services.web.links.0: there is no service dbs in this file: did you mean db?"],
    ],
    [
      "a health that nobody checks",
      { web: web("depends_on: {db: {condition: service_healthy}}"), db: inner() },
      ["services.web.depends_on.db: db has no healthcheck in this file"],
    ],
    [
      "an end that never comes",
      { web: web("depends_on: {db: {condition: service_completed_successfully}}"), db: inner("restart: always") },
      ["services.web.depends_on.db: db never completes with restart: always"],
    ],
    [
      "one host port for two",
      { web: web(), other: web() },
      ["services.other.ports.0: host port 80/tcp is published by web too"],
    ],
    [
      "two versions of one secret",
      { web: web("secrets: [PASS]"), app: inner("secrets: [{PASS: {version: 2}}]") },
      ["services.app.secrets.0: PASS has version 1 in web"],
    ],
    [
      "two names for different services",
      { web: web('links: ["app:x", "db:x"]'), app: inner(), db: inner() },
      ["services.web.links.1: x is a name of app already"],
    ],
    [
      "what must have ended, and must run",
      {
        web: web("depends_on: {setup: {condition: service_completed_successfully}}"),
        map: inner("links: [setup]"),
        setup: inner('restart: "no"'),
      },
      ["services.web.depends_on.setup: setup must have ended before web starts, but map needs it while it runs"],
    ],
    [
      "an eleventh service",
      Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`s${index}`, inner()])),
      ["services.s10: is one service too many: ECS takes 10"],
    ],
    [
      "a stop of 17 min",
      { web: web("depends_on: [app], stop_grace_period: 2m"), app: inner("stop_grace_period: 15m") },
      ["services.app.stop_grace_period: web (2m), app (15m) stop one after another, in up to 17m"],
    ],
    [
      "an optional dependency",
      { web: web("depends_on: {db: {condition: service_started, required: false}}"), db: inner() },
      ["services.web.depends_on.db.required: must be true"],
    ],
    [
      "a network",
      { web: web("networks: [inside]") },
      ["services.web.networks: is not supported: remove it. A service reaches"],
    ],
    [
      "a name without a link",
      { web: web("environment: {URL: 'http://app:8080/'}"), app: inner() },
      [
        "services.web.environment.URL: names the service app, which is reachable only through a link: add links: [app] to web",
      ],
    ],
    [
      "a host without a link",
      { web: web("environment: {DB_HOST: db}"), db: inner() },
      ["services.web.environment.DB_HOST: names the service db"],
    ],
    [
      "a name in a command",
      { web: web("command: [wait-for, 'db:5432']"), db: inner() },
      ["services.web.command: names the service db"],
    ],
    [
      "both directions",
      { web: web("depends_on: [app]"), app: inner("environment: {PROXY_URL: 'http://web/'}") },
      ["services.app.environment.PROXY_URL: names the service web, which already depends on app"],
    ],
  ])("refuse %s", (_, services, lines) => {
    const problems = problemsOfServices(services);
    expect(problems.map((line, index) => line.slice(0, lines[index]?.length))).toEqual(lines);
  });

  test.each([
    [
      "a word that is no host",
      { web: web("environment: {MODE: app, APP_DIR: /app/data, NOTE: 'app is great'}"), app: inner() },
    ],
    ["a part of another name", { web: web("environment: {URL: 'http://my-app:80/'}"), app: inner() }],
    ["a link that is there", { web: web("environment: {URL: 'http://app:80/'}, links: [app]"), app: inner() }],
  ])("take %s", (_, services) => {
    expect(problemsOfServices(services)).toEqual([]);
  });
});

test("a mistake in one service hides nothing between the others", () => {
  const broken = "{image: a:1, ports: ['$X:80'], depends_on: 7, stop_grace_period: 5, links: [$A]}";
  const services = { web: web("environment: {DB_HOST: db}"), db: inner(), other: web() };
  const alone = problemsOfServices(services);
  expect(alone).toHaveLength(2);
  expect(problemsOfServices({ ...services, broken, gone: "7" })).toEqual(expect.arrayContaining([...alone]));
});

test("volumes of one service need a zone, whatever is wrong with another one's", () => {
  const services = { web: web().replace("[]", "['data:/data']"), app: "{image: a:1}" };
  expect(problemsOfServices(services, "volumes: {data: }").map((line) => line.split(":")[0])).toContain(
    "availability_zone",
  );
});

describe("notes on services", () => {
  const stored = (image: string, mount = "data:/data"): Record<string, string> => ({
    web: web("links: [db]"),
    db: inner().replace("a:1", `'${image}'`).replace("volumes: []", `volumes: ['${mount}']`),
  });
  const EFS = "availability_zone: a\nvolumes: {data: {backup: none}}";

  test.each([
    "postgres:16.4",
    "docker.io/bitnami/postgresql:16.4.0",
    "mariadb:11.4.2",
    "redis@sha256:" + "0".repeat(64),
  ])("tell what a database's files on EFS mean: %s", (image) => {
    expect(warningsOfServices(stored(image), EFS)).toEqual([
      expect.stringMatching(/^services\.db\.volumes\.0: .* on EFS.*https:\/\/docs\.aws\.amazon\.com\/.*dump/),
    ]);
  });

  test.each([
    ["another image", stored("postgres-exporter:1.2"), EFS],
    ["files on the host's disk", stored("redis:7.4.1"), "volumes: {data: {storage: host}}"],
    ["files that it only reads", stored("postgres:16.4", "data:/data:ro"), EFS],
  ])("say nothing of databases about %s", (_, services, more) => {
    expect(warningsOfServices(services, more).filter((line) => line.includes("EFS"))).toEqual([]);
  });

  test("tell that a published database is open to the internet", () => {
    const db = inner().replace("a:1", "postgres:16.4").replace("ports: []", "ports: ['5432/tcp']");
    expect(warningsOfServices({ db })).toEqual([
      "services.db.ports: the database is open to the internet: remove ports; other services reach it with links: [db]",
    ]);
  });

  test("ask which ports count if several services publish some", () => {
    const two = { game: web(), map: web().replace("80/tcp", "8100/tcp") };
    expect(warningsOfServices(two)).toEqual([
      expect.stringMatching(/^idle\.ports: .* game, map .*idle: \{ports: \[80\]\}/),
    ]);
    expect(warningsOfServices(two, "idle: {ports: [80, 8100]}")).toEqual([]);
    expect(warningsOfServices({ game: web(), map: inner("links: [game]") })).toEqual([]);
  });

  test("name a service that nothing connects to, because Compose's network would have", () => {
    const others = { web: web(), job: inner("links: [web]"), own: inner() };
    expect(warningsOfServices(others)).toEqual([
      "services.own: no other service reaches it: if another one needs it, add links: [own] to that service",
    ]);
    expect(warningsOfServices({ own: inner() })).toEqual([]);
    const shared = {
      web: web().replace("[]", "['data:/a']"),
      job: inner().replace("volumes: []", "volumes: ['data:/b']"),
    };
    expect(warningsOfServices(shared, EFS)).toEqual([]);
  });
});

describe("files of configs", () => {
  test("that name another service ask for a link, too", () => {
    const proxy = { proxy: web("configs: [site]"), app: inner() };
    const line = "names the service app, which is reachable only through a link: add links: [app] to proxy";
    const text = "example.com {\n  reverse_proxy app:80\n}\n";
    expect(problemsOfServices(proxy, "configs: {site: {file: Caddyfile}}", { Caddyfile: text })).toEqual([
      `configs.site.file: ${line}`,
    ]);
    expect(problemsOfServices(proxy, `configs: {site: {content: ${JSON.stringify(text)}}}`)).toEqual([
      `configs.site.content: ${line}`,
    ]);
  });

  const mounted = { web: web("configs: [{source: site, target: /etc/site.conf}]") };

  test("are each at a path of their own", () => {
    const twice = { web: web("configs: [{source: a, target: /etc/x}, {source: b, target: /etc/x}]") };
    expect(problemsOfServices(twice, "configs: {a: {content: a}, b: {content: b}}")).toEqual([
      "services.web.configs.1: something else is mounted at /etc/x: choose another target",
    ]);
  });

  test("are taken as text, or from a file beside the configuration", () => {
    expect(problemsOfServices(mounted, "configs: {site: {content: 'a $$host'}}")).toEqual([]);
    expect(problemsOfServices(mounted, "configs: {site: {file: ./site.conf}}", { "site.conf": "a $host\n" })).toEqual(
      [],
    );
  });

  test.each<[string, string, readonly string[]]>([
    [
      "no declaration",
      "configs: {sites: {content: a}}",
      [
        "services.web.configs.0: there is no site under configs: did you mean sites?",
        "configs.sites: is mounted by no service",
      ],
    ],
    [
      "a missing file",
      "configs: {site: {file: other.conf}}",
      ["configs.site.file: other.conf does not exist: it is read from the folder of this file"],
    ],
    [
      "a file elsewhere",
      "configs: {site: {file: ../site.conf}}",
      ["configs.site.file: must be in the same folder as this"],
    ],
    [
      "8 KiB and more",
      `configs: {site: {content: ${"x".repeat(8_193)}}}`,
      ["configs.site: the files under configs add up to 8193 bytes, but at most 8192 fit"],
    ],
    [
      "both",
      "configs: {site: {content: a, file: site.conf}}",
      ["configs.site: needs either content or file, not both"],
    ],
    [
      "a mode",
      "configs: {site: {content: a, mode: 0440}}",
      ["configs.site.mode: is not supported: every file is readable"],
    ],
  ])("refuse %s", (_, more, lines) => {
    const problems = problemsOfServices(mounted, more);
    expect(problems.toSorted().map((line, index) => line.slice(0, lines.toSorted()[index]?.length))).toEqual(
      lines.toSorted(),
    );
  });
});

describe("the host's boot script", () => {
  const image = (name: string) => `"ghcr.io/organization/${name}@sha256:${"0".repeat(64)}"`;
  const three = (more: string): Record<string, string> => ({
    proxy: web(more).replace("a:1", image("proxy")),
    survival: inner().replace("a:1", image("survival")),
    database: inner().replace("a:1", image("database")),
  });
  const file = (bytes: number): string => `configs: {site: {content: ${"x".repeat(bytes)}}}`;

  test("has room for 8 KiB of files and three images with a digest", () => {
    expect(problemsOfServices(three("configs: [site]"), file(8_192))).toEqual([]);
  });

  test("is refused at the largest file above EC2's 16 KiB", () => {
    const scattered = Array.from({ length: 80 }, (_, index) => `'${10_000 + 2 * index}:80/udp'`).join();
    const services = { web: web("configs: [site]").replace("'80/tcp'", scattered) };
    expect(problemsOfServices(services, file(8_000))).toEqual([
      expect.stringMatching(
        /^configs\.site: the host's boot script has 1[67]\d{3} bytes .*EC2 accepts at most 16384: keep the largest/,
      ),
    ]);
    expect(problemsOfServices(services, file(6_000))).toEqual([]);
  });

  test("without files, too, at the services", () => {
    const many = Array.from({ length: 40 }, (_, index): [string, string] => [
      `s${index}`,
      `{image: ${image(`${"n".repeat(120)}${index}`)}, ports: [], volumes: []}`,
    ]);
    expect(problemsOfServices(Object.fromEntries(many))).toContainEqual(
      expect.stringMatching(
        /^services: the host's boot script has .*: publish ports that follow each other, or use fewer/,
      ),
    );
  });
});

describe("idle.ports", () => {
  const two = { web: web(), map: inner().replace("ports: []", "ports: ['8080/tcp']") };

  test("count only what they name, and decide what is essential", () => {
    expect(problemsOfServices(two, "idle: {ports: [80]}")).toEqual([]);
    const essential = taskContainers(loadedFrom(two), [80]).map(({ name, essential: is }) => [name, is]);
    expect(essential).toEqual([
      ["web", true],
      ["map", false],
    ]);
  });

  test.each([
    ["idle: {ports: [81]}", "idle.ports.0: 81 is published by no service: publish it, or name one of 80, 8080"],
    [
      "idle: {ports: [80], count: all_traffic}",
      "idle.ports: has no effect with count: all_traffic: remove one of them",
    ],
    ["idle: {ports: []}", "idle.ports: is empty: write at least one"],
  ])("refuse %s", (more, line) => {
    expect(problemsOfServices(two, more)).toEqual([line]);
  });
});
