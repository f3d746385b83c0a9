import { SECOND } from "../world/clock";

/** 61 s, or 7 minutes. */
export const inMinutes = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / SECOND);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} minutes`;
};
