import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ACCOUNT } from "../../sim/provider/kind";
import { terraformTest, Workspace } from "./workspace";

jest.setTimeout(60_000);

let work: Workspace;
afterEach(() => {
  work.end();
});

terraformTest(
  "secrets, permissions and a key pair that exist are applied, and a second plan has no changes",
  async () => {
    work = new Workspace();
    const secretIn = (account: string): string => `arn:aws:secretsmanager:us-west-2:${account}:secret:pass-AbCdEf`;
    work.configure("valheim.yaml", (text) =>
      text
        .replace(
          "secrets: [SERVER_PASS]",
          `secrets: [{SERVER_PASS: {from: "${secretIn(ACCOUNT)}:pass::", key: "arn:aws:kms:us-west-2:${ACCOUNT}:key/1234abcd"}}]\n` +
            '    permissions: [{actions: [s3:GetObject], resources: ["arn:aws:s3:::saves/*"]}]',
        )
        .replace("startup_timeout:", "key_pair: ops\nssh_from: [203.0.113.0/24]\nstartup_timeout:"),
    );
    work.enter("{}");
    work.synth();
    await work.deploy("base");
    await work.deploy("valheim");
    expect(await work.plan("valheim")).toMatchObject({
      status: 0,
      output: expect.stringContaining("No changes.") as string,
    });
    expect(await work.addresses("valheim")).not.toContain("aws_ssm_parameter.secret_SERVER_PASS");

    writeFileSync(join(work.folder, "store", "key-pairs.json"), "[]");
    expect(await work.plan("valheim")).toMatchObject({
      status: 1,
      output: expect.stringContaining("no matching EC2 Key Pair found") as string,
    });
    writeFileSync(join(work.folder, "store", "key-pairs.json"), '["ops"]');

    work.configure("valheim.yaml", (text) => text.replace(secretIn(ACCOUNT), secretIn("999999999999")));
    work.synth();
    const refused = await work.plan("valheim");
    expect(refused.status).toBe(1);
    expect(refused.output).toMatch(
      /secrets\.0\.SERVER_PASS\.from: is in account 999999999999, but you apply to another/,
    );
  },
);
