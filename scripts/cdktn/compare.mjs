// Whether two synthesized outputs are the same but for the versions of what they are made with.
import { isDeepStrictEqual } from "node:util";

/**
 * Compares all files of two outputs, JSON as data and everything else line by line. Forgiven are the versions of what
 * wrote them (in manifest.json and a stack's metadata) and of the required providers, and a provider's source written
 * out: Terraform takes `aws` for `hashicorp/aws`.
 *
 * @param before Map of texts by path
 * @param after the same
 * @returns differences as `path: before -> after`, and the forgiven versions as `name before -> after`
 */
export function compare(before, after) {
  const [old, now] = [before, after].map(read);
  const names = [...new Set([...old.data.keys(), ...now.data.keys()])];
  return {
    differences: names.flatMap((name) => differ(old.data.get(name), now.data.get(name), name)),
    versions: [...old.versions].map(([name, version]) => `${name} ${version} -> ${now.versions.get(name)}`),
  };
}

function read(files) {
  const versions = new Map();
  const data = [...files].map(([name, text]) => {
    const isJson = name.endsWith(".json");
    return [name, isJson ? forgiveData(JSON.parse(text), versions) : forgiveText(text).split("\n")];
  });
  return { data: new Map(data), versions };
}

function forgiveData(file, versions) {
  if (file.version !== undefined) file.version = "*"; // manifest.json
  const metadata = file["//"]?.metadata;
  if (metadata?.version !== undefined) {
    versions.set("generator", metadata.version);
    metadata.version = "*";
  }
  for (const [name, provider] of Object.entries(file.terraform?.required_providers ?? {})) {
    versions.set(`provider ${name}`, provider.version);
    Object.assign(provider, { version: "*", source: provider.source.replace(/^(\w+)$/, "hashicorp/$1") });
  }
  return file;
}

/** HCL. */
function forgiveText(text) {
  return text.replace(/^required_providers \{\n(?:.+ = \{\n(?:.+\n)+?\}\n)+/m, (block) =>
    block.replace(/^version = .*/gm, "version = *").replace(/^source = "(\w+)"/gm, 'source = "hashicorp/$1"'),
  );
}

/** Every innermost place where two values differ. */
function differ(before, after, path) {
  if (isDeepStrictEqual(before, after)) return [];
  const keys = [before, after].map((value) => (typeof value === "object" && value !== null ? Object.keys(value) : []));
  const inner = keys.some(({ length }) => length === 0)
    ? []
    : [...new Set(keys.flat())].flatMap((key) => differ(before[key], after[key], `${path}.${key}`));
  return inner.length > 0 ? inner : [`${path}: ${told(before)} -> ${told(after)}`];
}

const told = (value) => JSON.stringify(value) ?? "nothing";
