import type { DataKind, DataKinds, Kind, Kinds, TypeOf } from "./kind";
import { deriveBlock } from "./schema/derive";
import { type Attribute, type Block, objectType } from "./schema/model";
import { access } from "./services/access";
import { addresses } from "./services/addresses";
import { alarms } from "./services/alarms";
import { archives } from "./services/archives";
import { dns } from "./services/dns";
import { files } from "./services/files";
import { functions } from "./services/functions";
import { hosts } from "./services/hosts";
import { images } from "./services/images";
import { lookups } from "./services/lookups";
import { messages } from "./services/messages";
import { network } from "./services/network";
import { resourceGroups } from "./services/resource-groups";
import { schedules } from "./services/schedules";
import { mapValues, type Type } from "./values";

/** A provider: the arguments of its block, and its types. */
export interface Definition {
  readonly configuration: Block;
  readonly resources: Readonly<Record<string, TypeOf<Kind>>>;
  readonly dataSources: Readonly<Record<string, TypeOf<DataKind>>>;
}

const TYPES: Kinds = {
  ...access,
  ...addresses,
  ...alarms,
  ...dns,
  ...files,
  ...functions,
  ...hosts,
  ...images,
  ...messages,
  ...network,
  ...resourceGroups,
  ...schedules,
};

const optional = (type: Type): Attribute => ({ type, optional: true });
const WORD = optional("string");
const TAGS: Block = { attributes: { tags: optional(["map", "string"]) }, blocks: {} };
/** The arguments of the provider block that the stacks of this project need. */
const AWS_CONFIGURATION: Block = {
  attributes: { allowed_account_ids: optional(["set", "string"]), profile: WORD, region: WORD },
  blocks: { default_tags: { nesting: "list", block: TAGS, minItems: 0, maxItems: 1 } },
};

/** Joins what the bindings know (the schema) with what only this double knows (the kinds). */
function define(provider: string, configuration: Block, kinds: Kinds, dataKinds: DataKinds): Definition {
  const binding = (name: string) => `@cdktf/provider-${provider}/lib/${name.replaceAll("_", "-")}`;
  return {
    configuration,
    // aws_vpc is lib/vpc, but data.aws_caller_identity is lib/data-aws-caller-identity
    resources: typed(kinds, (name) => binding(name.replace(/^aws_/, ""))),
    dataSources: typed(dataKinds, (name) => binding(`data-${name}`)),
  };
}

function typed<AnyKind extends Partial<Pick<Kind, "defaults" | "sensitive">>>(
  kinds: Readonly<Record<string, AnyKind>>,
  binding: (name: string) => string,
): Readonly<Record<string, TypeOf<AnyKind>>> {
  return mapValues(kinds, (kind, name) => {
    const { defaults = {}, sensitive } = kind;
    const { attributes, blocks } = deriveBlock(binding(name));
    const amended = mapValues(attributes, (attribute, argument) => ({
      ...attribute,
      // Terraform lets a provider fill in what a person left out only where the schema says computed.
      computed: attribute.computed === true || argument in defaults,
      sensitive: attribute.sensitive === true || argument === sensitive,
    }));
    const block: Block = { attributes: amended, blocks };
    return { name, kind, block, type: objectType(block) };
  });
}

/** hashicorp/aws. */
export const aws = define("aws", AWS_CONFIGURATION, TYPES, lookups);
/** hashicorp/archive. */
export const archive = define("archive", { attributes: {}, blocks: {} }, {}, archives);
