import type { Instant } from "./clock";

/** How the program in a container's image behaves. Change one at any time. */
export interface Game {
  /** The first pull on a host; hosts keep images while they live. */
  pullSeconds: number;
  /** From its start until players can connect. */
  loadSeconds: number;
  /** How long it saves after SIGTERM. */
  saveSeconds: number;
  /** User id of its directories in the image. */
  owner: number;
  /** When it ends by itself, after each start. */
  crash: (start: { at: Instant }) => { afterSeconds: number; exitCode: number } | undefined;
}

export const usualGame = (): Game => ({
  pullSeconds: 40,
  loadSeconds: 90,
  saveSeconds: 8,
  owner: 0,
  crash: () => undefined,
});
