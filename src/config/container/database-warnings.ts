import type { ServiceConfig } from "../compose/service-schema";
import { problemIf, type Problem } from "../schema/problem";
import type { ContainerSettings } from "./container-schema";

/** The last part of an image's name. */
const DATABASE =
  /^(postgres(ql)?|postgis|pgvecto-rs|pgvector|timescaledb(-ha)?|mysql(-server)?|mariadb|percona(-server)?|mongo(db)?|redis|valkey|keydb|clickhouse(-server)?|influxdb|elasticsearch|opensearch|neo4j|cassandra|couchdb)$/;
const PAGE = "https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html#backup-consistency";

/**
 * A published database, and its files on EFS, which is NFS. It is mounted `hard`, PostgreSQL's only firm requirement
 * (https://www.postgresql.org/docs/current/creating-cluster.html#CREATING-CLUSTER-NFS), and has one writer; MySQL advises
 * caution (https://dev.mysql.com/doc/refman/8.4/en/disk-issues.html). But AWS Backup copies files one after the other: what
 * is written meanwhile may be "duplicated, skewed, or excluded", so a copy of a running database may not start.
 */
export function databaseWarnings(
  service: string,
  { image, mounts, ports }: ServiceConfig,
  { volumes }: Pick<ContainerSettings, "volumes">,
): Problem[] {
  const name = image.replace(/^.*\//, "").replace(/[:@].*$/, "");
  if (!DATABASE.test(name)) return [];
  const open = `the database is open to the internet: remove ports; other services reach it with links: [${service}]`;
  const onEfs =
    `${name} keeps its files on EFS, over the network: it is slower than on a disk, and a backup that AWS takes while it ` +
    `runs may be inconsistent (${PAGE}). Have it write a dump to a volume, too`;
  const index = mounts.findIndex(({ volume, readOnly }) => !readOnly && volumes[volume]?.storage === "one_zone");
  return [...problemIf(["ports"], ports.length > 0 && open), ...problemIf(["volumes", index], index >= 0 && onEfs)];
}
