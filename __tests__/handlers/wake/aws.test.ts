import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { inWords } from "../../../handlers/in-words";
import { connect } from "../../../handlers/wake/aws";
import { quietOnOldNode, withVariables } from "./variables";
import { NOW, SETTINGS } from "./logs";

quietOnOldNode();

describe("an AWS that takes requests and never answers", () => {
  const sockets: Socket[] = [];
  let silent: Server;

  beforeAll((done) => {
    silent = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1", done);
  });
  withVariables(() => ({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "key",
  }));
  beforeEach(() => {
    sockets.length = 0;
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"], now: NOW });
  });
  afterEach(() => {
    jest.useRealTimers();
    for (const socket of sockets) socket.destroy();
  });
  afterAll(() => silent.close());

  /** How the call ends within a minute, on a clock that runs as fast as it can. */
  async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
    let outcome: unknown;
    call.catch((error: unknown) => (outcome = error));
    while (outcome === undefined && Date.now() - NOW < 60_000) {
      await new Promise((resolve) => setImmediate(resolve));
      jest.advanceTimersByTime(5);
    }
    return outcome;
  }

  test.each([
    ["keeper", () => connect(SETTINGS).callKeeper(NOW)],
    ["the metric", () => connect(SETTINGS).putQueries([{ minute: NOW, queries: 1 }])],
  ])("is tried three times and given up while the function still has time to say so: %s", async (_, call) => {
    expect(inWords(await outcomeOf(call()))).toMatch(/^TimeoutError: /);
    expect(sockets).toHaveLength(3);
    expect(Date.now() - NOW).toBeLessThan(15_000);
  });
});

test("what is thrown is reported, even if it is not an Error", () => {
  expect(inWords("gone")).toBe("gone");
});
