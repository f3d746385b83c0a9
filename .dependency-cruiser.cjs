// The arrows between the folders: what may import what. __tests__/scripts/arrows.test.ts breaks each of them once.

const CODE = "^(main[.]ts|src|shared|handlers|sim|scripts|__tests__)(/|$)";
const PACKAGE = "(^|/)node_modules/";

/**
 * Of this project's code a layer imports these folders and files, and no others.
 *
 * @param {string} name
 * @param {string} layer
 * @param {string} comment
 * @param {string[]} imported
 */
const only = (name, layer, comment, ...imported) => ({
  name,
  severity: "error",
  comment,
  from: { path: `^${layer}` },
  to: { path: CODE, pathNot: `^(${imported.join("|")})` },
});

/**
 * Nothing but these folders and files imports it.
 *
 * @param {string} name
 * @param {string} to
 * @param {string} comment
 * @param {string[]} importers
 */
const never = (name, to, comment, ...importers) => ({
  name,
  severity: "error",
  comment,
  from: { pathNot: [`^(${importers.join("|")})`, PACKAGE] },
  to: { path: to },
});

/** @type {import("dependency-cruiser", { with: { "resolution-mode": "import" } }).IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "shared-imports-nothing",
      severity: "error",
      comment: "functions, stacks and the world all load it: what it imports, each of them would carry",
      from: { path: "^shared/" },
      to: { pathNot: "^shared/" },
    },
    only("lib-is-pure-help", "src/lib/", "helpers know nobody who uses them", "src/lib/", "shared/"),
    only("host-is-text", "src/host/", "a host's text depends on its arguments alone", "src/(host|lib)/", "shared/"),
    only(
      "constructs-know-no-configuration",
      "src/constructs/",
      "a construct takes narrow props, so that a field of the configuration can change without it",
      "src/(constructs|lib)/",
      "shared/",
    ),
    only(
      "configuration-builds-nothing",
      "src/config/",
      "schema and loader are read and tested without a stack",
      "src/(config|host|lib)/",
      "shared/",
    ),
    only(
      "stacks-are-below-the-root",
      "src/stacks/",
      "stacks alone know both configuration and constructs; writing files and choosing stacks is the root's",
      "src/(stacks|constructs|config|host|lib)/",
      "shared/",
    ),
    only(
      "output-knows-no-construct",
      "src/output/",
      "it writes whatever the stacks define",
      "src/(output|lib|stacks)/",
      "shared/",
    ),
    only(
      "root-knows-no-construct",
      "(main[.]ts$|src/[^/]+[.]ts$)",
      "the root loads the configuration and defines the stacks: what is in them is theirs",
      "src/(config|stacks|output|lib)/",
      "src/[^/]+[.]ts$",
      "shared/",
    ),
    {
      name: "src-knows-no-function",
      severity: "error",
      comment: "what synthesis and functions both know is in shared/",
      from: { path: "^(main[.]ts$|src/)" },
      to: { path: "^handlers/" },
    },
    only(
      "functions-import-no-synthesis",
      "handlers/",
      "a function is bundled with all it imports",
      "handlers/",
      "shared/",
    ),
    only(
      "sim-reads-only-terraform",
      "sim/",
      "the world is built from what was applied: with src it would believe what src believes",
      "sim/",
      "handlers/",
      "shared/",
    ),
    only("scripts-are-launchers", "scripts/", "they run on plain Node; TypeScript goes through bundle.mjs", "scripts/"),
    never("nothing-imports-tests", "^__tests__/", "tests can be changed without the product", "__tests__/"),
    never(
      "cdktf-only-where-stacks-are-built",
      `${PACKAGE}(cdktf|@cdktf/[^/]+|constructs)/`,
      "configuration, functions and host text outlive the move to cdktn unchanged",
      "main[.]ts$",
      "src/(app[.]ts$|stacks/|constructs/|lib/|output/)",
      "__tests__/",
    ),
    never(
      "aws-sdk-only-at-the-edges",
      `${PACKAGE}@aws-sdk/`,
      "rules are pure: AWS is called, and its shapes are read, in one place",
      "handlers/[^/]+/aws(/|[.]ts$)",
      "sim/(world/|prove/chronicle[.]ts$)",
      "__tests__/",
    ),
    {
      name: "no-circles",
      severity: "error",
      comment: "files that import each other can only be read together; also where it is for types alone",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: PACKAGE },
    exclude: { path: "^(cdktf[.]out|coverage)" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
  },
};
