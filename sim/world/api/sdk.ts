import { AsyncLocalStorage } from "node:async_hooks";
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";

/** What surrounds a program in the world: it answers the SDK, collects the log, and passes time. */
interface Surroundings {
  readonly send: (client: Client, command: object) => Promise<unknown>;
  readonly log: (entry: unknown) => void;
  readonly pause: (milliseconds: number) => Promise<void>;
}

const running = new AsyncLocalStorage<Surroundings>();

/** Runs something; whatever it calls, logs or waits for, now or later, goes to these surroundings. */
export const within = <T>(surroundings: Surroundings, work: () => T): T => running.run(surroundings, work);

/** A pause that a program makes on its own. */
export const pause = (milliseconds: number): Promise<void> =>
  running.getStore()?.pause(milliseconds) ?? Promise.resolve();

/** One of the SDK's clients. */
export interface Client {
  readonly config: { region(): Promise<string> };
}
type Send = (this: Client, command: object, ...rest: unknown[]) => unknown;

/** Puts the world between programs and the SDK's network and the console. Programs outside the world see no change. */
export function connect(): void {
  const prototype = Object.getPrototypeOf(AutoScalingClient.prototype) as { send: Send & { connected?: true } };
  if (prototype.send.connected) return;
  const { send: toAws } = prototype;
  const send: Send = function (command, ...rest) {
    const around = running.getStore();
    return around === undefined ? toAws.call(this, command, ...rest) : around.send(this, command);
  };
  prototype.send = Object.assign(send, { connected: true as const });
  const { log } = console;
  console.log = (...entries: unknown[]) => {
    const around = running.getStore();
    if (around === undefined) log(...entries);
    else around.log(entries[0]);
  };
}
