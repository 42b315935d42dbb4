/** Where a value stands in an answer: names of properties and places in lists. */
export type Place = readonly (string | number)[];

/** What Gong could answer in the place of anything: nothing, another type, something too large or too odd. */
export const hostileValues: readonly unknown[] = [
  undefined,
  null,
  "",
  "odd",
  7,
  -1.5,
  "9007199254740993",
  true,
  [],
  [null],
  ["odd"],
  [[]],
  {},
  { odd: null },
];

/** Every place in an answer that holds a value, of lists only the first entry. */
export const placesOf = (value: unknown, at: Place = []): Place[] => {
  const here = at.length > 0 ? [at] : [];
  if (typeof value !== "object" || value === null) return here;
  const entries = Array.isArray(value)
    ? value.slice(0, 1).map((item, index) => [index, item] as const)
    : Object.entries(value);
  return [...here, ...entries.flatMap(([name, child]) => placesOf(child, [...at, name]))];
};

/** A copy of an answer with another value at this place; `undefined` takes the property away. */
export const withValue = (holder: unknown, [name, ...rest]: Place, value: unknown): unknown => {
  if (name === undefined) return value;
  if (Array.isArray(holder)) return holder.map((item, index) => (index === name ? withValue(item, rest, value) : item));
  const changed = { ...(holder as Record<string, unknown>) };
  changed[name] = withValue(changed[name], rest, value);
  if (changed[name] === undefined) delete changed[name];
  return changed;
};

/** The answer with each of these values at this place. */
export const mutationsOf = (answer: unknown, place: Place, values: readonly unknown[]) =>
  values.map((value) => ({ place, value, answer: withValue(answer, place, value) }));
