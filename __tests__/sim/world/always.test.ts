import { objectsOf, readRecorded } from "../../../sim/applied/state";
import { text } from "../../../sim/provider/values";
import { alwaysOn, changeMode } from "../../../sim/scenarios/with-always";
import { baseConfig, containerConfig } from "../../helpers/configurations";
import { synthContainer } from "../../helpers/synth";
import { aWorld } from "./a-world";

const applied = objectsOf(readRecorded());

test("what a story leaves out where it is always on is what src leaves out", () => {
  const addresses = (mode: string) =>
    synthContainer(baseConfig(), containerConfig({ mode }))
      .resources()
      .map(({ address }) => address);
  const always = addresses("always");
  const left = alwaysOn(applied).map(({ type, id }) => `${type} ${id}`);
  const { resources = [] } = readRecorded().states["valheim"] ?? {};
  const putBy = resources.filter(
    ({ mode, type, instances }) =>
      mode === "managed" &&
      type !== "terraform_data" &&
      instances.some(({ attributes: { id } }) => !left.includes(`${type} ${text(id)}`)),
  );
  expect(putBy.map(({ type, name }) => `${type}.${name}`).sort()).toEqual(
    addresses("on_demand")
      .filter((address) => !always.includes(address))
      .sort(),
  );
});

test("to and fro, all is as it was", () => {
  const world = aWorld(applied);
  changeMode(world);
  expect(world.alarms.all.size).toBe(1);
  changeMode(world);
  const sorted = (objects: readonly object[]) => objects.map((object) => JSON.stringify(object)).sort();
  expect(sorted(world.objects.list)).toEqual(sorted(applied));
});
