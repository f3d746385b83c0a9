import { container, GAME, BASE, inContainer, problemsOf, reports, warningsOf } from "./written";

test("a fixed address is one of two words", () => {
  expect(container("address: fixed").address).toBe("fixed");
  expect(container("address: dynamic").address).toBe("dynamic");
});

test("synthesis says what a fixed address costs while the container sleeps, and that it does not wake it", () => {
  expect(warningsOf(inContainer("address: fixed"))).toEqual(
    reports(["configs/game.yaml:5:10 address: 3.65 USD per month … sleeps … only a query"]),
  );
  for (const yaml of ["", "address: dynamic", "address: fixed\nretired: true"])
    expect(warningsOf(inContainer(yaml))).toEqual([]);
});

test("services that all run on a schedule have no address that could be fixed", () => {
  const scheduled = GAME.replace("ports: []", 'schedule: "rate(1 day)", wakes: true');
  const files = { "base.yaml": BASE, "game.yaml": `${scheduled}address: fixed\n` };
  expect(problemsOf(files)).toEqual(reports(["configs/game.yaml:5:10 address: fixed … without schedule"]));
  expect(problemsOf({ ...files, "game.yaml": scheduled })).toEqual([]);
});
