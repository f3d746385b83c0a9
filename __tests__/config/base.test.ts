import { base, BASE, GAME, inBase, load, problemsOf, reports } from "./written";

/** base.yaml with another value of one of its three required settings. */
const withName = (name: string) => ({ "base.yaml": BASE.replace("games", name), "game.yaml": GAME });
const withRegion = (region: string) => ({ "base.yaml": BASE.replace("us-west-2", region), "game.yaml": GAME });
const withDomain = (domain: string) => ({ "base.yaml": BASE.replace("mine.org", domain), "game.yaml": GAME });

test("needs name, region and domain only", () => {
  expect(base("")).toEqual({
    name: "games",
    region: "us-west-2",
    domain: "mine.org",
    domainAt: expect.stringMatching(/^\/.*\/base\.yaml:3:9$/) as unknown,
    delegation: "route53",
    timeZone: "UTC",
    network: { zones: ["a"], cidrBlock: "10.40.0.0/16", privateSubnets: "none" },
    imageCache: [],
    repositories: [],
    state: undefined,
    budget: undefined,
    application: false,
    tags: {},
  });
});

test("names what is missing, where the file begins", () => {
  expect(problemsOf({ "base.yaml": "# mine\ndelegation: manual\n" })).toEqual(
    reports([
      "configs/base.yaml:2:1 name: is missing … 12",
      "configs/base.yaml:2:1 region: is missing … AWS",
      "configs/base.yaml:2:1 domain: is missing … lowercase",
    ]),
  );
});

test("is enough without any container", () => {
  expect(load({ "base.yaml": BASE }).containers).toEqual([]);
});

describe("name", () => {
  const reserved = "AWS";

  test.each(["g", "abcdefghijkl", "g2", "sgx", "sag"])("takes %s", (name) => {
    expect(load(withName(name)).base.name).toBe(name);
  });

  test.each([
    ["abcdefghijklm", '"abcdefghijklm"'],
    ["Games", '"Games"'],
    ["my-games", '"my-games"'],
    ["2games", '"2games"'],
    ['""', '""'],
    ["7", "the number 7"],
    ["", "has no value … 12"],
    ["aws", reserved],
    ["awsgames", reserved],
    ["ssmgames", reserved],
    ["sg", reserved],
  ])("refuses %s", (name, message) => {
    expect(problemsOf(withName(name))).toEqual(reports([`configs/base.yaml:1:7 name: ${message}`]));
  });
});

describe("region", () => {
  test.each(["us-west-2", "eu-central-1", "ap-southeast-3", "mx-central-1", "il-central-1", "af-south-1"])(
    "takes %s",
    (region) => {
      expect(load(withRegion(region)).base.region).toBe(region);
    },
  );

  test.each(["us-west", "us-west-2a", "cn-north-1", "us-gov-west-1", "Oregon", "US-WEST-2"])("refuses %s", (region) => {
    expect(problemsOf(withRegion(region))).toEqual(reports([`configs/base.yaml:2:9 region: AWS region … "${region}"`]));
  });
});

describe("domain", () => {
  const longest = `${"a.".repeat(98)}${"b".repeat(4)}`;

  test.each(["mine.org", "a-b.c2.co.uk", "xn--mnchen-3ya.de", "example.com", longest])("takes %s", (domain) => {
    expect(load(withDomain(domain)).base.domain).toBe(domain);
  });

  test.each([
    "localhost",
    "Mine.org",
    "mine.org.",
    "-a.org",
    "a-.org",
    "a..org",
    "under_score.org",
    "mine.1org",
    "https://mine.org",
  ])("refuses %s", (domain) => {
    expect(problemsOf(withDomain(domain))).toEqual(
      reports([`configs/base.yaml:3:9 domain: lowercase domain … "${domain}"`]),
    );
  });

  test.each([`a${longest}`, `${"a".repeat(64)}.org`])("refuses %s, which is too long", (domain) => {
    expect(problemsOf(withDomain(domain))).toEqual(
      reports([`configs/base.yaml:3:9 domain: lowercase domain … "${domain.slice(0, 59)}…"`]),
    );
  });
});

test("the domain's place is reported as file, line and column, whatever comes before it", () => {
  const files = { "base.yaml": "# a\n\nregion: us-west-2\nname: games\ndomain:   mine.org # b\n" };
  expect(load(files).base.domainAt).toMatch(/\/base\.yaml:5:11$/);
});

describe("delegation", () => {
  test("takes manual", () => {
    expect(base("delegation: manual").delegation).toBe("manual");
  });

  test.each([
    ["route_53", "did you mean route53?"],
    ["none", 'route53 … got "none"'],
    ["false", "route53 … got false"],
    ["", "has no value … route53"],
  ])("refuses %s", (written, message) => {
    expect(problemsOf(inBase(`delegation: ${written}`))).toEqual(
      reports([`configs/base.yaml:4:13 delegation: ${message}`]),
    );
  });
});

describe("time_zone", () => {
  test.each(["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata", "US/Pacific", "Etc/UTC"])(
    "takes %s",
    (zone) => {
      expect(base(`time_zone: ${zone}`).timeZone).toBe(zone);
    },
  );

  test.each([
    ["Europe/Berln", "did you mean Europe/Berlin?"],
    ["America/New York", "did you mean America/New_York?"],
    ["utc", "did you mean UTC?"],
    ["PST", '"PST"'],
    ['"+01:00"', '"+01:00"'],
    ["2", "the number 2"],
    ["", "has no value … time zone"],
  ])("refuses %s", (written, message) => {
    expect(problemsOf(inBase(`time_zone: ${written}`))).toEqual(
      reports([`configs/base.yaml:4:12 time_zone: ${message}`]),
    );
  });
});

describe("network", () => {
  test("takes several zones, a network and none of the private subnets", () => {
    expect(base("network: {zones: [a, c, h], cidr: 192.168.4.0/22, private_subnets: none}").network).toEqual({
      zones: ["a", "c", "h"],
      cidrBlock: "192.168.4.0/22",
      privateSubnets: "none",
    });
  });

  test.each(["10.0.0.0/16", "10.255.255.0/24", "172.16.0.0/16", "172.31.128.0/17", "192.168.0.0/16"])(
    "takes %s",
    (cidr) => {
      expect(base(`network: {cidr: ${cidr}}`).network.cidrBlock).toBe(cidr);
    },
  );

  const notPrivate = "10.0.0.0/8 … 172.16.0.0/12 … 192.168.0.0/16";
  test.each([
    ["10.40.0.0", '/16 … /24 … got "10.40.0.0"'],
    ["10.0.0.0/15", '/16 … /24 … got "10.0.0.0/15"'],
    ["10.0.0.0/25", '/16 … /24 … got "10.0.0.0/25"'],
    ["10.256.0.0/16", '/16 … /24 … got "10.256.0.0/16"'],
    ["10.040.0.0/16", '/16 … /24 … got "10.040.0.0/16"'],
    ["fd00::/16", '/16 … /24 … got "fd00::/16"'],
    ["8.8.0.0/16", notPrivate],
    ["172.32.0.0/16", notPrivate],
    ["192.169.0.0/16", notPrivate],
    ["172.17.0.0/16", "172.17.0.0/16"],
    ["10.40.1.0/16", "/16 … 16"],
    ["10.40.1.0/23", "/23 … 23"],
  ])("refuses %s", (cidr, message) => {
    expect(problemsOf(inBase(`network: {cidr: ${cidr}}`))).toEqual(
      reports([`configs/base.yaml:4:17 network.cidr: ${message}`]),
    );
  });

  test.each([
    ["[]", "4:18 network.zones: is empty"],
    ["a", '4:18 network.zones: "a"'],
    ["3", "4:18 network.zones: list … got the number 3"],
    ["[a, b, a]", "4:25 network.zones.2: listed twice"],
    ["[i]", '4:19 network.zones.0: letter of an availability zone … got "i"'],
    ["[us-west-2a]", '4:19 network.zones.0: letter of an availability zone … got "us-west-2a"'],
  ])("refuses zones %s", (zones, line) => {
    expect(problemsOf(inBase(`network: {zones: ${zones}}`))).toEqual(reports([`configs/base.yaml:${line}`]));
  });

  test.each(["isolated", "nat"])("answers %s private subnets: not supported yet", (word) => {
    expect(problemsOf(inBase(`network: {private_subnets: ${word}}`))).toEqual(
      reports([`configs/base.yaml:4:28 network.private_subnets: ${word} … not supported yet`]),
    );
  });

  test("answers any other private subnets with what is allowed", () => {
    expect(problemsOf(inBase("network: {private_subnets: public}"))).toEqual(
      reports(['configs/base.yaml:4:28 network.private_subnets: none … got "public"']),
    );
  });
});

describe("state", () => {
  test("is in the home region unless said", () => {
    expect(base("state: {bucket: my-states}").state).toEqual({ bucket: "my-states", region: "us-west-2" });
    expect(base("state: {bucket: my-states, region: eu-west-1}").state).toEqual({
      bucket: "my-states",
      region: "eu-west-1",
    });
  });

  test.each(["abc", "a.b-c", "a".repeat(63)])("takes the bucket %s", (bucket) => {
    expect(base(`state: {bucket: ${bucket}}`).state?.bucket).toBe(bucket);
  });

  test.each(["ab", "My-States", "-abc", "s3://states"])("refuses the bucket %s", (bucket) => {
    expect(problemsOf(inBase(`state: {bucket: ${bucket}}`))).toEqual(
      reports([`configs/base.yaml:4:17 state.bucket: S3 bucket … "${bucket}"`]),
    );
  });

  test("needs a bucket", () => {
    expect(problemsOf(inBase("state: {}"))).toEqual(
      reports(["configs/base.yaml:4:1 state.bucket: is missing … bucket"]),
    );
  });
});

describe("budget", () => {
  test.each([1, 15.5, 100_000])("takes %d USD", (usd) => {
    expect(base(`budget: {monthly_usd: ${usd}}`).budget).toEqual({ monthlyUsd: usd });
  });

  test.each([
    ["0.99", "the number 0.99"],
    ["100000.01", "the number 100000.01"],
    ["0", "the number 0"],
    ["$15", '"$15"'],
  ])("refuses %s", (written, shown) => {
    expect(problemsOf(inBase(`budget: {monthly_usd: ${written}}`))).toEqual(
      reports([`configs/base.yaml:4:23 budget.monthly_usd: USD … ${shown}`]),
    );
  });

  test("needs an amount", () => {
    expect(problemsOf(inBase("budget:"))).toEqual(reports(["configs/base.yaml:4:8 budget: has no value … mapping"]));
    expect(problemsOf(inBase("budget: {}"))).toEqual(
      reports(["configs/base.yaml:4:1 budget.monthly_usd: is missing … USD … 100000"]),
    );
  });
});

describe("tags", () => {
  test("are kept as they are", () => {
    expect(base('tags: {owner: me, "cost center": "7", grün: "a+b=c@d", empty: ""}').tags).toEqual({
      owner: "me",
      "cost center": "7",
      grün: "a+b=c@d",
      empty: "",
    });
  });

  test.each([
    ["{Name: x}", "4:8 tags.Name: AWS"],
    ["{project: x}", "4:8 tags.project: AWS"],
    ['{"aws:x": y}', "4:8 tags.aws:x: AWS"],
    ["{a*: x}", '4:8 tags.a*: 128 … got "a*"'],
    ["{a: x*}", '4:11 tags.a: 256 … got "x*"'],
    ["{cost: 15}", '4:14 tags.cost: "15"'],
    ["{shared: true}", '4:16 tags.shared: "true"'],
    ["[owner]", "4:7 tags: mapping (key: value lines) … got a list"],
  ])("refuses %s", (tags, line) => {
    expect(problemsOf(inBase(`tags: ${tags}`))).toEqual(reports([`configs/base.yaml:${line}`]));
  });

  test("have at most 128 and 256 characters", () => {
    const tag = `tags: {${"k".repeat(128)}: ${"v".repeat(256)}}`;
    expect(Object.keys(base(tag).tags)).toEqual(["k".repeat(128)]);
    expect(problemsOf(inBase(tag.replace("k", "kk")))).toHaveLength(1);
    expect(problemsOf(inBase(tag.replace("v", "vv")))).toHaveLength(1);
  });
});
