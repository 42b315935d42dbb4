import type { World } from "#sandbox/world/index";

/** One request that passed the contract check, as a handler sees it. */
export interface Exchange {
  /** Path placeholders by name, URL-decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** Query parameters by name. */
  readonly query: Readonly<Record<string, string>>;
  /** The parsed JSON body, or undefined. */
  readonly body: unknown;
  /** The one file of a multipart request: its declared name, size and digest; the bytes only while they are few (16 MiB). */
  readonly file?: { readonly name: string; readonly size: number; readonly digest: string; readonly bytes?: Buffer };
  /** The sandbox's clock, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * What a handler answers. A `list` is cut into pages by the server (Gong's page size, records, cursor) when the
 * contract says that the operation pages, and sent whole when it does not; `items` is in Gong's order.
 * `length` with `slice` serves long lists without building them. An empty list on an operation whose contract says
 * `x-gong-empty` becomes that 404.
 */
export type Answer =
  | { readonly status?: number; readonly body: Readonly<Record<string, unknown>> }
  | { readonly list: ItemList; readonly extra?: Readonly<Record<string, unknown>> }
  | { readonly refuse: number; readonly errors: readonly string[]; readonly extra?: Readonly<Record<string, unknown>> };

export interface ItemList {
  readonly length: number;
  slice(start: number, end: number): readonly unknown[];
}

/**
 * Answers one operation from the world. `requestId` is added by the server. Numbers above 2^53 (ids of integrations and
 * tasks) are bigints in an answer; the server writes them with all their digits.
 */
export type Handler = (world: World, exchange: Exchange) => Answer;
