import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { document, synthContainer } from "../helpers/synth";
import { crossFieldProblems } from "../../src/config/container/rules";
import { baseConfig, containerConfig } from "../helpers/configurations";
import { BASE, inService, load, only, problemsOf, reports } from "./written";

describe("what services reserve", () => {
  const on = (types: string, yaml: string): string[] => problemsOf(inService(yaml, "", types));

  test("must fit on a host beside the system", () => {
    expect(on("[m7a.large]", "mem_reservation: 7449m")).toEqual([]);
    expect(on("[m7a.large]", "mem_reservation: 7450m")).toEqual(
      reports([`configs/game.yaml:5:22 services.game.mem_reservation: 7450m … m7a.large … 7449m … 8192m`]),
    );
  });

  test("must fit on the smallest of the types, wherever it is in the list", () => {
    expect(on("[r7a.large, c7a.large, m7a.large]", "mem_reservation: 4g")).toEqual(
      reports([`configs/game.yaml:5:22 services.game.mem_reservation: 4096m … c7a.large … 3660m … 4096m`]),
    );
  });

  test("is the limit where nothing else is said", () => {
    expect(on("[t3.small]", "mem_limit: 1g")).toEqual([]);
    expect(on("[t3.small]", "mem_limit: 2g")).toEqual(
      reports([`configs/game.yaml:5:16 services.game.mem_limit: 2048m … t3.small … 1766m … 2048m`]),
    );
    expect(on("[t3.small]", "mem_limit: 2g\nmem_reservation: 1g")).toEqual([]);
  });

  test("is little enough for any type where nothing is said at all", () => {
    expect(on("[t3.nano]", "")).toEqual([]);
  });

  test("is not judged by a type whose memory is not known, but by the others", () => {
    expect(on("[c5n.large]", "mem_reservation: 1024g")).toEqual([]);
    expect(on("[c5n.large, c5.large]", "mem_reservation: 4g")).toEqual(
      reports([`configs/game.yaml:5:22 services.game.mem_reservation: 4096m … c5.large … 3660m … 4096m`]),
    );
  });

  test("counts together, and is reported at the service that reserves most", () => {
    const { services, ...container } = containerConfig({ instance_types: ["c7a.large"] });
    const [game] = Object.values(services);
    if (game === undefined) throw new Error("no service");
    const reserving = (memoryReservationMiB: number) => ({ ...game, memoryReservationMiB });
    const both = { ...container, services: { db: { ...reserving(1_661), ports: [] }, game: reserving(2_000) } };
    expect(crossFieldProblems("valheim", both, baseConfig())).toEqual([
      {
        path: ["services", "game", "mem_reservation"],
        message: expect.stringMatching(/3661m.*c7a\.large.*3660m/) as unknown,
      },
    ]);
    const fitting = { ...container, services: { db: { ...reserving(1_660), ports: [] }, game: reserving(2_000) } };
    expect(crossFieldProblems("valheim", fitting, baseConfig())).toEqual([]);
  });
});

describe("a task definition", () => {
  const message = (bytes: number) => `${bytes} … 65536`;
  const withText = (text: string) => inService(`environment: {TEXT: "${text}"}`);
  const bytesOf = (text: string) => Number(/ (\d+) bytes/.exec(problemsOf(withText(text)).join())?.[1]);
  const aroundText = bytesOf("x".repeat(70_000)) - 70_000;

  test("has at most 64 KiB", () => {
    expect(problemsOf(withText("x".repeat(65_536 - aroundText)))).toEqual([]);
    expect(problemsOf(withText("x".repeat(65_537 - aroundText)))).toEqual(
      reports([`configs/game.yaml:3:3 services.game: ${message(65_537)}`]),
    );
  });

  test("is counted in bytes, not in letters", () => {
    expect(bytesOf("ü".repeat(35_000))).toBe(70_000 + aroundText);
  });

  test("is not judged while a name of base that is part of it is not right", () => {
    const files = { ...withText("x".repeat(70_000)), "base.yaml": BASE.replace("us-west-2", "x") };
    expect(problemsOf(files)).toEqual(reports(['configs/base.yaml:2:9 region: AWS … got "x"']));
  });

  test("is measured as it will be sent", () => {
    const environment = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`VARIABLE_${n}`, "x".repeat(100)]));
    const secrets = Array.from({ length: 50 }, (_, n) => `SECRET_${n}`);
    const labels = { long: "y".repeat(9_000) };
    const config = containerConfig(
      {},
      { environment, secrets, labels, ports: ["1000-1080/udp"], command: ["z".repeat(5_000)] },
    );
    const { container_definitions: sent } = synthContainer(baseConfig(), config).only(EcsTaskDefinition);
    const text = JSON.stringify(document(sent))
      .replaceAll("${aws_cloudwatch_log_group.container_log.name}", "/games/valheim")
      .replace(
        /\$\{aws_ssm_parameter\.secret_(\w+)\.arn\}/g,
        "arn:aws:ssm:us-west-2:123456789012:parameter/games/valheim/secrets/$1",
      );
    expect(text).not.toContain("${");
    const [problem] = crossFieldProblems("valheim", config, baseConfig());
    const bytes = Number(/(\d+) bytes/.exec(problem?.message ?? "")?.[1]);
    expect(bytes - Buffer.byteLength(text)).toBe(512 + 256 - "[]".length);
  });

  test("counts all services, and is reported at the largest", () => {
    const { services, ...container } = load(withText("x".repeat(33_000))).containers[0] ?? containerConfig();
    const game = only(Object.values(services));
    const both = { ...container, services: { game, small: { ...game, environment: { TEXT: "x".repeat(32_000) } } } };
    expect(crossFieldProblems("game", both, baseConfig())).toMatchObject([{ path: ["services", "game"], atKey: true }]);
  });
});
