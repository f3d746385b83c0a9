// The mistakes that somebody could make in a rule: each is one small change of its text.
import ts from "typescript";

const { SyntaxKind } = ts;

/**
 * A module with a mistake.
 *
 * @typedef {{ file: string, line: number, what: string, source: string }} Mutant
 */

/** @type {Readonly<Record<string, readonly string[]>>} */
const OPERATORS = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "&&": ["||"],
  "||": ["&&"],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
};
/** Those of which one side alone is a mistake, too: a condition that is forgotten. */
const SIDED = ["&&", "||", "??"];
/** @type {Readonly<Record<string, string>>} */
const OTHER_METHOD = { some: "every", every: "some", min: "max", max: "min" };
/** Methods that give something of the kind that they are called on: without them it is all, or in another order. */
const NARROWING = ["filter", "slice", "toSorted"];

/**
 * @param {string} file
 * @param {string} source
 * @returns {Mutant[]}
 */
export function mutantsOf(file, source) {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  /** @type {Map<string, Mutant>} */
  const mutants = new Map();

  /** @type {(node: { getStart(): number, end: number }, text: string) => void} */
  const replace = (node, text) => {
    const [start, end] = [node.getStart(), node.end];
    const line = tree.getLineAndCharacterOfPosition(start).line + 1;
    const what = `${short(source.slice(start, end))} -> ${short(text)}`;
    const changed = source.slice(0, start) + text + source.slice(end);
    mutants.set(changed, { file, line, what, source: changed });
  };
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isImportDeclaration(node)) return;
    change(node, replace);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return [...mutants.values()];
}

/** @type {(node: ts.Node, replace: (node: { getStart(): number, end: number }, text: string) => void) => void} */
function change(node, replace) {
  if (ts.isBinaryExpression(node)) {
    const { left, operatorToken, right } = node;
    for (const other of OPERATORS[operatorToken.getText()] ?? []) replace(operatorToken, other);
    if (SIDED.includes(operatorToken.getText())) for (const side of [left, right]) replace(node, `(${side.getText()})`);
  } else if (ts.isIfStatement(node)) {
    for (const always of ["true", "false"]) replace(node.expression, always);
  } else if (ts.isConditionalExpression(node)) {
    for (const always of [node.whenTrue, node.whenFalse]) replace(node, `(${always.getText()})`);
  } else if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
    replace(node, node.operand.getText());
  } else if (node.kind === SyntaxKind.TrueKeyword) replace(node, "false");
  else if (node.kind === SyntaxKind.FalseKeyword) replace(node, "true");
  else if (ts.isNumericLiteral(node) && !isDefault(node)) {
    const value = Number(node.getText().replaceAll("_", ""));
    // One more or less is nothing to a million, and much to a fraction.
    const step = Number.isInteger(value) && value < 1000 ? 1 : value / 10;
    for (const other of [value + step, value - step]) replace(node, String(other));
  } else if (ts.isArrayLiteralExpression(node)) dropEach(node.elements, replace);
  else if (ts.isObjectLiteralExpression(node) && node.properties.some(ts.isSpreadAssignment)) {
    dropEach(node.properties, replace);
  } else if (ts.isExpressionStatement(node)) replace(node, ";");
  else if (ts.isCallExpression(node)) changeCall(node, replace);
  if (ts.isPropertyAccessExpression(node) && node.questionDotToken) replace(node.questionDotToken, ".");
}

/** @type {(node: ts.CallExpression, replace: (node: { getStart(): number, end: number }, text: string) => void) => void} */
function changeCall(node, replace) {
  const [first] = node.arguments;
  // What can't be read would end the rule.
  if (node.expression.getText() === "orElse" && first) replace(node, `(${first.getText()})()`);
  if (!ts.isPropertyAccessExpression(node.expression)) return;
  const { expression, name } = node.expression;
  if (NARROWING.includes(name.text)) replace(node, expression.getText());
  const other = OTHER_METHOD[name.text];
  if (other !== undefined) replace(name, other);
}

/** @type {(list: ts.NodeArray<ts.Node>, replace: (node: { getStart(): number, end: number }, text: string) => void) => void} */
function dropEach(list, replace) {
  list.forEach((dropped, index) => {
    const next = list[index + 1];
    replace({ getStart: () => dropped.getStart(), end: next ? next.getStart() : dropped.end }, "");
  });
}

/**
 * What stands for a field that is missing: one more or less of it is the same.
 *
 * @param {ts.Node} node
 */
const isDefault = ({ parent }) =>
  ts.isBindingElement(parent) ||
  (ts.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.QuestionQuestionToken);

/** @param {string} text */
function short(text) {
  const line = text.replace(/\s+/g, " ").trim();
  if (line === "") return "nothing";
  return line.length > 70 ? `${line.slice(0, 45)} … ${line.slice(-22)}` : line;
}
