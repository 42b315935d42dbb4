import { createHash, createHmac, randomBytes } from "node:crypto";

/** Where a list goes on. */
export interface Place {
  /** The page to answer; the first one is 0. */
  readonly page: number;
  /** When the sequence of pages ends to be readable, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Makes and reads cursors: signed, so that an altered one is noticed, and tied to the rest of their request. */
export interface Cursors {
  /** The cursor of a place in the list that `request` describes. */
  write(place: Place, request: string): string;
  /** The place that a cursor stands for, or Gong's words about it. */
  read(cursor: string, request: string, now: number): Place | { readonly error: string };
}

/** Cursors in the form of Gong's: a signed token of three parts. Each sandbox has a key of its own. */
export function createCursors(): Cursors {
  const key = randomBytes(32);
  const header = Buffer.from('{"alg":"HS256"}').toString("base64url");
  const sign = (text: string) => createHmac("sha256", key).update(text).digest("base64url");
  return {
    write({ page, expiresAt }, request) {
      const payload = Buffer.from(JSON.stringify({ page, expiresAt, request: digest(request) })).toString("base64url");
      return `${header}.${payload}.${sign(`${header}.${payload}`)}`;
    },
    read(cursor, request, now) {
      const [head, payload, signature, ...rest] = cursor.split(".");
      const failed = { error: "failed to verify cursor" };
      if (!head || !payload || rest.length > 0 || signature !== sign(`${head}.${payload}`)) return failed;
      const place = JSON.parse(Buffer.from(payload, "base64url").toString()) as Place & { request: string };
      if (place.request !== digest(request)) return failed;
      return place.expiresAt <= now
        ? { error: "cursor has expired" }
        : { page: place.page, expiresAt: place.expiresAt };
    },
  };
}

const digest = (text: string) => createHash("sha256").update(text).digest("base64url").slice(0, 16);
