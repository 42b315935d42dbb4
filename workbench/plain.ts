import type { BytesRef, PlainError } from "./types";

/** Bytes that an output held. */
export interface KeptBytes {
  readonly id: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

const deepest = 100;

/**
 * Makes plain JSON of anything a component gives: bytes become references (JSON would write ten characters per byte),
 * numbers beyond JSON become text, and circles, functions and symbols are named.
 * @param keep takes the bytes and gives back the id under which they can be fetched.
 */
export const toPlain = (value: unknown, keep: (bytes: Uint8Array, contentType: string) => string): unknown => {
  const above = new Set<object>();
  const reference = (bytes: Uint8Array, contentType = "application/octet-stream"): BytesRef => ({
    $bytes: { id: keep(bytes, contentType), size: bytes.byteLength, contentType },
  });
  const walk = (each: unknown): unknown => {
    if (typeof each === "bigint") return String(each);
    if (typeof each === "function") return "[function]";
    if (typeof each === "symbol") return String(each);
    if (typeof each === "number" && !Number.isFinite(each)) return String(each);
    if (typeof each !== "object" || each === null) return each;
    if (each instanceof Uint8Array) return reference(each);
    if (above.has(each)) return "[circular]";
    if (above.size > deepest) return "[too deep]";
    above.add(each);
    try {
      return walkObject(each);
    } finally {
      above.delete(each);
    }
  };
  const walkObject = (each: object): unknown => {
    if (each instanceof Date) return Number.isNaN(each.getTime()) ? "Invalid Date" : each.toISOString();
    if (Array.isArray(each)) return each.map(walk);
    if (each instanceof Map) return walkEntries([...each].map(([key, inner]) => [String(key), inner]));
    if (each instanceof Set) return [...each].map(walk);
    if (each instanceof Error) return toPlainError(each);
    const { data, contentType } = each as { data?: unknown; contentType?: unknown };
    if (data instanceof Uint8Array && typeof contentType === "string")
      return {
        ...(walkEntries(Object.entries({ ...each, data: undefined })) as object),
        data: reference(data, contentType),
      };
    return walkEntries(Object.entries(each));
  };
  const walkEntries = (entries: readonly (readonly [string, unknown])[]) =>
    Object.fromEntries(entries.map(([key, inner]) => [key, walk(inner)]));
  return walk(value);
};

/** Never shown: what holds credentials, and what fills pages without telling anything. */
const keptBack = new Set([
  "connection",
  "stack",
  "config",
  "request",
  "response",
  "isSpectralError",
  "name",
  "message",
]);

/** Anything thrown: a hook of the component may throw what is no Error at all. */
export const toPlainError = (thrown: unknown): PlainError => {
  if (typeof thrown !== "object" || thrown === null) return { name: "Error", message: String(thrown) };
  const { name, message, toJSON } = thrown as { name?: unknown; message?: unknown; toJSON?: unknown };
  const own: object = typeof toJSON === "function" ? Object(toJSON.call(thrown)) : thrown;
  const entries = Object.entries(own).filter(([key]) => !keptBack.has(key));
  const plain = toPlain(Object.fromEntries(entries), () => "") as Record<string, unknown>;
  const { faults, ...rest } = plain;
  const areFaults = Array.isArray(faults) && faults.every((each) => typeof each === "string");
  return {
    name: typeof name === "string" ? name : "Error",
    message:
      typeof message === "string" && message !== ""
        ? message
        : `Something without a message was thrown: ${inWords(plain)}`,
    ...(areFaults && { faults }),
    ...(Object.keys(rest).length > 0 && { details: areFaults ? rest : plain }),
  };
};

const inWords = (plain: unknown) => JSON.stringify(plain).slice(0, 500);
