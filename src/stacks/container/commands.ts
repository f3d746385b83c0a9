import { keeperName } from "../../constructs/keeper";
import type { Hold } from "../../constructs/hold";
import type { Context } from "./context";

/** What people do by hand, as commands ready to paste. */
export function commands(
  { base, config, names }: Context,
  hold: Hold,
): Record<string, { value: string; description: string }> {
  const { region } = base;
  const invoke = (command: string): string =>
    `aws lambda invoke --region ${region} --function-name ${keeperName(names)} ` +
    `--cli-binary-format raw-in-base64-out --payload '{"command":"${command}"}' /dev/stdout`;
  const holdUntil = `aws ssm put-parameter --region ${region} --name ${hold.name} --overwrite --value 2026-11-22T01:00Z`;
  return {
    look: { value: invoke("look"), description: "Lets keeper look now, as it does every five minutes" },
    wake: { value: invoke("wake"), description: `Wakes ${config.name}, whatever rests it` },
    sleep: { value: invoke("sleep"), description: `Puts ${config.name} to sleep, even if somebody plays` },
    hold: {
      value: holdUntil,
      description: `Keeps ${config.name} up until then (UTC) though nobody plays, or with --value none no longer`,
    },
  };
}
