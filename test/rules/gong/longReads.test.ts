import fc from "fast-check";
import { type Readout, readAll } from "#src/gong/all";
import { GongError, RepeatedCursorError } from "#src/gong/index";
import { follow, type Position, toPosition } from "#src/gong/pages";
import type { Range } from "#src/gong/split";
import type { Answer, List } from "#src/operation";

const expired = () =>
  new GongError("The cursor has expired.", { status: 400, gongErrors: ["Bad request", "cursor has expired"] });
const failed = () => new GongError("Gong failed.", { status: 503 });

/** Lists of numbers: with an id they differ, as calls do; without, several may equal each other, as entries of a log do. */
const calls: List = { key: "calls", cursor: "body", id: "id" };
const entries: List = { key: "logEntries", cursor: "query" };

/** Answers page by page. Each page that is named expires once, so many times as it is named. */
const pagesOf = (list: List, pages: readonly (readonly unknown[])[], expiring: readonly number[] = []) => {
  const left = [...expiring];
  return async (cursor: string | undefined): Promise<Answer> => {
    const page = Number(cursor ?? 0);
    const fault = left.indexOf(page);
    if (cursor !== undefined && fault >= 0) {
      left.splice(fault, 1);
      throw expired();
    }
    const next = page + 1 < pages.length ? { cursor: String(page + 1) } : {};
    return { [list.key]: pages[page], records: next };
  };
};

const readOut = async (fetchPage: (cursor: string | undefined) => Promise<Answer>, list: List, from?: Position) => {
  const items: unknown[] = [];
  for await (const { records } of follow(fetchPage, list, from)) items.push(...records.map(({ item }) => item));
  return items;
};

const numbered = (pages: number, size = 2) =>
  Array.from({ length: pages }, (_, page) => Array.from({ length: size }, (_, index) => ({ id: page * size + index })));

describe("a cursor that comes again", () => {
  it.each([
    ["r1", "r1"],
    [5, undefined],
    [undefined, undefined],
  ])("ends the reading, with Gong's request id %j where it is text", async (requestId, told) => {
    const fetchPage = async () => ({ requestId, calls: [], records: { cursor: "same" } }) as Answer;
    await expect(readOut(fetchPage, calls)).rejects.toMatchObject({
      name: "RepeatedCursorError",
      facts: { requestId: told },
    });
  });
});

describe("a cursor that expires", () => {
  it("may do so any number of times while each time something new was read", async () => {
    const pages = numbered(7);
    expect(await readOut(pagesOf(calls, pages, [1, 2, 3, 4, 5, 6]), calls)).toEqual(pages.flat());
  });

  it("ends the reading when two new beginnings bring nothing", async () => {
    const pages = numbered(3);
    expect(await readOut(pagesOf(calls, pages, [1, 1]), calls)).toEqual(pages.flat());
    await expect(readOut(pagesOf(calls, pages, [1, 1, 1]), calls)).rejects.toThrow(/has expired/);
  });

  it("loses nothing and repeats nothing in a list without ids, where records equal each other", async () => {
    const anyPages = fc.array(fc.array(fc.nat(2), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(anyPages, fc.nat(), async (pages, at) => {
        const page = at % pages.length;
        expect(await readOut(pagesOf(entries, pages, page === 0 ? [] : [page]), entries)).toEqual(pages.flat());
      }),
    );
  });

  it("is told from one that leads in a circle, of one step or of several", async () => {
    const circle = (length: number) => async (cursor: string | undefined) => {
      const page = Number(cursor ?? 0);
      return { calls: [{ id: `${page} of ${Math.random()}` }], records: { cursor: String((page % length) + 1) } };
    };
    for (const length of [1, 2, 3]) await expect(readOut(circle(length), calls)).rejects.toThrow(RepeatedCursorError);
    const samePage = async (cursor = "0") => ({ calls: [{ id: 1 }], records: { cursor: `${cursor}0` } });
    await expect(readOut(samePage, calls)).rejects.toThrow(RepeatedCursorError);
  });
});

describe("stopping and going on", () => {
  const read = (
    fetchPage: (cursor: string | undefined) => Promise<Answer>,
    list: List,
    { maxRecords = Number.POSITIVE_INFINITY, resume }: { maxRecords?: number; resume?: string } = {},
  ) => readAll({ fetchPage, list, from: toPosition(resume), latencyMs: () => 0, requestsPerPage: 1, maxRecords });

  /** The cursor that was kept no longer works. */
  const firstExpired = (fetchPage: (cursor: string | undefined) => Promise<Answer>) => {
    let isFirst = true;
    return async (cursor: string | undefined) => {
      if (!isFirst || cursor === undefined) return fetchPage(cursor);
      isFirst = false;
      throw expired();
    };
  };

  it.each([calls, entries])("in the middle of any page gives every record of $key once", async (list) => {
    const anyPages = fc.array(fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(anyPages, fc.integer({ min: 1, max: 7 }), fc.boolean(), async (given, maxRecords, expires) => {
        let count = 0;
        const pages = list.id ? given.map((page) => page.map(() => ({ id: count++ }))) : given;
        const parts: unknown[] = [];
        let resume: string | undefined;
        do {
          const gong = expires && resume ? firstExpired(pagesOf(list, pages)) : pagesOf(list, pages);
          const { first, items, ...rest } = await read(gong, list, { maxRecords, resume });
          expect(items.length).toBeLessThanOrEqual(maxRecords);
          expect(first).toHaveProperty("records");
          parts.push(...items);
          expect(rest.reason === null).toBe(rest.resume === null);
          resume = rest.resume ?? undefined;
        } while (resume);
        expect(parts).toEqual(pages.flat());
      }),
    );
  });

  it("in the middle of a page of a plain cursor, whose past is unknown, gives the rest of it", async () => {
    const pages = numbered(3, 4);
    const first = await read(pagesOf(calls, pages), calls, { maxRecords: 3, resume: "1" });
    expect(first.items).toEqual(pages[1]?.slice(0, 3));
    const rest = await read(pagesOf(calls, pages), calls, { resume: first.resume ?? "" });
    expect(rest.items).toEqual([...(pages[1]?.slice(3) ?? []), ...(pages[2] ?? [])]);
  });

  it("takes the values of earlier versions", async () => {
    const pages = numbered(2, 4);
    const first = await read(pagesOf(calls, pages), calls, { maxRecords: 6 });
    const { p: _taken, ...earlier } = JSON.parse(Buffer.from((first.resume ?? "").slice(6), "base64url").toString());
    const resume = `gong1.${Buffer.from(JSON.stringify({ ...earlier, m: 1 })).toString("base64url")}`;
    expect((await read(pagesOf(calls, pages), calls, { resume })).items).toEqual(pages[1]?.slice(2));
  });

  it("keeps what was read before a fault, and throws one that nothing was read before", async () => {
    const pages = numbered(3);
    const faulty = (page: string | undefined) => async (cursor: string | undefined) => {
      if (cursor === page) throw failed();
      return pagesOf(calls, pages)(cursor);
    };
    const first = await read(faulty("2"), calls);
    expect(first).toMatchObject({ items: pages.slice(0, 2).flat(), reason: "Gong failed." });
    const rest = await read(pagesOf(calls, pages), calls, { resume: first.resume ?? "" });
    expect(rest).toMatchObject({ items: pages[2], reason: null, resume: null });
    await expect(read(faulty(undefined), calls)).rejects.toThrow("Gong failed.");
  });
});

describe("parts of a range that are read side by side", () => {
  const dayMs = 86_400_000;
  const begin = Date.UTC(2026, 0, 1);
  const iso = (ms: number) => new Date(ms).toISOString();
  const whole: Range = { from: iso(begin), to: iso(begin + 100 * dayMs) };
  const list: List = {
    ...{ key: "calls", cursor: "body", id: "id" },
    splitBy: { from: "fromDateTime", to: "toDateTime", moment: "started" },
  } as const;
  const world = (days: readonly number[]) => days.map((day, id) => ({ id, started: iso(begin + day * dayMs) }));
  const evenly = (count: number) => world(Array.from({ length: count }, (_, index) => (index * 100) / count));

  /** Gong with these calls in this order, a hundred a page. `fault` says of which request it fails. */
  const gongWith =
    (given: ReturnType<typeof world>, fault: (part: Range, page: number) => boolean = () => false) =>
    async (cursor: string | undefined, part = whole): Promise<Answer> => {
      const page = Number(cursor ?? 0);
      if (fault(part, page)) throw failed();
      const within = given.filter(({ started }) => started >= part.from && started < part.to);
      const rest = within.slice((page + 1) * 100);
      return {
        calls: within.slice(page * 100, (page + 1) * 100),
        records: { totalRecords: within.length, ...(rest.length > 0 ? { cursor: String(page + 1) } : {}) },
      };
    };
  const read = (
    fetchPage: ReturnType<typeof gongWith>,
    resume?: string,
    told?: unknown[],
    maxRecords = Number.POSITIVE_INFINITY,
  ): Promise<Readout<Answer>> =>
    readAll({
      ...{ fetchPage, list, from: toPosition(resume), range: whole, latencyMs: () => 1000, requestsPerPage: 1 },
      maxRecords,
      onItems: (items) => told?.push(...items),
    });
  const idsOf = (items: readonly unknown[]) => (items as { id: number }[]).map(({ id }) => id);

  it("give every call once, in the order of Gong, and tell each once", async () => {
    const given = evenly(950);
    const told: unknown[] = [];
    const asked: string[] = [];
    const gong = gongWith(given, ({ from }) => asked.push(from) === 0);
    const clock = jest.spyOn(Date, "now").mockReturnValue(begin + 100 * dayMs);
    expect(idsOf((await read(gong, undefined, told)).items)).toEqual(idsOf(given));
    clock.mockRestore();
    expect(idsOf(told).sort((one, other) => one - other)).toEqual(idsOf(given));
    // The first page ends on the eleventh day; the parts share what is left.
    expect([...new Set(asked)].map((from) => Math.round((Date.parse(from) - begin) / dayMs))).toEqual([0, 40, 69]);
    // Of ten pages; the others come from the parts.
    expect(asked.filter((from) => from === whole.from).length).toBeLessThan(7);
  });

  it("do so however the calls lie in the range, and in whatever order Gong lists them", async () => {
    const days = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 250, maxLength: 900, size: "max" });
    await fc.assert(
      fc.asyncProperty(days, fc.boolean(), async (drawn, isSorted) => {
        const given = world(isSorted ? [...drawn].sort((one, other) => one - other) : drawn);
        const told: unknown[] = [];
        const { items, reason } = await read(gongWith(given), undefined, told);
        expect(reason).toBeNull();
        expect(idsOf(items).sort((one, other) => one - other)).toEqual(idsOf(given));
        expect(told).toHaveLength(given.length);
      }),
      { numRuns: 30 },
    );
  });

  it("read on to the end when fewer were joined than Gong counted", async () => {
    const given = evenly(950);
    // A call that Gong lists at the end of the whole range, but in no part of it.
    const hidden = { id: 5000, started: iso(begin + 99 * dayMs) };
    const gong: ReturnType<typeof gongWith> = (cursor, part) =>
      gongWith(part === undefined || part === whole ? [...given, hidden] : given)(cursor, part);
    expect(idsOf((await read(gong)).items)).toEqual([...idsOf(given), 5000]);
  });

  it.each([0, 1])(
    "say when one of them failed at its page %i, and go on from there without repeating",
    async (page) => {
      const given = evenly(950);
      const gong = gongWith(given, (part, at) => part !== whole && part.to === whole.to && at === page);
      const first = await read(gong);
      expect(first.reason).toBe("Gong failed.");
      expect(first.items.length).toBeGreaterThan(100);
      const all = idsOf(first.items);
      for (let { resume } = first; resume !== null; ) {
        const next = await read(gongWith(given), resume, undefined, 150);
        all.push(...idsOf(next.items));
        resume = next.resume;
      }
      expect(all.sort((one, other) => one - other)).toEqual(idsOf(given));
    },
  );
});
