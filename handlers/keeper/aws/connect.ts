import type { KeeperSettings } from "../read-settings";
import { autoScaling } from "./auto-scaling";
import { cloudWatch } from "./cloudwatch";
import { dynamoDb } from "./dynamodb";
import { ec2 } from "./ec2";
import { ecs } from "./ecs";
import { route53 } from "./route-53";
import { sns } from "./sns";
import { ssm } from "./ssm";

/**
 * All that keeper asks of AWS. A client is made when a look first needs it, and kept while the function is warm.
 *
 * Their code is imported at once and not when needed: only so does the bundler leave out what is not used of them, and
 * loading all of that takes a third of the time that loading whole clients one by one does (npm run bench).
 */
export function connect(settings: KeeperSettings) {
  const once = <T>(make: (settings: KeeperSettings) => T): (() => T) => {
    let made: T | undefined;
    return () => (made ??= make(settings));
  };
  return {
    autoScaling: once(autoScaling),
    cloudWatch: once(cloudWatch),
    dynamoDb: once(dynamoDb),
    ec2: once(ec2),
    ecs: once(ecs),
    route53: once(route53),
    sns: once(sns),
    ssm: once(ssm),
  };
}
export type Aws = ReturnType<typeof connect>;
