import { blocks, isList, isObject, text, texts, type Value } from "../../sim/provider/values";
import { type AppliedObject, FUNCTION_ZIP } from "../../sim/world/terraform/objects";

/** What was applied, changed. */
export type Edit = (objects: readonly AppliedObject[]) => readonly AppliedObject[];

export const all =
  (...edits: readonly Edit[]): Edit =>
  (objects) =>
    edits.reduce((edited, edit) => edit(edited), objects);

/**
 * Another value at a path like `policy.Statement.*.Action` of a type's objects; `*` is each item. A text with more path
 * behind it is a JSON document.
 *
 * @param change the value instead, or what makes it of the one that is there; undefined leaves the key out
 * @param id a part of the objects' ids
 */
export function edit(
  type: string,
  path: string,
  change: Value | undefined | ((value: Value) => Value | undefined),
  id = "",
): Edit {
  const changed = (value: Value | undefined, [step, ...rest]: readonly string[]): Value | undefined => {
    if (value === undefined) return undefined;
    if (step === undefined) return typeof change === "function" ? change(value) : change;
    if (typeof value === "string") return JSON.stringify(changed(JSON.parse(value) as Value, [step, ...rest]));
    if (isList(value))
      return value.map((item, index) =>
        step === "*" || step === String(index) ? (changed(item, rest) ?? null) : item,
      );
    if (!isObject(value) || !(step in value)) return value;
    const { [step]: member, ...others } = value;
    const after = changed(member, rest);
    return after === undefined ? others : { ...value, [step]: after };
  };
  return (objects) => {
    const edited = objects.map((object) =>
      object.type === type && object.id.includes(id)
        ? { ...object, attributes: changed(object.attributes, path.split(".")) as AppliedObject["attributes"] }
        : object,
    );
    if (JSON.stringify(edited) === JSON.stringify(objects)) throw new Error(`nothing to change at ${path} of ${type}`);
    return edited;
  };
}

/** The settings in the zip of a function. */
export const editSettings = (role: "keeper" | "wake", path: string, value: Value): Edit =>
  edit(FUNCTION_ZIP, `settings.${path}`, value, role);

/** Roles that may not call it any more. */
export const withoutAction = (action: string, role = ""): Edit =>
  edit(
    "aws_iam_role_policy",
    "policy.Statement",
    (statements) =>
      blocks(statements)
        .map((statement) => ({ ...statement, Action: texts(statement["Action"]).filter((name) => name !== action) }))
        .filter(({ Action }) => Action.length > 0),
    role,
  );

/** A condition of a role's statements. */
export const editCondition = (operator: string, key: string, values: readonly string[]): Edit =>
  edit("aws_iam_role_policy", `policy.Statement.*.Condition.${operator}.${key}`, values, "keeper");

/** The same with `time_zone` in base.yaml. */
export const inTimeZone = (name: string): Edit => editSettings("keeper", "timeZone", name);

/** Another text in the boot script. */
export const editScript = (from: string, to: string): Edit =>
  edit("aws_launch_template", "user_data", (value) => {
    const script = Buffer.from(text(value), "base64").toString();
    return Buffer.from(script.replace(from, to)).toString("base64");
  });

export const without =
  (type: string, id: string): Edit =>
  (objects) => {
    const left = objects.filter((object) => object.type !== type || !object.id.includes(id));
    if (left.length === objects.length) throw new Error(`no ${type} ${id}`);
    return left;
  };

export const inRegion =
  (type: string, id: string, region: string): Edit =>
  (objects) =>
    objects.map((object) =>
      object.type === type && object.id.includes(id)
        ? { ...object, region, attributes: { ...object.attributes, region } }
        : object,
    );
