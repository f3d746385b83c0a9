import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A name that nobody resolves: requests come as to a proxy, so that buckets can be host names, as in AWS. */
const HOST = "s3.test";

/**
 * As much of Amazon S3 as Terraform's s3 backend asks for: put (with If-None-Match, by which it locks), get, head,
 * delete and list, plus the one call to STS by which the backend checks its credentials.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export class PretendS3 {
  /** By bucket and key, like states/games/base.tfstate; change them as somebody with the console would. */
  readonly objects = new Map<string, Buffer>();
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch((error: unknown) => {
      refuse(response, 500, "InternalError", String(error));
    });
  });

  /** Starts to listen on a port of its own. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** What points the AWS SDK, and so Terraform's backend, here. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL_S3: `http://${HOST}`,
      AWS_ENDPOINT_URL_STS: `http://${HOST}`,
      HTTP_PROXY: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "stand-in",
      AWS_SECRET_ACCESS_KEY: "stand-in",
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "?", headers } = request;
    const { hostname, pathname, searchParams } = new URL(request.url ?? "/", `http://${HOST}`);
    const body = await buffer(request);
    const key = `${hostname.slice(0, -HOST.length).replace(/\.$/, "/")}${decodeURIComponent(pathname.slice(1))}`;
    const stored = this.objects.get(key);
    if (method === "POST" && key === "") {
      response.end(CALLER_IDENTITY);
    } else if (method === "GET" && searchParams.has("list-type")) {
      response.end(this.list(key, searchParams.get("prefix") ?? ""));
    } else if (method === "PUT" && headers["if-none-match"] === "*" && stored !== undefined) {
      refuse(response, 412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
    } else if (method === "PUT") {
      this.objects.set(key, body);
      response.writeHead(200, { etag: etag(body) }).end();
    } else if (method === "DELETE") {
      this.objects.delete(key);
      response.writeHead(204).end();
    } else if (method !== "GET" && method !== "HEAD") {
      refuse(response, 501, "NotImplemented", `${method} ${key}`);
    } else if (stored === undefined) {
      refuse(response, 404, "NoSuchKey", "The specified key does not exist.");
    } else {
      // Whole, whatever part the backend's downloader asks for first: the length tells it that nothing is left.
      response.writeHead(200, { etag: etag(stored), "content-length": stored.length }).end(stored);
    }
  }

  private list(bucket: string, prefix: string): string {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(`${bucket}${prefix}`)).sort();
    const contents = keys.map((key) => `<Contents><Key>${key.slice(bucket.length)}</Key></Contents>`).join("");
    return `<ListBucketResult><Prefix>${prefix}</Prefix><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`;
  }
}

const CALLER_IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
  "<Arn>arn:aws:iam::123456789012:user/stand-in</Arn><UserId>STANDIN</UserId><Account>123456789012</Account>" +
  "</GetCallerIdentityResult></GetCallerIdentityResponse>";

const etag = (body: Buffer): string => `"${createHash("md5").update(body).digest("hex")}"`;

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status).end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
