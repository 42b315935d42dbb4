import type { z } from "zod";
import type { Field, Fields, Input } from "#src/form/field";
import * as field from "#src/form/field";

/** A scope of Gong's, as the authorize page wants it. */
export type Scope = `api:${string}`;

/**
 * What repeating a request does. `reads`: nothing, so it is safe while building and repeated after any passing fault
 * (many of Gong's reads are POSTs). `writes`: something, so it is repeated only when Gong refused it with 429.
 * `repeatable`: Gong drops the second one. `spendsCredits`: costs AI credits each time, so it is never repeated.
 */
export type Effect = "reads" | "writes" | "repeatable" | "spendsCredits";

/** The variable parts of a request; the path is filled from the inputs named in the endpoint. */
export interface RequestParts {
  readonly query?: Readonly<Record<string, unknown>>;
  /** Sent as JSON, whatever the method. */
  readonly body?: unknown;
  /** The file of an operation that takes one, sent as multipart. */
  readonly multipart?: FileToSend;
}

/** A file to send. */
export interface FileToSend {
  readonly fileName: string;
  readonly contentType: string;
  /** Text or bytes to send as they are, or a place to stream from. */
  readonly content: string | Buffer | { readonly url: string };
}

/** The one file that an endpoint takes. */
export interface FilePart {
  /** What Gong calls the part. */
  readonly part: string;
  /** A larger one is refused before it is sent. */
  readonly maxBytes?: number;
  /** True where only what begins like a recording is sent. */
  readonly isRecording?: true;
}

/** An answer of Gong's with a good status. */
export type Answer = Readonly<Record<string, unknown>>;

/** How an answer holds its list. */
export interface List {
  /** The property that holds the items. */
  readonly key: string;
  /** Where the cursor of a paged list goes; absent when Gong answers everything at once. */
  readonly cursor?: "query" | "body";
  /** Where in an item its id is, with dots between the names. Absent where items have none: the whole item tells. */
  readonly id?: string;
  /** Present where parts of a date range may be read side by side. */
  readonly splitBy?: SplitBy;
  /**
   * Which 404 means an empty list: `noCalls` only the one with Gong's known text about calls, `gongError` any with
   * Gong's own error body (statistics, logs, users by filter).
   */
  readonly empty?: "noCalls" | "gongError";
}

/** The inputs that bound a date range: from is included, to is not. */
interface SplitBy {
  readonly from: string;
  readonly to: string;
  /** Where in an item the moment is that counts, as in `id`. Only a guess of where a page ends rests on it. */
  readonly moment?: string;
}

/** An endpoint of Gong's, said once: everything about the action follows from it. */
export interface Operation<F extends Fields = Fields, R extends z.ZodType<Answer> = z.ZodType<Answer>> {
  readonly label: string;
  readonly description: string;
  /** Placeholders are named for inputs: `GET /v2/calls/{callId}`. */
  readonly endpoint: `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /v2/${string}`;
  readonly scopes: readonly Scope[];
  /** Scopes that only some inputs need, beside `scopes`. */
  readonly optionalScopes?: readonly Scope[];
  /** True where Gong does not say which scope it wants. */
  readonly scopesAreUnsure?: true;
  readonly effect: Effect;
  readonly fields: F;
  /**
   * The one way out of the placement rule: "Path placeholders take their inputs first; what is left is the query of a
   * GET or DELETE, the body of anything else." The cursor is placed by `list`.
   * @throws InputError for combinations that Gong would refuse or ignore.
   */
  request?(input: Input<F>): RequestParts;
  /** Present when the endpoint takes a file, which `request` then gives. */
  readonly file?: FilePart;
  /** Describes the answer; live answers may hold more, or nulls. Called only when the schema is wanted. */
  readonly response: () => R;
  readonly list?: List;
  /** Corrects an answer where Gong's own shape misleads. */
  answer?(answer: Record<string, unknown>, input: Input<F>): Record<string, unknown>;
  /**
   * A look-up that runs before this operation when the form-only switch named by `when` is on. It takes the same
   * inputs; its answer is handed out as `foundBeforehand`.
   */
  readonly lookUpFirst?: { readonly when: string; readonly operation: Operation };
  /** What Gong left undone although it answered 200; handed out as `partialFailure` and logged as a warning. */
  partialFailure?(
    answer: z.output<R>,
    input: Input<F>,
  ): { readonly message: string; readonly count: number } | undefined;
  /** Gong's answer, with every declared property. */
  readonly example: z.input<R>;
  /** Facts for the reference page: limits, delays, what does not come back. Whole sentences. */
  readonly notes?: readonly string[];
}

/** Gives the reader one word and the compiler a place to infer. */
export const operation = <F extends Fields, R extends z.ZodType<Answer>>(
  definition: Operation<F, R>,
): Operation<F, R> => definition;

/** The inputs that every paged list has, after its own. */
export const pagingFields = {
  fetchAll: field.optional(
    field.toggle({
      label: "Fetch All",
      comments: "Fetch every page and join them into one list. When off, one page of up to 100 records is returned.",
    }),
  ),
  maxRecords: field.optional(
    field.integer(
      {
        label: "Max Records",
        comments:
          "The most records to return when Fetch All is on. Leave empty for no limit. The output says whether more remain and where to resume.",
        placeholder: "1000",
        example: "1000",
      },
      { min: 1 },
    ),
  ),
  cursor: field.optional(
    field.text({
      label: "Cursor",
      comments:
        "Where to continue: the cursor of the previous page, or the resume value of a Fetch All that stopped. Leave empty to start from the beginning. Gong's cursors expire after about an hour.",
      placeholder: "eyJhbGciOiJIUzI1NiJ9…",
      example: "eyJhbGciOiJIUzI1NiJ9.eyJwYWdlIjoxfQ.c2lnbmF0dXJl",
    }),
  ),
} satisfies Record<string, Field>;

/** All inputs of an operation in the order of the form. */
export const fieldsOf = (operation: Pick<Operation, "fields" | "list">): Fields => ({
  ...operation.fields,
  ...(operation.list?.cursor ? pagingFields : {}),
});

/** What was read from the form of an operation: its own inputs, and apart from them how far to page. */
export const splitPaging = (
  operation: Pick<Operation, "list">,
  read: Input<Fields>,
): { readonly input: Input<Fields>; readonly paging: Input<typeof pagingFields> } => {
  if (!operation.list?.cursor) return { input: read, paging: {} };
  const { fetchAll, maxRecords, cursor, ...input }: Input<Fields> & Input<typeof pagingFields> = read;
  return { input, paging: { fetchAll, maxRecords, cursor } };
};
