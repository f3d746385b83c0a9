import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { KeeperSettings } from "../read-settings";
import { clientOptions } from "./client-options";
import { isProblem, unless } from "./problem";

/** The parameter that only people write. */
export function ssm(settings: KeeperSettings) {
  const client = new SSMClient(clientOptions(settings));
  return {
    /** Undefined: somebody deleted it. */
    hold: (): Promise<string | undefined> =>
      unless(
        async () => {
          const { Parameter } = await client.send(new GetParameterCommand({ Name: settings.names.holdParameter }));
          return Parameter?.Value ?? "";
        },
        (error) => isProblem(error, "ParameterNotFound"),
        undefined,
      ),
  };
}
