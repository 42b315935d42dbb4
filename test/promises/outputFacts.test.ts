import contract from "#sandbox/gong-api.json";
import { operations } from "#src/operations/index";
import { built } from "../support/component";

/** The descriptions of outputs against Gong's contract: where it lists values, each is named. */

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly type?: string;
}

interface Answers {
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema?: Schema }>> }>>;
}

const schemas = contract.components.schemas as Readonly<Record<string, Schema>>;
const paths = contract.paths as Readonly<Record<string, Readonly<Record<string, Answers>>>>;

const resolve = ({ $ref, allOf, ...schema }: Schema): Schema => {
  if ($ref) return resolve(schemas[$ref.split("/").at(-1) ?? ""] ?? {});
  return Object.assign(schema, ...(allOf ?? []).map(resolve));
};

/** Values that the contract lists, with the words that describe them in the action's output. */
const described = (
  ours: Schema,
  theirs: Schema,
  path: string,
  depth = 0,
): [path: string, words: string, values: string[]][] => {
  if (depth > 12) return [];
  const known = resolve(theirs);
  const shown = ours.anyOf?.find(({ type }) => type !== "null") ?? ours;
  const values = known.enum ?? resolve(known.items ?? {}).enum ?? [];
  const words = ours.description ?? shown.description ?? "";
  return [
    ...(values.length > 0 ? [[path, words, values.map(String)] as [string, string, string[]]] : []),
    ...Object.entries(shown.properties ?? {}).flatMap(([key, each]) => {
      const other = known.properties?.[key];
      return other ? described(each, other, `${path}.${key}`, depth + 1) : [];
    }),
    ...(shown.items && known.items ? described(shown.items, known.items, `${path}[]`, depth + 1) : []),
  ];
};

const found = Object.entries(operations).flatMap(([key, { endpoint }]) => {
  const [method = "", path = ""] = endpoint.split(" ");
  const { responses = {} } = paths[path]?.[method.toLowerCase()] ?? {};
  const [, answer] = Object.entries(responses).find(([status]) => status.startsWith("2")) ?? [];
  const [content] = Object.values(answer?.content ?? {});
  const schema = built.actions[key]?.outputSchema?.schema;
  return schema && content?.schema ? described(JSON.parse(schema) as Schema, content.schema, key) : [];
});

it("names every value that Gong's contract lists", () => {
  expect(found.length).toBeGreaterThan(60);
  const missing = found.flatMap(([path, words, values]) =>
    // The words of a list may stand at the list or at its items.
    words === "" || values.every((value) => words.includes(value)) ? [] : [`${path}: ${words}`],
  );
  expect(missing).toEqual([]);
});
