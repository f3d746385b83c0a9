// Compares two synthesized outputs, except for the versions of their tools.
import { isDeepStrictEqual } from "node:util";

/**
 * Compares all files of two outputs, JSON as data and everything else line by line. It ignores the versions of the generator
 * (in manifest.json and a stack's metadata) and of the required providers, and the spelling of a provider's source:
 * to Terraform `aws` is `hashicorp/aws`.
 *
 * @param {ReadonlyMap<string, string>} before texts by path
 * @param {ReadonlyMap<string, string>} after the same
 * @returns differences as `path: before -> after`, and the ignored versions as `name before -> after`
 */
export function compare(before, after) {
  const [old, now] = [read(before), read(after)];
  const names = [...new Set([...old.data.keys(), ...now.data.keys()])];
  return {
    differences: names.flatMap((name) => differ(old.data.get(name), now.data.get(name), name)),
    versions: [...old.versions].map(([name, version]) => `${name} ${version} -> ${now.versions.get(name)}`),
  };
}

/** @param {ReadonlyMap<string, string>} files */
function read(files) {
  /** @type {Map<string, string>} */
  const versions = new Map();
  /** @type {Map<string, unknown>} */
  const data = new Map();
  for (const [name, text] of files) {
    /** @type {unknown} */
    const json = name.endsWith(".json") ? JSON.parse(text) : undefined;
    data.set(
      name,
      json === undefined ? forgiveText(text).split("\n") : forgiveData(/** @type {File} */ (json), versions),
    );
  }
  return { data, versions };
}

/**
 * The parts of a JSON file that have versions.
 *
 * @typedef {{ version: string }} Versioned
 * @typedef {{ version?: string, "//"?: { metadata?: Partial<Versioned> }, terraform?: { required_providers?: Record<string, Versioned & { source: string }> } }} File
 */

/**
 * @param {File} file
 * @param {Map<string, string>} versions
 */
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

/** @param {string} text HCL */
function forgiveText(text) {
  return text.replace(/^required_providers \{\n(?:.+ = \{\n(?:.+\n)+?\}\n)+/m, (block) =>
    block.replace(/^version = .*/gm, "version = *").replace(/^source = "(\w+)"/gm, 'source = "hashicorp/$1"'),
  );
}

/**
 * The innermost differences of two values.
 *
 * @param {unknown} before
 * @param {unknown} after
 * @param {string} path
 * @returns {string[]}
 */
function differ(before, after, path) {
  if (isDeepStrictEqual(before, after)) return [];
  const [old, now] = [partsOf(before), partsOf(after)];
  const names = old.size === 0 || now.size === 0 ? [] : [...new Set([...old.keys(), ...now.keys()])];
  const inner = names.flatMap((name) => differ(old.get(name), now.get(name), `${path}.${name}`));
  return inner.length > 0 ? inner : [`${path}: ${show(before)} -> ${show(after)}`];
}

/**
 * @param {unknown} value
 * @returns {Map<string, unknown>}
 */
const partsOf = (value) => new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);

/** @param {unknown} value */
const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value));
