import type { ServiceDefinition } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";

/**
 * Terraform's plugin protocol 6, as far as Terraform 1.11 speaks it to a provider like this one:
 * https://github.com/hashicorp/terraform/blob/v1.11.4/docs/plugin-protocol/tfplugin6.8.proto
 * Message names are free, field numbers are not. Each line is one message.
 */
const MESSAGES: Readonly<Record<string, string>> = {
  Empty: "",
  DynamicValue: "bytes msgpack = 1; bytes json = 2",
  Step: "string attribute_name = 1; string element_key_string = 2; int64 element_key_int = 3",
  AttributePath: "repeated Step steps = 1",
  Diagnostic: "int32 severity = 1; string summary = 2; string detail = 3; AttributePath attribute = 4",
  RawState: "bytes json = 1",

  Schema: "int64 version = 1; Block block = 2",
  Block: "int64 version = 1; repeated Attribute attributes = 2; repeated NestedBlock block_types = 3",
  Attribute:
    "string name = 1; bytes type = 2; bool required = 4; bool optional = 5; bool computed = 6; bool sensitive = 7; bool write_only = 11",
  NestedBlock: "string type_name = 1; Block block = 2; int32 nesting = 3; int64 min_items = 4; int64 max_items = 5",
  Capabilities: "bool plan_destroy = 1; bool get_provider_schema_optional = 2; bool move_resource_state = 3",
  SchemaResponse:
    "Schema provider = 1; map Schema resource_schemas = 2; map Schema data_source_schemas = 3; Capabilities server_capabilities = 6",

  ConfigRequest: "DynamicValue config = 1",
  ProviderValidation: "repeated Diagnostic diagnostics = 2",
  TypeConfigRequest: "string type_name = 1; DynamicValue config = 2",
  Diagnostics: "repeated Diagnostic diagnostics = 1",
  ConfigureRequest: "string terraform_version = 1; DynamicValue config = 2",

  UpgradeRequest: "string type_name = 1; int64 version = 2; RawState raw_state = 3",
  UpgradeResponse: "DynamicValue upgraded_state = 1; repeated Diagnostic diagnostics = 2",
  ReadRequest: "string type_name = 1; DynamicValue current_state = 2",
  ReadResponse: "DynamicValue new_state = 1; repeated Diagnostic diagnostics = 2",
  PlanRequest:
    "string type_name = 1; DynamicValue prior_state = 2; DynamicValue proposed_new_state = 3; DynamicValue config = 4",
  PlanResponse:
    "DynamicValue planned_state = 1; repeated AttributePath requires_replace = 2; repeated Diagnostic diagnostics = 4",
  ApplyRequest:
    "string type_name = 1; DynamicValue prior_state = 2; DynamicValue planned_state = 3; DynamicValue config = 4",
  ApplyResponse: "DynamicValue new_state = 1; repeated Diagnostic diagnostics = 3",
  ImportRequest: "string type_name = 1; string id = 2",
  Imported: "string type_name = 1; DynamicValue state = 2",
  ImportResponse: "repeated Imported imported_resources = 1; repeated Diagnostic diagnostics = 2",
  DataResponse: "DynamicValue state = 1; repeated Diagnostic diagnostics = 2",
};

/** The calls answered; Terraform takes "unimplemented" for the others (functions, ephemeral resources, moved types). */
const CALLS: Readonly<Record<string, readonly [request: string, response: string]>> = {
  GetProviderSchema: ["Empty", "SchemaResponse"],
  ValidateProviderConfig: ["ConfigRequest", "ProviderValidation"],
  ConfigureProvider: ["ConfigureRequest", "Diagnostics"],
  ValidateResourceConfig: ["TypeConfigRequest", "Diagnostics"],
  ValidateDataResourceConfig: ["TypeConfigRequest", "Diagnostics"],
  UpgradeResourceState: ["UpgradeRequest", "UpgradeResponse"],
  ReadResource: ["ReadRequest", "ReadResponse"],
  PlanResourceChange: ["PlanRequest", "PlanResponse"],
  ApplyResourceChange: ["ApplyRequest", "ApplyResponse"],
  ImportResourceState: ["ImportRequest", "ImportResponse"],
  ReadDataSource: ["TypeConfigRequest", "DataResponse"],
  StopProvider: ["Empty", "Empty"],
};

type Descriptor = Parameters<typeof fromJSON>[0];

/** The service in the form grpc-js takes. */
export function providerService(): ServiceDefinition {
  const nested: NonNullable<Descriptor["nested"]> = {};
  for (const [name, fields] of Object.entries(MESSAGES)) nested[name] = { fields: parseFields(fields) };
  const calls = Object.entries(CALLS).map(([name, [requestType, responseType]]) => [
    name,
    { requestType, responseType },
  ]);
  nested["Provider"] = { methods: Object.fromEntries(calls) as Record<string, Call & { comment: string }> };
  const loaded = fromJSON({ nested: { tfplugin6: { nested } } }, { keepCase: true, longs: Number, bytes: Buffer });
  return loaded["tfplugin6.Provider"] as ServiceDefinition;
}

interface Call {
  readonly requestType: string;
  readonly responseType: string;
}

function parseFields(fields: string): Record<string, { type: string; id: number }> {
  const parsed = [...fields.matchAll(/(?:(repeated|map) )?(\w+) (\w+) = (\d+)/g)];
  return Object.fromEntries(
    parsed.map(({ 1: kind, 2: type = "", 3: name = "", 4: id }) => {
      const more = kind === "map" ? { keyType: "string" } : kind === "repeated" ? { rule: "repeated" } : {};
      return [name, { id: Number(id), type, ...more }];
    }),
  );
}
