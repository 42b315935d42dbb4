import { setImmediate as nextTurn } from "node:timers/promises";
import type { Operation } from "./contract";
import type { Cursors, Place } from "./cursors";
import { type Reply, toJson } from "./reply";
import type { Body } from "./requests";
import type { ItemList } from "./types";

/** Which page of a list a request asks for. */
export interface AskedPage {
  readonly place: Place;
  /** What has to stay the same from page to page. */
  readonly sequence: string;
  /** The cursor that was sent. */
  readonly sent: string | undefined;
}

/** How pages are made. */
interface PageOptions {
  readonly cursors: Cursors;
  readonly pageSize: number;
  /** The cursor of the answer leads to the same page again. */
  readonly repeats: boolean;
}

/** The cursor of a request, from where the contract puts it. */
export function cursorOf(operation: Operation, query: URLSearchParams, body: Body): string | undefined {
  if (operation.paging?.cursorIn === "query") return query.get("cursor") ?? undefined;
  if (!operation.paging || body.kind !== "json") return undefined;
  const { cursor } = (body.value ?? {}) as { cursor?: unknown };
  return typeof cursor === "string" ? cursor : undefined;
}

/** What has to stay the same from page to page: everything but the cursor, in whatever order. */
export function sequenceOf(operation: Operation, query: URLSearchParams, body: Body): string {
  const parameters = [...query].filter(([name]) => name !== "cursor").sort();
  const { cursor: _, ...rest } = ((body.kind === "json" && body.value) || {}) as Record<string, unknown>;
  return `${operation.key} ${JSON.stringify(parameters)} ${canonical(rest)}`;
}

function canonical(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const properties = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${properties.map(([name, inner]) => `${name}:${canonical(inner)}`).join()}}`;
}

/** One page of a list with its records, or the whole list where the contract does not page. */
export async function listReply(
  operation: Operation,
  { list, extra }: { readonly list: ItemList; readonly extra?: Readonly<Record<string, unknown>> },
  asked: AskedPage | undefined,
  { cursors, pageSize, repeats }: PageOptions,
): Promise<Reply> {
  const { successStatus: status, listKey = "items" } = operation;
  if (!asked) return { status, body: toJson({ ...extra, [listKey]: list.slice(0, list.length) }) };
  const { place, sequence, sent } = asked;
  const start = place.page * pageSize;
  const items = await readItems(list, start, start + pageSize);
  const next = { page: repeats ? place.page : place.page + 1, expiresAt: place.expiresAt };
  const cursor = repeats && sent !== undefined ? sent : cursors.write(next, sequence);
  const records = {
    totalRecords: list.length,
    currentPageSize: items.length,
    currentPageNumber: place.page,
    ...((start + pageSize < list.length || repeats) && { cursor }),
  };
  return { status, body: toJson({ records, ...extra, [listKey]: items }) };
}

const itemsAtOnce = 10;

/** Makes a page piece by piece: what arrives meanwhile has to be seen on time, since the limits go by its arrival. */
async function readItems(list: ItemList, start: number, end: number): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  for (let from = start; from < Math.min(end, list.length); from += itemsAtOnce) {
    if (from > start) await nextTurn();
    items.push(...list.slice(from, Math.min(end, from + itemsAtOnce)));
  }
  return items;
}
