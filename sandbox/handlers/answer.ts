import type { Answer, Exchange, ItemList } from "#sandbox/types";

/** Answers with a body; the server adds the request id. */
export const say = (body: Readonly<Record<string, unknown>> = {}, status?: number): Answer => ({ status, body });

/** Answers with an error in Gong's words. */
export const refuse = (status: number, ...errors: string[]): Answer => ({ refuse: status, errors });

/** Answers with a list; only the items of the asked page are made. */
export const list = <T>(
  entries: readonly T[],
  describe: (entry: T) => unknown,
  extra?: Readonly<Record<string, unknown>>,
): Answer => ({
  list: { length: entries.length, slice: (start, end) => entries.slice(start, end).map(describe) } satisfies ItemList,
  extra,
});

/** The body as the operation has it. The server has checked it against the contract before. */
export const bodyOf = <T>(exchange: Exchange): T => exchange.body as T;

/** A moment given as ISO-8601 text, or the other one when none is given; NaN when it cannot be read. */
export const momentOf = (text: string | null | undefined, otherwise: number): number =>
  text ? Date.parse(text) : otherwise;

/** What is wrong with a range, in Gong's words; undefined when nothing is. `prefix` is the place of the fields. */
export const rangeFault = (from: number, to: number, prefix = ""): string | undefined => {
  if (Number.isNaN(from)) return `${prefix}fromDateTime: must be a date-time in ISO-8601 format`;
  if (Number.isNaN(to)) return `${prefix}toDateTime: must be a date-time in ISO-8601 format`;
  return from >= to ? `${prefix}fromDateTime: must be before toDateTime` : undefined;
};

export const earliest = -8.64e15;
export const latest = 8.64e15;
