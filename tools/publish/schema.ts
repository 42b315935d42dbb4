/** The members of each input type, with the name of their type; and the values of each enum. */
export interface PublishSchema {
  readonly inputs: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

const blocks = (schema: string, keyword: string) =>
  [...schema.matchAll(new RegExp(`^${keyword} (\\w+) \\{([^}]*)\\}`, "gm"))].map(
    ([, name = "", body = ""]) => [name, body] as const,
  );

/** Reads publish.graphql, as far as names go: what is required is for the rehearsal to find out. */
export const readSchema = (schema: string): PublishSchema => ({
  inputs: new Map(
    blocks(schema, "input").map(([name, body]) => [
      name,
      new Map([...body.matchAll(/^ *(\w+): \[?(\w+)/gm)].map(([, member = "", type = ""]) => [member, type])),
    ]),
  ),
  enums: new Map(blocks(schema, "enum").map(([name, body]) => [name, body.split(/\s+/).filter(Boolean)])),
});

/** What of a value the platform would not take, each with its place. Functions are not sent. */
export const unknownIn = (schema: PublishSchema, type: string, value: unknown, place: string): string[] => {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each) => unknownIn(schema, type, each, placeOf(each, place)));
  const values = schema.enums.get(type);
  if (values)
    return values.includes(String(value)) ? [] : [`${place} is "${value}", but has to be one of ${values.join(", ")}.`];
  const members = schema.inputs.get(type);
  if (!members || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([member, each]) => {
    if (each === undefined || typeof each === "function") return [];
    const memberType = members.get(member);
    if (!memberType) return [`${place} has "${member}", which the platform does not take there. Remove it.`];
    return unknownIn(schema, memberType, each, `${place}.${member}`);
  });
};

const placeOf = (each: unknown, place: string): string => {
  const key = (each as { key?: unknown } | null)?.key;
  return typeof key === "string" ? `${place}.${key}` : place;
};
