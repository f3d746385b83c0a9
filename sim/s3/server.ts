import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * As much of Amazon S3 as Terraform's s3 backend asks for: put (with If-None-Match, by which it locks), get, head,
 * delete and list, in path style, plus the one call to STS by which the backend checks its credentials.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export class S3Stand {
  private readonly objects = new Map<string, Buffer>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        refuse(response, 500, "InternalError", String(error));
      });
    });
  }

  /** Starts to listen on a port of its own. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  /** What points the AWS SDK, and so Terraform's backend, here. */
  get environment(): Readonly<Record<string, string>> {
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return {
      AWS_ENDPOINT_URL_S3: url,
      AWS_ENDPOINT_URL_STS: url,
      AWS_ACCESS_KEY_ID: "stand-in",
      AWS_SECRET_ACCESS_KEY: "stand-in",
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }

  /** Keys with their bucket, like states/games/base.tfstate, in order. */
  get keys(): string[] {
    return [...this.objects.keys()].sort();
  }

  /** An object's text, as somebody with the console would read it. */
  read(key: string): string | undefined {
    return this.objects.get(key)?.toString("utf8");
  }

  /** Puts an object behind Terraform's back, like a lock somebody else holds. */
  write(key: string, text: string): void {
    this.objects.set(key, Buffer.from(text));
  }

  remove(key: string): void {
    this.objects.delete(key);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://s3");
    const body = await bodyOf(request);
    const key = decodeURIComponent(url.pathname.slice(1));
    if (request.method === "POST" && key === "") {
      reply(response, 200, CALLER_IDENTITY);
      return;
    }
    if (request.method === "GET" && url.searchParams.get("list-type") === "2") {
      reply(response, 200, this.list(key.replace(/\/$/, ""), url.searchParams.get("prefix") ?? ""));
      return;
    }
    const stored = this.objects.get(key);
    switch (request.method) {
      case "PUT":
        if (request.headers["if-none-match"] === "*" && stored !== undefined) {
          refuse(response, 412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
          return;
        }
        this.objects.set(key, body);
        {
          reply(response, 200, "", { etag: etag(body) });
          return;
        }
      case "GET":
      case "HEAD":
        if (stored === undefined) {
          refuse(response, 404, "NoSuchKey", "The specified key does not exist.");
          return;
        }
        {
          reply(response, 200, request.method === "GET" ? stored : "", { etag: etag(stored) });
          return;
        }
      case "DELETE":
        this.objects.delete(key);
        {
          reply(response, 204, "");
          return;
        }
      default: {
        refuse(response, 501, "NotImplemented", `${request.method ?? "?"} ${url.pathname}${url.search}`);
        return;
      }
    }
  }

  private list(bucket: string, prefix: string): string {
    const keys = this.keys
      .filter((key) => key.startsWith(`${bucket}/${prefix}`))
      .map((key) => key.slice(bucket.length + 1));
    const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
    return `<ListBucketResult><Name>${bucket}</Name><Prefix>${prefix}</Prefix><KeyCount>${keys.length}</KeyCount><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`;
  }
}

const CALLER_IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
  "<Arn>arn:aws:iam::123456789012:user/stand-in</Arn><UserId>STANDIN</UserId><Account>123456789012</Account>" +
  "</GetCallerIdentityResult></GetCallerIdentityResponse>";

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers["content-encoding"]?.includes("aws-chunked") === true ? unchunked(body) : body;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html: size in hex, signature, line end, data, … */
function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const lineEnd = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.toString("latin1", at, lineEnd), 16);
    if (!(size > 0)) break;
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts);
}

const etag = (body: Buffer): string => `"${createHash("md5").update(body).digest("hex")}"`;

function reply(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/xml", ...headers }).end(body);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  reply(response, status, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
