/**
 * The seed of everything that is drawn at random: by day in `npm test`, so that time finds what one draw misses, or
 * the one in the environment variable TEST_SEED, to see a failure again. Tests name it in their titles.
 */
export const seed = Number(process.env.TEST_SEED ?? new Date().toISOString().slice(0, 10).replaceAll("-", ""));

/** How often a property is tried: `few` times in `npm test`, `many` times in `npm run test:long`. */
export const repetitions = (few: number, many: number): number => ("isLong" in globalThis ? many : few);

/** A sample of the given size, drawn by the seed; the same for equal seeds and lists. */
export const sample = <T>(items: readonly T[], size: number, draw = randomBy(seed)): T[] => {
  const left = [...items];
  return Array.from({ length: Math.min(size, left.length) }, () => left.splice(draw(left.length), 1)[0] as T);
};

/**
 * The cases of a table: a sample of the given size in `npm test`, all of them in `npm run test:long`, which takes the
 * files that end in `.sample.test.ts` too, and in `npm run tool mutation`.
 */
export const someOf = <T>(items: readonly T[], size: number): T[] =>
  "isMutation" in globalThis ? [...items] : sample(items, repetitions(size, items.length));

/** Whole numbers from 0 up to, not including, the one given; the sequence follows from the seed. */
export const randomBy = (from: number) => {
  let state = from >>> 0;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};
