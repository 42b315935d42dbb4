import { type BuiltAction, built } from "../support/component";

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
}

/** The properties that say nothing of themselves, by their paths. */
const silentIn = (schema: Schema, path: string): string[] => [
  ...(schema.anyOf ?? []).flatMap((each) => silentIn(each, path)),
  ...(schema.items ? silentIn(schema.items, `${path}[]`) : []),
  ...(typeof schema.additionalProperties === "object" ? silentIn(schema.additionalProperties, `${path}.*`) : []),
  ...Object.entries(schema.properties ?? {}).flatMap(([name, each]) => [
    ...(each.description || each.anyOf?.some(({ description }) => description) ? [] : [`${path}.${name}`]),
    ...silentIn(each, `${path}.${name}`),
  ]),
];

const schemaOf = (action: BuiltAction): Schema => JSON.parse(action.outputSchema?.schema ?? "{}") as Schema;

it("describes every property of every output", () => {
  const silent = Object.entries(built.actions).flatMap(([key, action]) => silentIn(schemaOf(action), key));
  expect(silent).toEqual([]);
});

it("ends every description as a sentence ends", () => {
  const words = Object.values(built.actions).flatMap(({ outputSchema }) => [
    ...(outputSchema?.schema ?? "").matchAll(/"description":"((?:[^"\\]|\\.)*)"/g),
  ]);
  expect(words.map(([, each = ""]) => each).filter((each) => !/[.)]$/.test(each))).toEqual([]);
});
