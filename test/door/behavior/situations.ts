import type { Operation } from "#src/operation";
import { wholeAnswer } from "../../support/standIn";

/** What a Gong does with a request. */
export type Reply =
  | { readonly status: number; readonly text: string; readonly headers?: Readonly<Record<string, string>> }
  | "silence";

/** What can happen, with the words of the page. */
export interface Situation {
  /** The head of its column. */
  readonly head: string;
  readonly meaning: string;
  readonly withAllInputs?: true;
  /** Only the first request of each operation meets it. */
  readonly isOnce?: true;
  /** Text that has to come out as often as it went in, where an answer is handed on as it is. */
  readonly kept?: string;
  /** One reply for each variant. */
  readonly replies: (operation: Operation) => readonly Reply[];
}

const hourMs = 3_600_000;

/** Where recordings are; the host that pretends to be Gong has one there. */
const media = /https:\/\/[\w.]+\.example\/[^"]*\.(?:mp3|mp4|wav)[^"]*/g;

/** The text of the example answer as of an hour ago, with links to recordings on this host. */
const textOf = (operation: Operation, origin = "http://media.invalid"): string => {
  const recent = new Date(Date.now() - hourMs).toISOString();
  return JSON.stringify(wholeAnswer(operation))
    .replace(/2026-01-05T10:00:[\d.]+-08:00/g, recent)
    .replace(/"(created|reviewTime)":"[^"]+"/g, `"$1":"${recent}"`)
    .replace(media, `${origin}/recording.wav`);
};

const good = (text: string): Reply => ({ status: 200, text });

/** The answer when nothing is odd. */
export const goodReply = (operation: Operation): Reply => good(textOf(operation));

const refusal = (status: number, words: string, headers?: Readonly<Record<string, string>>): Reply => ({
  status,
  text: JSON.stringify({ requestId: "4al018gzaztcr8nbukw", errors: [words] }),
  headers,
});

/** The same with every value that is no list and no object changed, and every object. */
const deeply = (
  value: unknown,
  leaf: (value: unknown) => unknown,
  object: (value: Record<string, unknown>) => Record<string, unknown> = (same) => same,
): unknown => {
  if (Array.isArray(value)) return value.map((each) => deeply(each, leaf, object));
  if (typeof value !== "object" || value === null) return leaf(value);
  return object(Object.fromEntries(Object.entries(value).map(([name, each]) => [name, deeply(each, leaf, object)])));
};

const changed = (
  operation: Operation,
  ...how: [(value: unknown) => unknown, ((value: Record<string, unknown>) => Record<string, unknown>)?]
) => good(JSON.stringify(deeply(JSON.parse(textOf(operation)), ...how)));

/** A whole number that JavaScript would round. */
export const beyondNumbers = "9223372036854775807";

const hostile: readonly unknown[] = ["odd", 7, true, [null], [[]], { odd: null }];

const hostileReplies = (operation: Operation): readonly Reply[] => {
  const names = Object.keys(wholeAnswer(operation));
  const ofProperties = hostile.map((value) => Object.fromEntries(names.map((name) => [name, value])));
  return ["odd", 7, [], ...ofProperties].map((answer) => good(JSON.stringify(answer)));
};

const same = (operation: Operation) => [goodReply(operation)];
const always = (reply: Reply) => () => [reply];

export const situations: readonly Situation[] = [
  { head: "fewest", meaning: "the fewest inputs that are accepted, and an answer with every property", replies: same },
  { head: "all", meaning: "all inputs that go together, from their examples", withAllInputs: true, replies: same },
  { head: "empty", meaning: "an answer with nothing in it: `{}`", replies: always(good("{}")) },
  {
    head: "nulls",
    meaning: "null in the place of every text, number and switch",
    replies: (operation) => [changed(operation, () => null)],
  },
  {
    head: "new fields",
    meaning: "a property that nobody knows, in every object",
    kept: "addedByGong",
    replies: (operation) => [
      changed(
        operation,
        (leaf) => leaf,
        (each) => ({ ...each, addedByGong: "new" }),
      ),
    ],
  },
  {
    head: "2^53",
    meaning: "whole numbers beyond 2^53 in the place of ids, as numbers",
    kept: beyondNumbers,
    replies: (operation) => [
      good(
        `${textOf(operation)
          .replace(/"\d{5,}"/g, beyondNumbers)
          .slice(0, -1)},"addedByGong":${beyondNumbers}}`,
      ),
    ],
  },
  { head: "400", meaning: "Gong refuses the request", replies: always(refusal(400, "A value is not allowed")) },
  {
    head: "401",
    meaning: "Gong does not know the credentials",
    replies: always(refusal(401, "The token has been revoked")),
  },
  {
    head: "401 scope",
    meaning: "a scope is missing",
    replies: ({ scopes: [scope = "api:calls:read:basic"] }) => [
      refusal(401, `You don't have permission to use '${scope}' in your app.`),
    ],
  },
  { head: "403", meaning: "Gong does not allow it", replies: always(refusal(403, "Access denied")) },
  { head: "404", meaning: "Gong has nothing there", replies: always(refusal(404, "Not found")) },
  {
    head: "404 calls",
    meaning: "Gong's 404 that means an empty list of calls",
    replies: always(refusal(404, "No calls found corresponding to the provided filters")),
  },
  { head: "409", meaning: "Gong has it already", replies: always(refusal(409, "Already there")) },
  {
    head: "429",
    meaning: "the limit of a second, once: Gong asks to wait 2 seconds",
    isOnce: true,
    replies: always(refusal(429, "Too many requests", { "Retry-After": "2" })),
  },
  {
    head: "429 day",
    meaning: "the limit of the day: Gong asks to wait an hour or longer",
    replies: always(refusal(429, "Too many requests", { "Retry-After": "43200" })),
  },
  { head: "500", meaning: "Gong fails, each time", replies: always(refusal(500, "Internal server error occurred")) },
  { head: "silence", meaning: "Gong never answers", replies: always("silence") },
  {
    head: "HTML",
    meaning: "a web page with status 200, each time",
    replies: always({
      status: 200,
      text: "<!DOCTYPE html><html><body>Sign in</body></html>",
      headers: { "Content-Type": "text/html" },
    }),
  },
  {
    head: "cut",
    meaning: "JSON that ends in the middle, each time",
    replies: (operation) => [good(textOf(operation).slice(0, -20))],
  },
  {
    head: "hostile",
    meaning:
      "a text, a number, a list in the place of the answer; then each of six odd values in the place of every property",
    replies: hostileReplies,
  },
];
