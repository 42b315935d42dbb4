type Key = readonly (string | number)[];

/** Kept here, since a look at a global takes long in the contexts in which tests run. */
const { imul, floor } = Math;

/** Two independent 32-bit hashes of a key: one alone would give equal ids among fifty thousand calls. */
const hash = (key: Key): [number, number] => {
  const text = key.join("/");
  let first = 0xdeadbeef;
  let second = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    first = imul(first ^ code, 2654435761);
    second = imul(second ^ code, 1597334677);
  }
  first = imul(first ^ (first >>> 16), 2246822507) ^ imul(second ^ (second >>> 13), 3266489909);
  second = imul(second ^ (second >>> 16), 2246822507) ^ imul(first ^ (first >>> 13), 3266489909);
  return [first >>> 0, second >>> 0];
};

/** An id as Gong has them: nineteen digits, above 2^53 and below 2^63, always the same for the same key. */
export const idFor = (...key: Key): string => {
  const [first, second] = hash(key);
  return `${100_000_000 + (first % 800_000_000)}${String(second).padStart(10, "0")}`;
};

/** A stream of pseudo-random numbers that depends on nothing but its key. */
export class Random {
  private state: number;

  constructor(...key: Key) {
    this.state = hash(key)[0];
  }

  /** A number from 0 to below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `lowest` to `highest`, both included. */
  integer(lowest: number, highest: number): number {
    return lowest + floor(this.next() * (highest - lowest + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[floor(this.next() * list.length)];
    if (picked === undefined) throw new Error("Nothing to pick from an empty list.");
    return picked;
  }

  /** The items in another order. */
  shuffle<T>(list: readonly T[]): T[] {
    return list
      .map((item) => ({ item, rank: this.next() }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ item }) => item);
  }
}
