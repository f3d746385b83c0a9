import * as fc from "fast-check";
import { Clock } from "../../../sim/world/clock";
import { Random } from "../../../sim/world/random";

test("does things in the order of their times, and of one time in the order they were asked for", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const clock = new Clock(0);
      const done: number[] = [];
      times.forEach((time, index) => clock.at(time, () => done.push(index)));
      while (clock.step(100));
      const expected = times
        .map((time, index) => ({ time, index }))
        .sort((a, b) => a.time - b.time || a.index - b.index);
      expect(done).toEqual(expected.map(({ index }) => index));
    }),
  );
});

test("does nothing that was taken back, and nothing that comes later", () => {
  const clock = new Clock(0);
  const done: string[] = [];
  const cancel = clock.at(5, () => done.push("cancelled"));
  clock.at(10, () => done.push("in time"));
  clock.at(11, () => done.push("too late"));
  cancel();
  while (clock.step(10));
  expect(done).toEqual(["in time"]);
  expect(clock.now).toBe(10);
});

test("gives each part of the world its own chance, the same for the same seed", () => {
  const one = new Random(7).fork("machines");
  const disturbed = new Random(7);
  disturbed.next();
  const same = disturbed.fork("machines");
  expect([one.between(1, 1000), one.hex(8)]).toEqual([same.between(1, 1000), same.hex(8)]);
  expect(new Random(7).fork("players").hex(8)).not.toBe(new Random(7).fork("machines").hex(8));
});
