import { join } from "node:path";
import { ACCOUNT, type DataKinds, Refusal } from "../kind";
import { readJson, type Store } from "../store";
import { maker } from "../templates";
import { text } from "../values";

/** What is there without Terraform: the account, the domain's zone, AWS's public parameters. */
export const lookups: DataKinds = {
  aws_caller_identity: {
    read: () => ({ account_id: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/pretend`, id: ACCOUNT, user_id: "PRETEND" }),
  },
  aws_key_pair: {
    read: (config, settings, store) => {
      const name = text(config["key_name"]);
      const region = text(config["region"]) || settings.region;
      // All that a configuration names, unless `key-pairs.json` in the store's folder (a list of names) says otherwise.
      const listed = readJson(join(store.folder, "key-pairs.json")) as readonly string[] | undefined;
      if (listed?.includes(name) === false) throw new Refusal("no matching EC2 Key Pair found");
      const id = maker(`key pair ${name}`)("key-#", {});
      return { id, key_pair_id: id, key_name: name, region };
    },
  },
  aws_route53_zone: {
    read: (config, _, store) => {
      const name = text(config["name"]).replace(/\.$/, "");
      const id = parentZone(store, name);
      return { id, name, zone_id: id };
    },
  },
  aws_ssm_parameter: {
    sensitive: "value",
    read: (config, settings, store) => {
      const name = text(config["name"]);
      const region = text(config["region"]) || settings.region;
      const value = publicParameter(store, region, name);
      return { id: name, insecure_value: value, region, type: "String", value, version: 1 };
    },
  },
};

/**
 * The id of a zone that is there before Terraform. Every domain has one but those of RFC 2606; a file `zones.json` in
 * the store's folder (a list of names) says otherwise. The zone is kept, so that records can be put into it.
 */
function parentZone(store: Store, name: string): string {
  const listed = readJson(join(store.folder, "zones.json")) as readonly string[] | undefined;
  if (!(listed?.includes(name) ?? !/(^|\.)example\.(com|net|org)$/.test(name))) {
    throw new Refusal("no matching Route 53 Hosted Zone found");
  }
  const id = maker(`zone ${name}`)("Z0%", {});
  store.put({ type: "parent_zone", id, key: id, region: "global", attributes: { name } });
  return id;
}

/** AWS publishes image ids under this path. A newer image: an object `public_parameter` with that name and a value. */
function publicParameter(store: Store, region: string, name: string): string {
  const edited = store.get("public_parameter", region, name);
  if (edited !== undefined) return text(edited.attributes["value"]);
  if (/^\/aws\/service\/.*\/image_id$/.test(name)) return maker(`${region} ${name}`)("ami-#", {});
  throw new Refusal(`reading SSM Parameter (${name}): couldn't find resource`);
}
