import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

/** Folders and files whose texts and names are checked, relative to the project's folder. */
const ROOTS = [
  "main.ts",
  "src",
  "handlers",
  "shared",
  "sim",
  "scripts",
  "configs",
  "examples",
  "docs",
  "__tests__",
  ".ci",
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "terraform.tfvars.example",
];
const CODE = /\.(?:ts|mjs|cjs)$/;
const TEXT = /\.(?:ts|mjs|cjs|sh|ya?ml|md|example)$|\.ci\/run$|pretend\/terraform$/;
const THIS_FILE = join("__tests__", "words.test.ts");

/** Wordings that read as translated: an example, the pattern that finds its variants, and the plain wording. */
const WORDINGS: readonly (readonly [example: string, pattern: RegExp, plain: string])[] = [
  ["15 what? write 15m", /\bwhat\? write\b/i, "15 has no unit: write 15m"],
  [
    "is not taken: ECS names it",
    /\b(?:is|are|was|were|be) not taken\b(?! (?:away|from|over))/i,
    "is not supported: ECS names it",
  ],
  ["is not built yet", /\b(?:is|are) not built yet\b/i, "is not supported yet"],
  [
    "is no file: write one per container",
    /(?<!\bthere )\b(?:is|are) no (?:\w+ )?(?:address|character|container|crash|file|folder|list|mapping|name|number|place|port|secret|text|time|volume|words?)\b/i,
    "is a folder: expected a file; there is no file",
  ],
  ["is a character nobody can see", /\bnobody can see\b/i, "contains an invisible control character"],
  ["world stands here twice: keep one", /\bstands? (?:here|there|twice)\b/i, "world is listed twice: keep one"],
  [
    "it stands in git, plan and state",
    /\bstands? in (?:git|memory|the|this|its?|state|plan)\b/i,
    "it is visible in git",
  ],
  ["lies where Linux picks ports itself", /\blies? (?:where|in one another)\b/i, "is in Linux's ephemeral port range"],
  ["a port below 32768 needs no such care", /\bneeds? no such\b/i, "a port below 32768 avoids this"],
  ["for ever: changing it replaces it", /\bfor ever\b/i, "permanent: changing it recreates everything"],
  ["makes everything anew", /\banew\b/i, "creates everything again"],
  ["alerts of a stack that sends none", /\bthat sends? none\b/i, "only alerts = { base = [...] } is used"],
  ["alerts = { base = [...] } is what there is", /\bis what there is\b/i, "only alerts = { base = [...] } is used"],
  ["Keeper of valheim fails: nothing wakes it", /\bnothing wakes\b/i, "The keeper function of valheim is failing"],
  ["Keeper of valheim fails", /\bkeeper of \S+ fails\b/i, "The keeper function of valheim is failing"],
  ["Wakes valheim, whatever rests it", /\bwhatever rests\b/i, "Starts valheim, even during a pause after a crash"],
  ["It rests until 20:15 CET", /\brest(?:s|ed|ing)? until\b/i, "It will not start again before 20:15 CET"],
  ["did not come to run within 20 min", /\b(?:come|comes|came|coming) to run\b/i, "did not start within 20 min"],
  ["so it was put to sleep", /\bso it was put to sleep\b/i, "and was shut down"],
  [
    "asking for valheim.example.com wakes it",
    /\bask(?:s|ed|ing)? (?:DNS )?for (?:it\b|its? (?:address|name)|(?:the|an|a) (?:address|name)\b|\$\{|[\w-]+\.[\w.-]+)/i,
    "connect to valheim.example.com; that starts it",
  ],
  ["whoever asks wakes it", /\b(?:whoever|somebody|nobody) ask(?:s|ed)\b/i, "a DNS query starts it"],
  ["Nothing went wrong that AWS tells of", /\btells? of\b/i, "AWS reported no error"],
  ["its host did not report for work", /\breport(?:s|ed|ing)? for work\b/i, "its host never joined the cluster"],
  ["To play again just join", /\bjust join\b/i, "To play again, connect to valheim.example.com"],
  ["session 3 of that sort in a row", /\b(?:that|this) sort\b/i, "Nobody joined, for the third time in a row"],
  ["the registry hands out no more images", /\bhands? out no\b/i, "the registry's pull limit is reached"],
  ["belongs into a volume", /\bbelongs? into\b/i, "keep it on a volume"],
  ["To keep it up, say until when", /\bsay until when\b/i, "To keep it running, set an end time"],
  ["stays up though nobody plays", /\bnobody plays\b/i, "keeps running with nobody connected"],
  ["can be played on", /\bcan be played on\b/i, "is running"],
  ["its host does not tell how many packets arrive", /\b(?:does|do|did) not tell\b/i, "its host reports no traffic"],
  ["has a host that does not go", /\bhosts? that (?:does|do|did) not go\b/i, "the host of valheim did not shut down"],
  [
    'says "tomorrow", which is no time',
    /\bwhich (?:is|are) no (?!longer)/i,
    'contains "tomorrow", which is not a date',
  ],
  ["Look who started i-1", /\blook who\b/i, "Check in CloudTrail who started i-1"],
  ["addresses are words", /\baddresses are words\b/i, "resource addresses are readable and stable"],
  ["stay the same when a neighbour is added", /\bneighbours?\b/i, "resource addresses are readable and stable"],
  ["To let go of it", /\blet(?:s|ting)? go(?: of)?\b/i, "To delete it"],
  [
    "Mistakes are told all at once",
    /\b(?:is|are|was|were|been|be) told\b(?! (?:apart|from|to)\b)/i,
    "All mistakes are reported in one run",
  ],
  ["for who calls Terraform", /\b(?:for|of|to|from|by) who\b/i, "for commands that call Terraform"],
  ["points of before", /\bof before\b(?!\))/i, "points of the previous session"],
  ["a deed of keeper", /\bdeeds?\b/i, "an action of keeper"],
  ["docker's socket owns the host", /\bowns? the host\b/i, "Docker's socket gives full control of the host"],
  ["promise (a) holds", /\bpromises? (?:\([a-k]\)|[b-k]\b)/i, "the promise that nobody is cut off holds"],
];

/** Names that hide what a value is: examples, the pattern for a whole identifier, and better names. */
const NAMES: readonly (readonly [examples: string, pattern: RegExp, plain: string])[] = [
  ["wish wishes Wish", /^wish(?:es)?$/i, "pendingWake"],
  ["isDeaf", /deaf/i, "isIgnoringQueries"],
  ["inVain vainSessions", /^in?vain|vain(?:Session|$)/i, "emptySession"],
  ["Promised", /^promised$/i, "Invariant promises"],
  ["heard told begun isTold", /^(?:is|was|has)?(?:heard|told|begun)$/i, "events reported start reporter"],
  ["notTaken NotTaken", /^notTaken$/i, "refusals"],
  ["trouble findings complaint advice", /^(?:troubles?|findings?|complaints?|advice)$/i, "problem problems"],
];

const files = ROOTS.flatMap((root) =>
  statSync(root).isFile()
    ? [root]
    : readdirSync(root, { recursive: true, encoding: "utf8" }).map((name) => join(root, name)),
).filter((name) => TEXT.test(name) && name !== THIS_FILE && statSync(name).isFile());

/** A file's text on one line, with comments and concatenated strings that continue on the next line joined. */
const joined = (text: string): string =>
  text.replace(/["'`]\s*\+\s*["'`]/g, "").replace(/\s*\n\s*(?:\*\s|\/\/ |# )?\s*/g, " ");

function identifiers(file: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

test.each(WORDINGS)("finds %j, and not its plain wording", (example, pattern, plain) => {
  expect(example).toMatch(pattern);
  expect(plain).not.toMatch(pattern);
});

test.each(NAMES)("finds the names %j, and not better ones", (examples, pattern, plain) => {
  for (const name of examples.split(" ")) expect(name).toMatch(pattern);
  for (const name of plain.split(" ")) expect(name).not.toMatch(pattern);
});

test("no text reads as translated", () => {
  const hits = files.flatMap((file) => {
    const text = joined(readFileSync(file, "utf8"));
    return WORDINGS.flatMap(([, pattern]) =>
      [...text.matchAll(new RegExp(pattern, "gi"))].map(
        ({ index }) => `${file}: ${text.slice(Math.max(0, index - 40), index + 60)}`,
      ),
    );
  });
  expect(hits).toEqual([]);
});

test("no name hides what its value is", () => {
  const hits = files
    .filter((file) => CODE.test(file))
    .flatMap((file) =>
      identifiers(file, readFileSync(file, "utf8"))
        .filter((name) => NAMES.some(([, pattern]) => pattern.test(name)))
        .map((name) => `${file}: ${name}`),
    );
  expect(hits).toEqual([]);
});
