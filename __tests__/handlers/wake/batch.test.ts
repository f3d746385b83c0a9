import { unpack, type LogsEvent } from "../../../handlers/wake/batch";
import { eventOf, eventWith, json, line } from "./logs";

test("an event is base64 of gzipped JSON with one message for each line", () => {
  expect(unpack(json("event.json") as LogsEvent)).toEqual({
    messageType: "DATA_MESSAGE",
    lines: [
      expect.stringMatching(/^1\.0 2026-11-21T20:01:12\.130Z .* VaLHEim\.eXAMPLe\.cOM A .*\/24$/),
      expect.stringMatching(/^1\.0 2026-11-21T20:01:12\.131Z .* valheim\.example\.com AAAA .*\/24$/),
    ],
  });
});

test("a line may end with a line break", () => {
  expect(unpack(eventWith(`${line()}\n`)).lines).toEqual([line()]);
});

test("a control message says that it is one", () => {
  expect(unpack(eventOf(json("control-message.json"))).messageType).toBe("CONTROL_MESSAGE");
});

test.each<[string, unknown]>([
  ["none at all", undefined],
  ["the console's test event", { key1: "value1" }],
  ["data that is no gzip", { awslogs: { data: "aGVsbG8=" } }],
  ["a batch without lines", eventOf({ messageType: "DATA_MESSAGE" })],
  ["a batch with no text for a line", eventOf({ messageType: "DATA_MESSAGE", logEvents: [{ message: 1 }] })],
])("an event of another shape is refused with what to do: %s", (_, event) => {
  const message =
    'the event is not one of CloudWatch Logs, {"awslogs": {"data": base64 of gzipped JSON}}; ' +
    'to wake by hand invoke keeper with {"command": "wake"}';
  expect(() => unpack(event as LogsEvent)).toThrow(expect.objectContaining({ message }) as Error);
});
