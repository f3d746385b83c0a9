import { duration, listed, moment, money, monthName, quote, timeOfDay } from "../../../../handlers/keeper/mails/words";
import { TimeZone } from "../../../../handlers/keeper/time-zone";

test.each([
  [0, "less than a minute"],
  [0.49, "less than a minute"],
  [0.5, "1 min"],
  [1, "1 min"],
  [59.4, "59 min"],
  [59.6, "1 h"],
  [60, "1 h"],
  [130, "2 h 10 min"],
  [1_440, "24 h"],
  [4_501, "75 h 1 min"],
])("%d minutes are %s", (minutes, words) => {
  expect(duration(minutes)).toBe(words);
});

test.each([
  [0, "less than 0.01 USD"],
  [0.0099, "less than 0.01 USD"],
  [0.01, "about 0.01 USD"],
  [0.2691, "about 0.27 USD"],
  [12.5, "about 12.50 USD"],
])("%d USD is written %s", (usd, words) => {
  expect(money(usd)).toBe(words);
});

test.each([
  ["2026-11-21T20:15:59.999Z", "UTC", "21 Nov 2026, 20:15 UTC"],
  ["2027-01-01T00:00:00Z", "UTC", "1 Jan 2027, 00:00 UTC"],
  ["2026-11-21T19:15:00Z", "Europe/Berlin", "21 Nov 2026, 20:15 CET"],
  ["2026-07-21T22:15:00Z", "Europe/Berlin", "22 Jul 2026, 00:15 CEST"],
  ["2027-01-01T07:59:00Z", "America/Los_Angeles", "31 Dec 2026, 23:59 PST"],
  ["2026-11-21T20:15:00Z", "Asia/Tokyo", "22 Nov 2026, 05:15 GMT+9"],
])("%s in %s is written %s", (iso, zone, words) => {
  expect(moment(Date.parse(iso), new TimeZone(zone))).toBe(words);
});

test.each([
  ["Europe/Berlin", "00:30 CET", "December"],
  ["America/Los_Angeles", "15:30 PST", "November"],
])("in %s it is %s in %s", (zone, time, month) => {
  const instant = Date.parse("2026-11-30T23:30:00Z");
  expect(timeOfDay(instant, new TimeZone(zone))).toBe(time);
  expect(monthName(instant, new TimeZone(zone))).toBe(month);
});

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
])("a list of %j reads %j", (words, sentence) => {
  expect(listed(words)).toBe(sentence);
});

test.each([
  ["two\r\n\n  lines", "two lines"],
  [" spaces around\t", "spaces around"],
  ["a bell\u0007, an escape\u001b[31m and a reversal\u202e", "a bell , an escape [31m and a reversal"],
  ["half a character \ud83d", "half a character"],
  ["für Ägypten 世界 😀", "für Ägypten 世界 😀"],
  ["why? because 1/2 @home", "why? because 1/2 @home"],
])("%j is quoted as %j", (words, line) => {
  expect(quote(words)).toBe(line);
});
