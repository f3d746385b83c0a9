/** How often keeper looks though nothing calls it: what an event does not tell, it sees by then. */
export const LOOK_EVERY_MINUTES = 5;
