import type { z } from "zod";
import type { Fields, Input } from "#src/form/field";
import type { Answer, Operation } from "#src/operation";

/** What a client takes from the step that it works for. */
export interface Step {
  /** What the builder knows it by, for errors. */
  readonly name?: string;
  readonly logger?: {
    debug(message: string): void;
    info(message: string): void;
    warn(message: string): void;
  };
  readonly debug?: { readonly enabled: boolean };
}

/** Limits of one client's work. */
export interface Bounds {
  /** The time that requests and waits together may take, in milliseconds; default ten minutes of the platform's fifteen. */
  readonly budgetMs?: number;
  /** How long one request may take before it counts as unanswered, in milliseconds; default two minutes. */
  readonly timeoutMs?: number;
}

/** Where a long read stopped. `resume` goes back in as the cursor, or as `resumeFrom` of a recipe. */
export interface Continuation {
  readonly truncated: boolean;
  /** Why it stopped, as a sentence; null when nothing is left. */
  readonly reason: string | null;
  readonly resume: string | null;
}

/** Gong's answer to one operation, as the contract describes it; unknown properties are kept. */
export type AnswerOf<O extends Operation> = z.output<ReturnType<O["response"]>>;

export interface RawRequest {
  readonly method: string;
  /** A path of the connected Gong, or an absolute address on the connection's own host. */
  readonly url: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly formData?: Readonly<Record<string, unknown>>;
  readonly files?: readonly { readonly part: string; readonly fileName: string; readonly content: string | Buffer }[];
  readonly responseType?: "json" | "text" | "arraybuffer" | "document";
  /** These override the client's own policy for this one request. */
  readonly timeoutMs?: number;
  readonly retries?: {
    readonly max: number;
    readonly delayMs?: number;
    readonly onAllErrors?: boolean;
    readonly growing?: boolean;
  };
}

export interface RawAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface ReadOptions {
  /** The most records to return; the rest can be had with the continuation's `resume`. */
  readonly maxRecords?: number;
  /** A cursor of Gong's or a continuation's `resume`. */
  readonly cursor?: string;
  /**
   * Called with the records of each page as soon as it arrives, each record once. Pages of a long range arrive from
   * several places at once, so in no order; the joined answer is in Gong's. With `maxRecords` it may see a few more.
   */
  readonly onItems?: (items: readonly unknown[]) => void;
  /** How many requests a page costs altogether, when the caller sends more for each; 1 when it sends none. */
  readonly requestsPerPage?: number;
}

/** The one client: every action, recipe, data source and trigger goes through it. */
export interface Gong {
  /** Sends one request and gives Gong's answer; an empty 404 becomes an answer with an empty list. */
  run<F extends Fields, R extends z.ZodType<Answer>>(operation: Operation<F, R>, input: Input<F>): Promise<z.output<R>>;
  /**
   * Follows cursors and yields each page as Gong gave it, one after the other. An expired cursor restarts the range and drops what was
   * yielded before, by id; a repeated cursor is an error.
   */
  pages<F extends Fields, R extends z.ZodType<Answer>>(
    operation: Operation<F, R>,
    input: Input<F>,
    options?: { readonly cursor?: string },
  ): AsyncGenerator<z.output<R>>;
  /** All pages joined into one answer whose `records` tell the truth about it; what was read is never thrown away. */
  all<F extends Fields, R extends z.ZodType<Answer>>(
    operation: Operation<F, R>,
    input: Input<F>,
    options?: ReadOptions,
  ): Promise<z.output<R> & { continuation: Continuation }>;
  raw(request: RawRequest): Promise<RawAnswer>;
  /** Requests sent so far by this client, retries included. */
  readonly requests: number;
  /** Requests that this process sent today (UTC) for the same credentials, by any client; others of the company are not known. */
  readonly spentToday: number;
  /** Milliseconds left of the budget. */
  readonly remainingMs: number;
  /** The address of the connected Gong, without path. */
  readonly address: string;
  /** What the token may do and what the connection asks for, as they say themselves; both empty for an access key. */
  readonly scopes: { readonly granted: readonly string[]; readonly requested: readonly string[] };
  readonly usesOAuth: boolean;
  /** The same for all clients of one account, and unreadable: a key for what is kept between steps. */
  readonly identity: string;
  /** The scopes that an OAuth token names; empty when it names none, and for access keys. */
  readonly grantedScopes: readonly string[];
}
