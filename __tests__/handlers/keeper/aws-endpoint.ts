import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What was asked, and when by process.hrtime, which all processes of a machine share. */
export interface Asked {
  readonly name: string;
  readonly body: string;
  readonly at: bigint;
}

/**
 * An AWS that answers over HTTP on this machine, in the protocols of the services keeper calls: for the bundle as it is
 * deployed, which no mock reaches. Asleep, with nothing of a former host; capacity is what it is set to.
 */
export class AwsEndpoint {
  readonly asked: Asked[] = [];
  private desired = 0;
  private readonly server: Server;

  /**
   * @param memory the item of the memory table, in DynamoDB's JSON; absent: there is none
   * @param instances of the group, in its XML
   * @param silent operations that are never answered
   */
  constructor(
    private readonly memory?: object,
    private readonly instances = "",
    silent: readonly string[] = [],
  ) {
    this.server = createServer((request, response) => {
      let body = "";
      request.on("data", (data) => (body += String(data)));
      request.on("end", () => {
        const name = nameOf(request, body);
        this.asked.push({ name, body, at: process.hrtime.bigint() });
        response.setHeader("x-amzn-requestid", "11111111-2222");
        if (!silent.includes(name)) response.end(this.answer(name, body));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(name: string, body: string): string {
    switch (name) {
      case "SetDesiredCapacity":
        this.desired = Number(new URLSearchParams(body).get("DesiredCapacity"));
        return query(name, "");
      case "DescribeAutoScalingGroups":
        return query(
          name,
          `<AutoScalingGroups><member><DesiredCapacity>${this.desired}</DesiredCapacity><Instances>${this.instances}</Instances></member></AutoScalingGroups>`,
        );
      case "DescribeInstances":
        return "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>";
      case "ListResourceRecordSets":
        return "<ListResourceRecordSetsResponse><ResourceRecordSets/></ListResourceRecordSetsResponse>";
      case "ChangeResourceRecordSets":
        return "<ChangeResourceRecordSetsResponse><ChangeInfo><Status>PENDING</Status></ChangeInfo></ChangeResourceRecordSetsResponse>";
      case "Publish":
        return query(name, "<MessageId>1</MessageId>");
      case "RecordLifecycleActionHeartbeat":
        return query(name, "");
      case "GetItem":
        return JSON.stringify(this.memory === undefined ? {} : { Item: this.memory });
      default:
        return "{}";
    }
  }
}

const query = (name: string, result: string): string =>
  `<${name}Response><${name}Result>${result}</${name}Result></${name}Response>`;

/** The operation, from where its service's protocol writes it. */
function nameOf({ headers, method, url = "" }: IncomingMessage, body: string): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.replace(/^.*\./, "");
  if (url.includes("/rrset")) return method === "GET" ? "ListResourceRecordSets" : "ChangeResourceRecordSets";
  return new URLSearchParams(body).get("Action") ?? `${method ?? ""} ${url}`;
}
