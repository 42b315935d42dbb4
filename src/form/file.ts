import { objectOf } from "#src/base/object";

/** A file from an earlier step. */
interface FileContent {
  readonly content: Buffer | string;
  readonly contentType?: string;
}

/**
 * Reads what a step hands over as a file: a Buffer, `{ data, contentType }` as the platform wraps it, a Buffer that
 * went through JSON, or text.
 * @throws Error that completes "<label> …" for anything else, such as a stream.
 */
export const toFile = (value: unknown): FileContent => {
  if (typeof value === "string" || Buffer.isBuffer(value)) return { content: value };
  if (value instanceof Uint8Array) return { content: Buffer.from(value.buffer, value.byteOffset, value.byteLength) };
  const { type, data, contentType } = objectOf(value);
  if (type === "Buffer" && Array.isArray(data)) return { content: Buffer.from(data) };
  if (data === undefined) throw new Error("must be a file from an earlier step");
  return { contentType: typeof contentType === "string" ? contentType : undefined, ...toFile(data) };
};
