import { permissionStatements, roleDescription } from "../../src/config/compose/permissions";
import { container, inContainer, inService, problemsOf, refused, reports, service } from "./written";

const S3 = "resources: ['arn:aws:s3:::saves/*']";
const at = (field: string): string => `services.game.permissions.0.${field}`;

test("a permission is a statement of the role, with the service's name and a number", () => {
  const one = service(
    `permissions: [{actions: [s3:GetObject, "s3:List*"], ${S3}}, {actions: [sqs:SendMessage], resources: ['arn:aws:sqs:us-west-2:123456789012:q']}]`,
  );
  expect(permissionStatements({ "web-api": one })).toEqual([
    { sid: "Permission1OfWebApi", actions: ["s3:GetObject", "s3:List*"], resources: ["arn:aws:s3:::saves/*"] },
    { sid: "Permission2OfWebApi", actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:us-west-2:123456789012:q"] },
  ]);
  expect(roleDescription({ game: one })).toBe("");
});

test("the reason why all is allowed is read in the role's description", () => {
  const one = service(
    'permissions: [{actions: [ec2:DescribeInstances], resources: ["*"], allow_all: lists our hosts}]',
  );
  expect(roleDescription({ game: one })).toBe("; game all: lists our hosts");
});

refused([
  [
    "permissions: [{actions: [], resources: ['arn:aws:s3:::saves/*']}]",
    `5:29 ${at("actions")}: is empty: write at least one`,
  ],
  ["permissions: [{actions: [s3:GetObject]}]", `5:19 ${at("resources")}: is missing`],
  [`permissions: [{actions: [GetObject], ${S3}}]`, `5:30 ${at("actions.0")}: s3:GetObject`],
  ["permissions: [{actions: [s3:GetObject], resources: [saves]}]", `5:57 ${at("resources.0")}: an ARN`],
  [
    "permissions: [{actions: [s3:GetObject], resources: ['arn:aws:s3:::${aws:username}/*']}]",
    `5:57 ${at("resources.0")}: an ARN`,
  ],
  [
    `permissions: [{actions: ["*"], allow_all: anything goes, ${S3}}]`,
    `5:30 ${at("actions.0")}: everything … iam: … name the services`,
  ],
  [`permissions: [{actions: ["s3:*"], ${S3}}]`, `5:30 ${at("actions.0")}: allows all … allow_all`],
  [`permissions: [{actions: ["s3:?*"], ${S3}}]`, `5:30 ${at("actions.0")}: allows all … allow_all`],
  ["permissions: [{actions: [s3:GetObject], resources: ['*']}]", `5:57 ${at("resources.0")}: allows all … allow_all`],
  ["permissions: [{actions: [s3:GetObject], resources: ['arn:aws:s3:::*']}]", `5:57 ${at("resources.0")}: allows all`],
  [`permissions: [{actions: [s3:GetObject], allow_all: our reason, ${S3}}]`, `5:45 ${at("allow_all")}: has no effect`],
  [`permissions: [{actions: ["s3:*"], allow_all: x, ${S3}}]`, `5:50 ${at("allow_all")}: the reason`],
  ...[
    "iam:PassRole",
    "IAM:GetUser",
    "organizations:ListAccounts",
    "sts:AssumeRole",
    "sts:A*",
    '"sts:*"',
    "sts:AssumeRoleWithSAML",
  ].map(
    (name) =>
      [
        `permissions: [{actions: [${name}], allow_all: our reason, ${S3}}]`,
        `5:30 ${at("actions.0")}: any other permission … refused`,
      ] as const,
  ),
]);

test("an action of STS that gives no other role is allowed", () => {
  expect(
    problemsOf(inService('permissions: [{actions: [sts:GetCallerIdentity], resources: ["*"], allow_all: who am I}]')),
  ).toEqual([]);
});

test("what does not fit a role's policy or its description is refused", () => {
  const many = Array.from(
    { length: 200 },
    (_, index) => `'arn:aws:s3:::a-bucket-with-quite-a-long-name-${100 + index}/saves/*'`,
  );
  expect(problemsOf(inService(`permissions: [{actions: [s3:GetObject], resources: [${many.join()}]}]`))).toEqual(
    reports(["configs/game.yaml:5:5 services.game.permissions: IAM allows 10240"]),
  );
  const wordy = `{actions: ["s3:*"], ${S3}, allow_all: ${"because ".repeat(24)}yes}`;
  expect(problemsOf(inService(`permissions: [${Array(5).fill(wordy).join()}]`))).toEqual(
    reports(["configs/game.yaml:5:5 services.game.permissions: IAM allows 1000"]),
  );
});

describe("SSH", () => {
  test("opens with a key pair that exists, to named networks", () => {
    expect(
      container("ipv6: true\nkey_pair: ops\nssh_from: [203.0.113.0/24, 198.51.100.7/32, '2001:db8:1::/48']"),
    ).toMatchObject({
      keyPairName: "ops",
      sshFrom: ["203.0.113.0/24", "198.51.100.7/32", "2001:db8:1::/48"],
    });
    expect(container("").sshFrom).toEqual([]);
  });

  test.each([
    ["key_pair: ops", "5:1 key_pair: no effect … ssh_from"],
    ["ssh_from: [203.0.113.0/24]", "5:1 ssh_from: nobody can sign in … key_pair"],
    ["key_pair: ops\nssh_from: []", "6:11 ssh_from: is empty"],
    ["key_pair: ops\nssh_from: [0.0.0.0/0]", "6:12 ssh_from.0: too broad … /8"],
    ["key_pair: ops\nssh_from: [64.0.0.0/3]", "6:12 ssh_from.0: too broad … /8"],
    ["ipv6: true\nkey_pair: ops\nssh_from: ['::/0']", "7:12 ssh_from.0: too broad … /32"],
    ["key_pair: ops\nssh_from: [203.0.113.9/24]", "6:12 ssh_from.0: write 203.0.113.0/24"],
    ["ipv6: true\nkey_pair: ops\nssh_from: ['2001:DB8:0:0::5/64']", "7:12 ssh_from.0: write 2001:db8::/64"],
    ["key_pair: ops\nssh_from: [203.0.113.9]", "6:12 ssh_from.0: a network like"],
    ["key_pair: ops\nssh_from: [203.0.113.0/33]", "6:12 ssh_from.0: a network like"],
    ["key_pair: ops\nssh_from: ['2001:db8::/48']", "6:12 ssh_from.0: ipv6: true"],
    ["key_pair: ops\nssh_from: [203.0.113.0/24, 203.0.113.0/24]", "6:28 ssh_from.1: listed twice"],
    ["key_pair: ' '\nssh_from: [203.0.113.0/24]", "5:11 key_pair: an EC2 key pair"],
  ])("refuses %s", (yaml, line) => {
    expect(problemsOf(inContainer(yaml))).toEqual(reports([`configs/game.yaml:${line}`]));
  });
});
