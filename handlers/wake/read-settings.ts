import { APPLY_VARIABLES, type ApplyValues, type WakeSettings as Known } from "../../shared/function-settings";
import { learnedFrom, settingsOf, text, texts, type Shape, type Input } from "../read-settings";

const SHAPE: Shape<Known> = { project: text, container: text, queriedName: text, queryTypes: texts, homeRegion: text };

export interface WakeSettings extends Known, ApplyValues<"wake"> {}

/** @throws Error that names what is missing or cannot be read */
export const wakeSettings = ({ settings, environment }: Input): WakeSettings => ({
  ...settingsOf(SHAPE, settings),
  ...learnedFrom(APPLY_VARIABLES.wake, environment),
});
