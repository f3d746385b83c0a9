/** How often keeper's schedule runs it, in case events are lost. */
export const LOOK_EVERY_MINUTES = 5;
