import { BASE, GAME, inContainer, inService, load, only, problemsOf, service, reports } from "./written";

/** Problems of a container's file with this whole text. */
const problems = (text: string | Uint8Array): string[] => problemsOf({ "base.yaml": BASE, "game.yaml": text });

describe("an empty file", () => {
  test.each([
    ["nothing", ""],
    ["a line break", "\n"],
    ["comments", "# one\n# two\n"],
    ["a document's beginning", "---\n"],
    ["null", "null\n"],
    ["a byte order mark", "\uFEFF"],
  ])("holds %s", (_, text) => {
    expect(problems(text)).toEqual(reports(["configs/game.yaml: is empty … settings"]));
  });

  test("is reported for base.yaml, too", () => {
    expect(problemsOf({ "base.yaml": "" })).toEqual(reports(["configs/base.yaml: is empty … settings"]));
  });
});

test.each([
  ["a list", "\n- a\n- b\n", "2:1"],
  ["text", "just text\n", "1:1"],
  ["a number", "# hi\n5\n", "2:1"],
])("%s at the top level is reported", (_, text, place) => {
  expect(problems(text)).toEqual(reports([`configs/game.yaml:${place}: must be a mapping (key: value lines)`]));
});

describe("syntax", () => {
  test.each([
    ["a tab as indent", "services:\n\tgame: x\n", "2:1: indented … spaces"],
    ["a tab before a list", "services:\n\t- x\n", "2:1: indented … spaces"],
    [
      "a tab, after which the parser only guesses",
      "s:\n  v:\n\timage: x\n    tty: true\n    a:\n      - b\na:\n  w: 1\n",
      "3:1: indented … spaces",
    ],
    ["a key twice", `mode: a\nami: latest\nmode: c\n${GAME}`, "3:1: listed twice"],
    ["a key twice in braces", `idle: {after: a, after: b}\n${GAME}`, "1:18: listed twice"],
    ["two documents", "mode: a\n---\nmode: b\n", "2:1: second document"],
    ["two documents, one empty", "---\n---\nmode: b\n", "2:1: second document"],
    ["text that begins with @", "mode: @x\n", "1:7: cannot … quotes"],
    ["text that begins with %", "mode: %x\n", "1:7: cannot … quotes"],
    ["two colons", "mode: a: b\n", "1:7: does not expect … quotes"],
    ["a key under a value", "mode: a\n  b: c\n", "1:7: does not expect … quotes"],
    ["no space after the colon", "mode:a\nami: b\n", "1:1: colon … space"],
    ["a list item among keys", "mode: a\n- b\n", "2:1: colon … space"],
    ["a line that is not aligned", "idle:\n    after: 5m\n  x: y\n", "3:1: different indentation"],
    ["an open double quote", 'mode: "a\nami: b\n', "3:1: before … closed"],
    ["an open single quote", "mode: 'a\nami: b\n", "3:1: before … closed"],
    ["an open bracket", "ports: [1, 2\nami: b\n", "2:1: bracket … before"],
    ["an open brace", "idle: {after: 5m\nami: b\n", "2:1: bracket … before"],
    ["a backslash in quotes", 'mode: "C:\\data"\n', "1:10: backslash"],
    ["a list on the key's line", "ports: - 80\n", "1:8: start"],
  ])("%s is reported", (_, text, line) => {
    expect(problems(text)).toEqual(reports([`configs/game.yaml:${line}`]));
  });

  test("that is nested too deeply is reported, too", () => {
    expect(problems("[".repeat(100_000))).toEqual([expect.stringMatching(/^configs\/game\.yaml:1:\d+: .*nested/)]);
  });

  test("is reported once per line, and in every line", () => {
    expect(problems("mode: a\nmode: b\nami: @x\nami: y\n")).toEqual(
      reports([
        "configs/game.yaml:2:1: listed twice",
        "configs/game.yaml:3:6: cannot … quotes",
        "configs/game.yaml:4:1: listed twice",
      ]),
    );
  });
});

describe("what YAML has and people misread", () => {
  test.each([
    [
      "an anchor and its alias",
      "mode: &x a\nami: *x\n",
      ["1:10: anchors … not supported", "2:6: anchors … not supported"],
    ],
    ["an alias of nothing", "mode: *x\n", ["1:7: anchors … not supported"]],
    ["text that begins with &", "mode: &cFire\n", ["1:13: anchors … not supported"]],
    ["an anchored mapping", "idle: &i\n  after: 5m\n", ["2:3: anchors … not supported"]],
    ["a merge key with an alias", "idle: {<<: *x}\n", ["1:8: merge … not supported", "1:12: anchors … not supported"]],
    ["a merge key with a mapping", "idle: {<<: {after: 5m}}\n", ["1:8: merge … not supported"]],
    ["a tag of its own", "mode: !x a\n", ["1:10: not supported … starts"]],
    ["a tag of YAML's", "mode: !!str 5\n", ["1:13: not supported … starts"]],
    ["text that begins with !", "mode: !hello\n", ["1:13: not supported … starts"]],
    ["a tagged mapping", "idle: !x {after: 5m}\n", ["1:10: not supported … starts"]],
    ["a key that is a list", "? [a, b]\n: c\n", ["1:3: plain"]],
    ["a key that is missing", ": c\n", ["1:1: is missing before"]],
    ["a key of JavaScript's", "__proto__: c\n", ["1:1: allowed"]],
  ])("%s is reported", (_, text, lines) => {
    expect(problems(text + GAME)).toEqual(reports(lines.map((line) => `configs/game.yaml:${line}`)));
  });

  test("hides nothing else, and what stands under a key that must go need not be clear", () => {
    const text = "x-common: &common\n  a: 1.10\nami: &a x\nmode: a\nmode: b\nidle: {after: 15}\n";
    expect(problems(text + GAME)).toEqual(
      reports([
        "configs/game.yaml:1:1 x-common: not supported … effect",
        "configs/game.yaml:3:9: anchors … not supported",
        "configs/game.yaml:5:1: listed twice",
        "configs/game.yaml:6:15 idle.after: 15 … no unit … 15m",
      ]),
    );
  });

  test.each([
    ["1.10", "1.1"],
    ["1.0", "1"],
    ["0x1F", "31"],
    ["0o17", "15"],
    ["0755", "755"],
    ["1e3", "1000"],
    ["+5", "5"],
    [".5", "0.5"],
    ["-0", "0"],
    ["True", "true"],
    ["FALSE", "false"],
    [".inf", "Infinity"],
    [".NaN", "NaN"],
    ["12345678901234567890", "12345678901234567000"],
  ])("%s would arrive as %s", (written, read) => {
    expect(problemsOf(inService(`environment: {A: ${written}}`))).toEqual(
      reports([`configs/game.yaml:5:22: ${written} … ${read} … "${written}"`]),
    );
  });

  test("arrives as it is written otherwise", () => {
    const environment =
      "{A: yes, B: no, C: on, D: 12:30, E: 2026-11-21, F: 1_000, G: 1.5, H: true, I: 0, J: '1.10', K: 007x}";
    expect(service(`environment: ${environment}`).environment).toEqual({
      A: "yes",
      B: "no",
      C: "on",
      D: "12:30",
      E: "2026-11-21",
      F: "1_000",
      G: "1.5",
      H: "true",
      I: "0",
      J: "1.10",
      K: "007x",
    });
  });

  test("a merge key in a file that asks for YAML 1.1 is reported, too", () => {
    expect(problems(`%YAML 1.1\n---\nidle: {<<: *x}\n${GAME}`)).toEqual(
      reports(["configs/game.yaml:3:8: merge … not supported", "configs/game.yaml:3:12: anchors … not supported"]),
    );
  });

  test("is the same in a file that asks for YAML 1.1", () => {
    expect(problems(`%YAML 1.1\n---\n${GAME}ipv6: yes\n`)).toEqual(reports(['configs/game.yaml:7:7: YAML … "yes"']));
  });
});

describe("encoding", () => {
  const bytes = (...parts: (string | number)[]): Uint8Array =>
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.of(part))));

  test.each([
    ["Latin-1", bytes("mode: a\nami: Grü", 0xfc, "n\n"), "2:9"],
    ["a bad byte at the beginning", bytes(0xff, "mode: a\n"), "1:1"],
    ["a character cut in two at the end", bytes("mode: a", 0xc3), "1:8"],
    ["a surrogate", bytes("mode: ", 0xed, 0xa0, 0x80, "\n"), "1:7"],
    ["UTF-16", Buffer.from("\uFEFFmode: a\n", "utf16le"), "1:1"],
  ])("%s is reported, with the place of the first bad byte", (_, text, place) => {
    expect(problems(text)).toEqual(reports([`configs/game.yaml:${place}: UTF-8`]));
  });

  test.each([
    ["UTF-16 without a mark", Buffer.from("mode: a\n", "utf16le"), "1:2"],
    ["an escape character", "mode: a\nami: \u001b[31m\n", "2:6"],
    ["a delete character", "mode: \u007f\n", "1:7"],
  ])("%s is reported", (_, text, place) => {
    expect(problems(text)).toEqual(reports([`configs/game.yaml:${place}: control character … UTF-8`]));
  });

  test("a byte order mark and Windows line ends change nothing, columns included", () => {
    const windows = (text: string): string => `\uFEFF${text.replaceAll("\n", "\r\n")}`;
    expect(only(load({ "base.yaml": windows(BASE), "game.yaml": windows(GAME) }).containers)).toMatchObject({
      name: "game",
      services: { game: { image: "example/game:1.0" } },
    });
    expect(problems(windows(`mode: x\n${GAME}`))).toEqual(reports(['configs/game.yaml:1:7 mode: on_demand … got "x"']));
    expect(problems(windows(`${GAME}mode: x\n`))).toEqual(reports(['configs/game.yaml:5:7 mode: on_demand … got "x"']));
  });

  test("columns count characters as editors do", () => {
    expect(problemsOf(inContainer('idle: {"größe": 1}'))).toEqual(
      reports(["configs/game.yaml:5:8 idle.größe: not a setting … packets_per_minute"]),
    );
  });
});

test("a key with a line break does not break the line of its message", () => {
  expect(problemsOf(inContainer('"a\\nb": 1'))).toEqual([
    expect.stringMatching(/^configs\/game\.yaml:5:1 "a\\nb": is not a setting[^\n]+$/),
  ]);
});

test("a key that nobody would see is quoted", () => {
  expect(problemsOf(inContainer('idle: {" ": 1, "": 2, "a\u2028": 3}'))).toEqual(
    reports([
      'configs/game.yaml:5:8 idle." ": not a setting … packets_per_minute',
      'configs/game.yaml:5:16 idle."": not a setting … packets_per_minute',
      'configs/game.yaml:5:23 idle."a\\u2028": not a setting … packets_per_minute',
    ]),
  );
});
