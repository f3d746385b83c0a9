import { carryOut, current, imported } from "./apply";
import type { Definition } from "./catalogue";
import { type Cloud, physicalName } from "./cloud";
import { Refusal, type ResourceType, type Settings } from "./kind";
import { planChange } from "./plan";
import { decoded, type Dynamic, dynamic } from "./protocol/codec";
import { objectType, schemaMessage } from "./schema/model";
import { problems } from "./validate";
import { type Attributes, block, isKnown, isObject, text } from "./values";

/** The fields of all requests; each call has some of them. */
export interface CallRequest {
  readonly type_name?: string;
  readonly id?: string;
  readonly config?: Dynamic;
  readonly current_state?: Dynamic;
  readonly prior_state?: Dynamic;
  readonly planned_state?: Dynamic;
  readonly raw_state?: { readonly json?: Uint8Array };
}

/** Answers Terraform's calls for one provider address and one working folder. */
export class Provider {
  readonly calls: Readonly<Record<string, (request: CallRequest, peer: string) => object | Promise<object>>> = {
    GetProviderSchema: () => schemaMessage(this.definition),
    ValidateProviderConfig: () => ({}),
    ConfigureProvider: ({ config }, peer) => this.configure(config, peer),
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

  private configure(config: Dynamic | undefined, peer: string): object {
    const configuration = decoded(config, objectType(this.definition.configuration)) ?? {};
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

  private validate({ kind, type }: ResourceType, { config }: CallRequest): object {
    return { diagnostics: problems(kind, decoded(config, type) ?? {}).map(error) };
  }

  private upgrade({ type, block }: ResourceType, { raw_state }: CallRequest): object {
    const state = JSON.parse(Buffer.from(raw_state?.json ?? []).toString("utf8")) as Attributes;
    const lists = Object.entries(block.blocks).filter(([, { nesting }]) => nesting !== "single");
    const whole = lists.map(([name]) => [name, state[name] ?? []] as const);
    return { state: dynamic({ ...state, ...Object.fromEntries(whole) }, type) };
  }

  private async read(type: ResourceType, { current_state }: CallRequest): Promise<object> {
    const state = decoded(current_state, type.type) ?? {};
    const look = (): Attributes | null => current(type, state, this.cloud.store);
    return { state: dynamic(await this.cloud.call(type.name, "read", physicalName(state), look), type.type) };
  }

  private plan(type: ResourceType, { config, prior_state }: CallRequest, peer: string): object {
    const written = decoded(config, type.type);
    if (written === undefined) return { planned_state: dynamic(null, type.type) };
    const prior = decoded(prior_state, type.type);
    const { planned, replacedBy } = planChange(type, written, prior, this.settingsOf(peer));
    return {
      planned_state: dynamic(planned, type.type),
      requires_replace: replacedBy.map((name) => ({ steps: [{ attribute_name: name }] })),
    };
  }

  private async apply(type: ResourceType, { prior_state, planned_state, config }: CallRequest): Promise<object> {
    const prior = decoded(prior_state, type.type);
    const planned = decoded(planned_state, type.type);
    const action = prior === undefined ? "create" : planned === undefined ? "delete" : "update";
    const name = physicalName(planned ?? prior ?? {});
    const change = { prior, planned, written: decoded(config, type.type) ?? {}, folder: this.folder };
    const work = (): Attributes | null => carryOut(type, change, this.cloud);
    try {
      return { new_state: dynamic(await this.cloud.call(type.name, action, name, work), type.type) };
    } catch (failure) {
      if (!(failure instanceof Refusal)) throw failure;
      const { message, done = prior ?? null } = failure;
      this.cloud.journal.write({ action: "refuse", type: type.name, name, reason: message });
      const diagnostics = [error(`${action} ${type.name} (${name}): ${message}`)];
      return { new_state: dynamic(done, type.type), diagnostics };
    }
  }

  private import(type: ResourceType, { id = "" }: CallRequest): object {
    const state = imported(type, id, this.cloud.store);
    return { imported_resources: [{ type_name: type.name, state: dynamic(state, type.type) }] };
  }

  private async readData({ type_name = "", config }: CallRequest, peer: string): Promise<object> {
    const found = this.definition.dataSources[type_name];
    if (found === undefined) throw new Refusal(`no data source ${type_name}`);
    const written = decoded(config, found.type) ?? {};
    const state = await this.cloud.call(`data.${type_name}`, "read", physicalName(written), () => ({
      ...written,
      ...found.kind.read(written, this.settingsOf(peer), this.cloud.store, this.folder),
    }));
    return { state: dynamic(state, found.type) };
  }

  private resource({ type_name = "" }: CallRequest): ResourceType {
    const found = this.definition.resources[type_name];
    if (found === undefined) throw new Refusal(`no resource type ${type_name}`);
    return found;
  }

  private settingsOf(peer: string): Settings {
    const settings = this.settings.get(peer);
    if (settings === undefined) throw new Refusal("the provider is not configured");
    return settings;
  }
}

/** A problem in the form Terraform shows. */
export const error = (summary: string): object => ({ severity: 1, summary });
