import * as grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { archive, aws } from "./catalogue";
import { Cloud } from "./cloud";
import { Refusal } from "./kind";
import { type CallRequest, error, Provider } from "./provider";
import { mapValues } from "./values";

const PROTOCOL = loadSync(require.resolve("./tfplugin6.proto"), { longs: Number, bytes: Buffer });
const SERVICE = PROTOCOL["tfplugin6.Provider"] as grpc.ServiceDefinition;

/** Pretend AWS for any number of Terraform runs in any number of folders. */
export class PretendServer {
  readonly cloud: Cloud;
  private readonly servers: grpc.Server[] = [];
  private readonly reattachByFolder = new Map<string, Promise<string>>();

  /** @param folder where what exists is kept */
  constructor(folder: string) {
    this.cloud = new Cloud(folder);
  }

  /**
   * What the environment variable TF_REATTACH_PROVIDERS must say to a Terraform that runs in a folder. By folder,
   * because relative paths (`archive_file`) mean Terraform's folder, and the protocol doesn't tell it.
   */
  reattach(folder: string): Promise<string> {
    const address = this.reattachByFolder.get(folder) ?? this.listen(folder);
    this.reattachByFolder.set(folder, address);
    return address;
  }

  stop(): void {
    for (const server of this.servers) server.forceShutdown();
  }

  private async listen(folder: string): Promise<string> {
    const addresses = Object.entries({ aws, archive }).map(async ([name, definition]) => {
      const port = await this.serve(new Provider(definition, this.cloud, folder));
      const Addr = { Network: "tcp", String: `127.0.0.1:${port}` };
      const reattach = { Protocol: "grpc", ProtocolVersion: 6, Pid: process.pid, Test: true, Addr };
      return [`registry.terraform.io/hashicorp/${name}`, reattach] as const;
    });
    return JSON.stringify(Object.fromEntries(await Promise.all(addresses)));
  }

  private serve({ calls }: Provider): Promise<number> {
    const server = new grpc.Server();
    this.servers.push(server);
    const handlers = mapValues(calls, (work) => {
      return async (call: grpc.ServerUnaryCall<CallRequest, object>, reply: grpc.sendUnaryData<object>) =>
        reply(null, await answer(() => work(call.request, call.getPeer())));
    });
    server.addService(SERVICE, handlers);
    return new Promise((resolve, reject) =>
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (failure, port) => {
        if (failure === null) resolve(port);
        else reject(failure);
      }),
    );
  }
}

async function answer(work: () => object | Promise<object>): Promise<object> {
  try {
    return await work();
  } catch (failure) {
    const { message, stack = "" } = failure as Error;
    return { diagnostics: [error(failure instanceof Refusal ? message : `defect of the pretend provider: ${stack}`)] };
  }
}
