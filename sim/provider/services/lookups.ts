import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ACCOUNT, type DataKind, Refusal } from "../kind";
import type { Store } from "../store";
import { text } from "../values";

/** Domains nobody can own (RFC 2606). */
const NOBODYS = /(^|\.)example\.(com|net|org)$/;

/** What is there without Terraform: the account, the domain's zone, AWS's public parameters. */
export const lookups: Readonly<Record<string, DataKind>> = {
  aws_caller_identity: {
    read: () => ({
      account_id: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:user/pretend`,
      id: ACCOUNT,
      user_id: "AIDAPRETEND",
    }),
  },
  aws_route53_zone: {
    read: (config, _, store) => {
      const name = text(config["name"]).replace(/\.$/, "");
      const own = store.find("aws_route53_zone", ({ attributes }) => attributes["name"] === name);
      const id = own?.id ?? parentZone(store, name);
      if (id === undefined) throw new Refusal("no matching Route 53 Hosted Zone found");
      const { comment = "", name_servers = [1, 2, 3, 4].map((n) => `ns-${n}.awsdns-0${n}.com`) } =
        own?.attributes ?? {};
      return {
        arn: `arn:aws:route53:::hostedzone/${id}`,
        comment,
        id,
        name,
        name_servers,
        private_zone: false,
        tags: {},
        zone_id: id,
      };
    },
  },
  aws_ssm_parameter: {
    sensitive: "value",
    read: (config, settings, store) => {
      const name = text(config["name"]);
      const region = text(config["region"]) || settings.region;
      const own = store.get("aws_ssm_parameter", region, name)?.attributes;
      const value = own === undefined ? publicParameter(store, region, name) : text(own["value"]);
      if (value === undefined) throw new Refusal(`reading SSM Parameter (${name}): couldn't find resource`);
      const type = text(own?.["type"]) || "String";
      const arn = `arn:aws:ssm:${region}:${own === undefined ? "" : ACCOUNT}:parameter${name}`;
      return {
        arn,
        id: name,
        insecure_value: type === "SecureString" ? null : value,
        region,
        type,
        value,
        version: own?.["version"] ?? 1,
      };
    },
  },
};

/**
 * The id of a zone that is there before Terraform. Every domain has one but those of RFC 2606; a file `zones.json` in
 * the store's folder (a list of names) says otherwise. The zone is kept, so that records can be put into it.
 */
function parentZone(store: Store, name: string): string | undefined {
  const file = join(store.folder, "zones.json");
  const listed = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as string[]).includes(name) : undefined;
  if (!(listed ?? !NOBODYS.test(name))) return undefined;
  const id = `Z0${digest(`zone ${name}`).toUpperCase().slice(0, 18)}`;
  store.put({ type: "parent_zone", id, key: id, region: "global", attributes: { name } });
  return id;
}

/** AWS publishes image ids under this path. A newer image: an object `public_parameter` with that name and a value. */
function publicParameter(store: Store, region: string, name: string): string | undefined {
  const edited = store.get("public_parameter", region, name);
  if (edited !== undefined) return text(edited.attributes["value"]);
  return /^\/aws\/service\/.*\/image_id$/.test(name) ? `ami-0${digest(`${region} ${name}`).slice(0, 16)}` : undefined;
}

const digest = (seed: string): string => createHash("sha256").update(seed).digest("hex");
