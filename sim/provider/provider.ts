import { carryOut, current, imported } from "./apply";
import type { Definition } from "./catalogue";
import { type Cloud, physicalName } from "./cloud";
import { Refusal, type ResourceType, type Settings } from "./kind";
import { planChange } from "./plan";
import { decoded, type Dynamic, dynamic } from "./protocol/codec";
import { schemaMessage } from "./schema/message";
import { objectType } from "./schema/model";
import { problems } from "./validate";
import { type Attributes, block, isKnown, isObject, mapValues, text } from "./values";

/** The fields of all requests; each call has some of them. */
export interface CallRequest {
  readonly typeName?: string;
  readonly id?: string;
  /** A configuration or a state. */
  readonly value?: Dynamic;
  readonly config?: Dynamic;
  readonly priorState?: Dynamic;
  readonly plannedState?: Dynamic;
  readonly rawState?: { readonly json?: Uint8Array };
}

/** Answers Terraform's calls for one provider address and one working folder. */
export class Provider {
  readonly calls: Readonly<Record<string, (request: CallRequest, peer: string) => object | Promise<object>>> = {
    GetProviderSchema: () => schemaMessage(this.definition),
    ValidateProviderConfig: () => ({}),
    ConfigureProvider: ({ value }, peer) => this.configure(value, peer),
    ValidateResourceConfig: (request) => this.validate(this.resource(request), request),
    ValidateDataResourceConfig: () => ({}),
    UpgradeResourceState: (request) => this.upgrade(this.resource(request), request),
    ReadResource: (request) => this.read(this.resource(request), request),
    PlanResourceChange: (request, peer) => this.plan(this.resource(request), request, peer),
    ApplyResourceChange: (request) => this.apply(this.resource(request), request),
    ImportResourceState: (request) => this.import(this.resource(request), request),
    ReadDataSource: (request, peer) => this.readData(request, peer),
    StopProvider: () => {
      this.cloud.stop();
      return {};
    },
  };

  /** By connection: each provider block, aliases included, has one of its own. */
  private readonly settings = new Map<string, Settings>();

  constructor(
    private readonly definition: Definition,
    private readonly cloud: Cloud,
    private readonly folder: string,
  ) {}

  private configure(value: Dynamic | undefined, peer: string): object {
    const configuration = decoded(value, objectType(this.definition.configuration)) ?? {};
    const region = text(configuration["region"]) || (process.env["AWS_REGION"] ?? "");
    if (region === "" && "region" in this.definition.configuration.attributes) {
      throw new Refusal("Missing region configuration: write region in the provider block");
    }
    const tags = block(configuration["default_tags"])["tags"] ?? null;
    // https://github.com/hashicorp/terraform-provider-aws/issues/18311
    if (!isKnown(tags)) {
      throw new Refusal("default_tags must be known when it is planned: put the tag on the resources");
    }
    this.settings.set(peer, { region, defaultTags: isObject(tags) ? tags : {} });
    return {};
  }

  private validate({ kind, type }: ResourceType, { value }: CallRequest): object {
    return { diagnostics: problems(kind, decoded(value, type) ?? {}).map(error) };
  }

  private upgrade({ type, block }: ResourceType, { rawState }: CallRequest): object {
    const state = JSON.parse(Buffer.from(rawState?.json ?? []).toString("utf8")) as Attributes;
    const blocks = mapValues(block.blocks, ({ nesting }, name) => state[name] ?? (nesting === "single" ? null : []));
    return { state: dynamic({ ...state, ...blocks }, type) };
  }

  private async read(type: ResourceType, { value }: CallRequest): Promise<object> {
    const state = decoded(value, type.type) ?? {};
    const look = (): Attributes | null => current(type, state, this.cloud.store);
    return { state: dynamic(await this.cloud.call(type.name, "read", physicalName(state), look), type.type) };
  }

  private plan(type: ResourceType, { config, priorState }: CallRequest, peer: string): object {
    const written = decoded(config, type.type);
    if (written === undefined) return { plannedState: dynamic(null, type.type) };
    const prior = decoded(priorState, type.type);
    const { planned, replacedBy } = planChange(type, written, prior, existing(this.settings.get(peer)));
    return {
      plannedState: dynamic(planned, type.type),
      requiresReplace: replacedBy.map((name) => ({ steps: [{ attributeName: name }] })),
    };
  }

  private async apply(type: ResourceType, { priorState, plannedState, config }: CallRequest): Promise<object> {
    const prior = decoded(priorState, type.type);
    const planned = decoded(plannedState, type.type);
    const action = prior === undefined ? "create" : planned === undefined ? "delete" : "update";
    const name = physicalName(planned ?? prior ?? {});
    const change = { prior, planned, written: decoded(config, type.type) ?? {}, folder: this.folder };
    const work = (): Attributes | null => carryOut(type, change, this.cloud);
    try {
      return { newState: dynamic(await this.cloud.call(type.name, action, name, work), type.type) };
    } catch (failure) {
      if (!(failure instanceof Refusal)) throw failure;
      const { message, done = prior ?? null } = failure;
      this.cloud.journal.write({ action: "refuse", type: type.name, name, reason: message });
      const diagnostics = [error(`${action} ${type.name} (${name}): ${message}`)];
      return { newState: dynamic(done, type.type), diagnostics };
    }
  }

  private import(type: ResourceType, { id = "" }: CallRequest): object {
    const state = imported(type, id, this.cloud.store);
    return { importedResources: [{ typeName: type.name, state: dynamic(state, type.type) }] };
  }

  private async readData({ typeName, value }: CallRequest, peer: string): Promise<object> {
    const { name, kind, type } = existing(this.definition.dataSources[typeName ?? ""]);
    const written = decoded(value, type) ?? {};
    const state = await this.cloud.call(`data.${name}`, "read", physicalName(written), () => ({
      ...written,
      ...kind.read(written, existing(this.settings.get(peer)), this.cloud.store, this.folder),
    }));
    return { state: dynamic(state, type) };
  }

  private resource({ typeName }: CallRequest): ResourceType {
    return existing(this.definition.resources[typeName ?? ""]);
  }
}

/** Terraform configures a provider before all else, and asks only for types of its schema. */
function existing<Found>(found: Found | undefined): Found {
  if (found === undefined) throw new Error("no such type, or not configured");
  return found;
}

/** A problem in the form Terraform shows. */
export const error = (summary: string): object => ({ severity: 1, summary });
