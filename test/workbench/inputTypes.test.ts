import { readFileSync } from "node:fs";
import ts from "typescript";
import { contentOf, drawings } from "../../workbench/page/drawings";

/** The members of the union of inputs in spectral's type definitions, by the literal of their property `type`. */
const typesOfSpectral = (): string[] => {
  const file = "node_modules/@prismatic-io/spectral/dist/types/Inputs.d.ts";
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const named = new Map<string, ts.Node>();
  source.forEachChild((node) => {
    if (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) named.set(node.name.text, node);
  });
  const typeOf = (name: string): string => {
    let found = "";
    const look = (node: ts.Node): void => {
      const isType = ts.isPropertySignature(node) && node.name.getText() === "type" && node.type;
      if (isType && ts.isLiteralTypeNode(isType) && ts.isStringLiteral(isType.literal)) found ||= isType.literal.text;
      node.forEachChild(look);
    };
    const declared = named.get(name);
    if (declared) look(declared);
    return found;
  };
  const union = named.get("InputFieldDefinition");
  if (!union || !ts.isTypeAliasDeclaration(union) || !ts.isUnionTypeNode(union.type))
    throw new Error("There is no union of inputs.");
  return union.type.types.map((each) => typeOf(each.getText()));
};

it("draws every type of input that spectral defines, or says that it is not drawn", () => {
  const types = typesOfSpectral();
  expect(types.length).toBeGreaterThanOrEqual(19);
  expect(types).not.toContain("");
  expect(Object.keys(drawings).sort()).toEqual([...types].sort());
  const notDrawn = Object.entries(drawings).flatMap(([type, { notDrawn: words }]) => (words ? [type] : []));
  expect(notDrawn.sort()).toEqual(
    [
      "conditional",
      "dynamicFieldSelection",
      "dynamicObjectSelection",
      "flow",
      "objectFieldMap",
      "objectSelection",
      "template",
    ].sort(),
  );
});

it("describes a form without its looks, and leaves out what nobody sees", () => {
  expect(
    contentOf([
      { key: "a", type: "string", label: "A", required: true, collection: "valuelist", dataSource: "users" },
      { key: "t", type: "template", label: "T" },
    ]),
  ).toMatchObject([{ label: "A", control: "valuelist choose line", required: true }]);
});
