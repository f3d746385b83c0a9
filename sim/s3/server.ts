import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A name that nobody resolves: requests come as to a proxy, so that buckets can be host names, as in AWS. */
const HOST = "s3.test";

/**
 * As much of Amazon S3 as Terraform's s3 backend asks for: put (with If-None-Match, by which it locks), get, head,
 * delete and list, plus the one call to STS by which the backend checks its credentials.
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
    return {
      AWS_ENDPOINT_URL_S3: `http://${HOST}`,
      AWS_ENDPOINT_URL_STS: `http://${HOST}`,
      HTTP_PROXY: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`,
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
    const url = new URL(request.url ?? "/", `http://${HOST}`);
    const body = await bodyOf(request);
    const bucket = url.hostname.slice(0, -HOST.length);
    const key = `${bucket.replace(/\.$/, "/")}${decodeURIComponent(url.pathname.slice(1))}`;
    if (request.method === "POST" && key === "") {
      reply(response, 200, CALLER_IDENTITY);
      return;
    }
    if (request.method === "GET" && url.searchParams.get("list-type") === "2") {
      reply(response, 200, this.list(key.replace(/\/$/, ""), url.searchParams.get("prefix") ?? ""));
      return;
    }
    this.onObject(request, response, key, body);
  }

  private onObject(request: IncomingMessage, response: ServerResponse, key: string, body: Buffer): void {
    const stored = this.objects.get(key);
    const { method = "?", headers } = request;
    if (method === "PUT" && headers["if-none-match"] === "*" && stored !== undefined) {
      refuse(response, 412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
    } else if (method === "PUT") {
      this.objects.set(key, body);
      reply(response, 200, "", { etag: etag(body) });
    } else if (method === "DELETE") {
      this.objects.delete(key);
      reply(response, 204, "");
    } else if (method !== "GET" && method !== "HEAD") {
      refuse(response, 501, "NotImplemented", `${method} ${key}`);
    } else if (stored === undefined) {
      refuse(response, 404, "NoSuchKey", "The specified key does not exist.");
    } else {
      hand(response, stored, headers.range);
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

/** An object, or the part of it that the backend's downloader asks for next: it stops at the end it is told. */
function hand(response: ServerResponse, object: Buffer, range: string | undefined): void {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  if (first === undefined) {
    reply(response, 200, object, { etag: etag(object), "content-length": String(object.length) });
    return;
  }
  const end = last === undefined || last === "" ? object.length - 1 : Math.min(Number(last), object.length - 1);
  const part = object.subarray(Number(first), end + 1);
  const place = `bytes ${first}-${end}/${object.length}`;
  reply(response, 206, part, { etag: etag(object), "content-range": place, "content-length": String(part.length) });
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  reply(response, status, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
