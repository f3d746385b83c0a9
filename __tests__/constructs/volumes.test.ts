import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { document, synthContainer, type Synthesized } from "../helpers/synth";

const withWorld = (world: Record<string, unknown>, base = baseConfig()): Synthesized =>
  synthContainer(base, containerConfig({ volumes: { world } }));
const standard = withWorld({});

describe("the file system", () => {
  test("is encrypted, in one zone, bursting, and refuses to be destroyed", () => {
    expect(standard.only(EfsFileSystem)).toMatchObject({
      availability_zone_name: "us-west-2a",
      encrypted: true,
      performance_mode: "generalPurpose",
      throughput_mode: "bursting",
      lifecycle: { prevent_destroy: true },
    });
  });

  test("has no creation token: a name in it would replace the file system when the name changes", () => {
    expect(standard.only(EfsFileSystem)).not.toHaveProperty("creation_token");
  });

  test("may be destroyed with keep: false", () => {
    expect(withWorld({ keep: false }).only(EfsFileSystem)).toHaveProperty("lifecycle.prevent_destroy", false);
  });

  test("is not backed up by AWS's own plan", () => {
    expect(standard.only(EfsBackupPolicy)).toMatchObject({ backup_policy: { status: "DISABLED" } });
  });
});

describe("the access point", () => {
  test("belongs to root and enforces nobody, so that docker may hand it to the image's owner", () => {
    const accessPoint = standard.only(EfsAccessPoint);
    expect(accessPoint.root_directory).toEqual({
      path: "/data",
      creation_info: { owner_uid: 0, owner_gid: 0, permissions: "0755" },
    });
    expect(accessPoint).not.toHaveProperty("posix_user");
  });

  test("is made for another owner where one is named", () => {
    expect(withWorld({ owner: "1000:1001" }).only(EfsAccessPoint)).toMatchObject({
      root_directory: { creation_info: { owner_uid: 1000, owner_gid: 1001 } },
    });
  });

  test("gives every file to the owner with enforce_owner, root included", () => {
    expect(withWorld({ owner: "1000:1001", enforce_owner: true }).only(EfsAccessPoint).posix_user).toEqual({
      uid: 1000,
      gid: 1001,
    });
    expect(withWorld({ enforce_owner: true }).only(EfsAccessPoint).posix_user).toEqual({ uid: 0, gid: 0 });
  });
});

test("a kept volume's access point is not taken away from a running game by a change of its owner", () => {
  expect(standard.only(EfsAccessPoint).lifecycle).toEqual({
    prevent_destroy: true,
    ignore_changes: ["root_directory"],
  });
  expect(withWorld({ keep: false }).only(EfsAccessPoint)).toHaveProperty("lifecycle.prevent_destroy", false);
});

describe("the mount", () => {
  test("is in the volume's own zone, behind the firewall of the files", () => {
    expect(standard.only(EfsMountTarget)).toMatchObject({
      subnet_id: '${lookup(try(data.terraform_remote_state.base.outputs.public_subnet_ids, {}), "a", "")}',
      security_groups: ["${aws_security_group.files_firewall.id}"],
    });
  });

  test("is for the task's role through the access point, by TLS only", () => {
    const actions = ["ClientMount", "ClientRootAccess", "ClientWrite"].map((action) => `elasticfilesystem:${action}`);
    const fileSystem = "${aws_efs_file_system.volume_world.arn}";
    expect(document(standard.only(EfsFileSystemPolicy).policy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ReadWriteworld",
          Effect: "Allow",
          Principal: { AWS: "${aws_iam_role.task_role.arn}" },
          Action: actions,
          Resource: [fileSystem],
          Condition: {
            StringEquals: { "elasticfilesystem:AccessPointArn": "${aws_efs_access_point.access_point_world.arn}" },
          },
        },
        {
          Sid: "RefuseWithoutTls",
          Effect: "Deny",
          Principal: { AWS: "*" },
          Action: actions,
          Resource: [fileSystem],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });
});

describe("the backup", () => {
  test("has a vault of its own that refuses to be destroyed, and outlives nothing its role must delete from", () => {
    expect(standard.only(BackupVault)).toMatchObject({
      name: "games-valheim-world",
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
      depends_on: ["aws_iam_role_policy.backup_role_policy"],
    });
  });

  test("vault and points can be deleted with keep: false", () => {
    expect(withWorld({ keep: false }).only(BackupVault)).toMatchObject({
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    });
  });

  test("runs daily in the region's night and keeps a month", () => {
    expect(standard.only(BackupPlan).rule).toEqual([
      {
        rule_name: "games-valheim-world",
        target_vault_name: "${aws_backup_vault.backup_world_vault.name}",
        schedule: "cron(0 10 ? * * *)",
        lifecycle: { delete_after: 30 },
      },
    ]);
  });

  test.each([
    ["weekly", "eu-central-1", "cron(0 2 ? * TUE *)"],
    ["daily", "ap-northeast-1", "cron(0 20 ? * * *)"],
    ["cron(30 4 1 * ? *)", "us-west-2", "cron(30 4 1 * ? *)"],
  ])("%s in %s is %s", (schedule, region, cron) => {
    const stack = withWorld({ backup: { schedule, retention: "40d" } }, baseConfig({ region }));
    expect(stack.only(BackupPlan).rule).toMatchObject([{ schedule: cron, lifecycle: { delete_after: 40 } }]);
  });

  test("selects the one file system by its ARN", () => {
    expect(standard.only(BackupSelection)).toMatchObject({
      iam_role_arn: "${aws_iam_role.backup_role.arn}",
      resources: ["${aws_efs_file_system.volume_world.arn}"],
    });
  });

  test("stops with backup: none, but a kept volume keeps its vault, and the role that clears it", () => {
    const stack = withWorld({ backup: "none" });
    expect(Object.keys(stack.json.resource).filter((type) => type.startsWith("aws_backup"))).toEqual([
      "aws_backup_vault",
    ]);
    expect(stack.only(BackupVault)).toEqual(standard.only(BackupVault));
    expect(stack.json.resource.aws_iam_role).toHaveProperty("backup_role");
  });

  test("does not exist at all for a volume that is neither kept nor backed up", () => {
    const stack = withWorld({ keep: false, backup: "none" });
    expect(Object.keys(stack.json.resource).filter((type) => type.startsWith("aws_backup"))).toEqual([]);
    expect(stack.json.resource.aws_iam_role).not.toHaveProperty("backup_role");
  });
});

test("a second volume has everything of its own, and the first keeps its addresses", () => {
  const two = synthContainer(
    baseConfig(),
    containerConfig(
      { volumes: { world: {}, server: { keep: false, backup: "none" } } },
      { volumes: ["world:/config", "server:/opt"] },
    ),
  );
  expect(Object.keys(two.all(EfsFileSystem))).toEqual(["volume_server", "volume_world"]);
  expect(Object.keys(two.all(EfsMountTarget))).toEqual(["mount_server", "mount_world"]);
  expect(Object.keys(two.all(BackupVault))).toEqual(["backup_world_vault"]);
  expect(two.get(EfsFileSystem, "volume_world")).toEqual(standard.only(EfsFileSystem));
});
