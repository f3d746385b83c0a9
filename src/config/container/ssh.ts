import { isIP } from "node:net";
import { z } from "zod";
import { text } from "../schema/fields";
import { mustBe } from "../schema/messages";
import { problemIf, type Problem } from "../schema/problem";
import { validEntries } from "../schema/holes";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html */
export const keyPair = text(/^[!-~]([ -~]{0,253}[!-~])?$/, "the name of an EC2 key pair");

/** The broadest networks: of an organization, and of an internet provider's customer. */
const BROADEST = { 4: 8, 6: 32 };
const A_NETWORK = "a network like 203.0.113.0/24, or one address like 203.0.113.7/32";

/** A network in its shortest form, as AWS stores it. */
export const sshNetwork = z.string({ error: mustBe(A_NETWORK) }).transform((network, context) => {
  const [, address = "", length = ""] = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(network) ?? [];
  const version = isIP(address);
  const bits = Number(length);
  if ((version !== 4 && version !== 6) || bits > (version === 4 ? 32 : 128)) {
    context.addIssue(mustBe(A_NETWORK)({ input: network }));
  } else if (bits < BROADEST[version]) {
    const broadest = `/${BROADEST[version]} is the broadest`;
    context.addIssue(
      `is too broad, since everybody there could try to sign in: name the networks you connect from; ${broadest}`,
    );
  } else if (startOf(address, version, bits) !== address) {
    context.addIssue(`is not how AWS writes it: write ${startOf(address, version, bits)}/${bits}`);
  }
  return network;
});

/** The first address of a network. */
function startOf(address: string, version: 4 | 6, bits: number): string {
  if (version === 4) {
    const value = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
    const start = value - (value % 2 ** (32 - bits));
    return [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join(".");
  }
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (part = ""): string[] => part.split(":").filter((group) => group !== "");
  const missing = Array<string>(8 - groups(head).length - groups(tail).length).fill("0");
  const start = [...groups(head), ...missing, ...groups(tail)].map((group, index) => {
    const kept = Math.min(16, Math.max(0, bits - index * 16));
    return (parseInt(group, 16) & ((0xffff << (16 - kept)) & 0xffff)).toString(16);
  });
  return new URL(`http://[${start.join(":")}]`).hostname.slice(1, -1);
}

interface Ssh {
  readonly keyPairName: string | undefined;
  readonly sshFrom: readonly string[];
  readonly ipv6: boolean;
}

/** A key without an open port, and an open port without a key, are of no use. */
export function sshProblems({ keyPairName, sshFrom, ipv6 }: Ssh): Problem[] {
  const [hasKey, isOpen] = [keyPairName !== undefined, sshFrom.length > 0];
  return [
    ...problemIf(
      ["key_pair"],
      hasKey && !isOpen && "has no effect while port 22 is closed: list the networks you connect from under ssh_from",
      true,
    ),
    ...problemIf(
      ["ssh_from"],
      isOpen && !hasKey && "opens port 22, but nobody can sign in: name a key pair under key_pair",
      true,
    ),
    ...validEntries(sshFrom)
      .filter(([, network]) => network.includes(":") && !ipv6)
      .map(([index]) => ({
        path: ["ssh_from", index],
        message: "is an IPv6 network, but the host has no such address: set ipv6: true",
      })),
    ...validEntries(sshFrom)
      .filter(([index, network]) => sshFrom.indexOf(network) < index)
      .map(([index, network]) => ({ path: ["ssh_from", index], message: `${network} is listed twice: keep one` })),
  ];
}
