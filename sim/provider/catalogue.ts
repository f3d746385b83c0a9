import { define, type Definition } from "./definition";
import type { Attribute, Block } from "./schema/model";
import { archives } from "./services/archives";
import { backups } from "./services/backups";
import { containers } from "./services/containers";
import { dns } from "./services/dns";
import { events } from "./services/events";
import { files } from "./services/files";
import { firewalls } from "./services/firewalls";
import { hosts } from "./services/hosts";
import { keeping } from "./services/keeping";
import { logs } from "./services/logs";
import { lookups } from "./services/lookups";
import { messages } from "./services/messages";
import { network } from "./services/network";
import { roles } from "./services/roles";
import type { Type } from "./values";

const TYPES = {
  ...backups,
  ...containers,
  ...dns,
  ...events,
  ...files,
  ...firewalls,
  ...hosts,
  ...keeping,
  ...logs,
  ...messages,
  ...network,
  ...roles,
};

const optional = (type: Type): Attribute => ({ type, optional: true });

function only(attributes: Block["attributes"]): Block {
  return { attributes, blocks: {} };
}

/** What may stand in the provider block: as much of it as a stack of this project needs. */
const AWS_CONFIGURATION: Block = {
  attributes: {
    allowed_account_ids: optional(["set", "string"]),
    profile: optional("string"),
    region: optional("string"),
  },
  blocks: {
    default_tags: { nesting: "list", block: only({ tags: optional(["map", "string"]) }), minItems: 0, maxItems: 1 },
  },
};

/** hashicorp/aws. */
export const aws = once(() => define("aws", AWS_CONFIGURATION, TYPES, lookups));
/** hashicorp/archive. */
export const archive = once(() => define("archive", only({}), {}, archives));

/** Reading all schemas takes a moment: once for all folders. */
function once(make: () => Definition): () => Definition {
  let made: Definition | undefined;
  return () => (made ??= make());
}
