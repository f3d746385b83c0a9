import { duration, listed, moment, money, quote } from "../../../../handlers/keeper/mails/words";

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
])("%d USD are told as %s", (usd, words) => {
  expect(money(usd)).toBe(words);
});

test.each([
  ["2026-11-21T20:15:59.999Z", "21 Nov 2026, 20:15 UTC"],
  ["2027-01-01T00:00:00Z", "1 Jan 2027, 00:00 UTC"],
])("%s is told as %s", (iso, words) => {
  expect(moment(Date.parse(iso))).toBe(words);
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
