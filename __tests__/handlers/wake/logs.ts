import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { LogsEvent } from "../../../handlers/wake/batch";
import { wakeSettings } from "../../../handlers/wake/read-settings";

const read = (name: string): string => readFileSync(join(__dirname, "fixtures", name), "utf8");

export const linesOf = (name: string): readonly string[] => read(name).trimEnd().split("\n");
export const json = (name: string): unknown => JSON.parse(read(name));

/** Some seconds after the lines of the fixtures. */
export const NOW = Date.parse("2026-11-21T20:01:30Z");

export const INPUT = {
  settings: {
    project: "games",
    container: "valheim",
    queriedName: "valheim.example.com",
    queryTypes: ["A"],
    homeRegion: "us-west-2",
  },
  environment: { KEEPER_ARN: "arn:aws:lambda:us-west-2:123456789012:function:games-valheim-keeper" },
};
export const SETTINGS = wakeSettings(INPUT);

/** A line of the query log. */
export const line = ({
  time = NOW,
  name = SETTINGS.queriedName,
  type = "A",
  resolver = "172.253.1.130",
} = {}): string =>
  `1.0 ${new Date(time).toISOString()} Z0123456789ABCDEFGHIJ ${name} ${type} NOERROR UDP FRA56-P1 ${resolver} -`;

/** The event that CloudWatch Logs makes of a batch. */
export const eventOf = (batch: unknown): LogsEvent => ({
  awslogs: { data: gzipSync(JSON.stringify(batch)).toString("base64") },
});

export const eventWith = (...lines: readonly string[]): LogsEvent =>
  eventOf({ messageType: "DATA_MESSAGE", logEvents: lines.map((message) => ({ id: "1", timestamp: NOW, message })) });
