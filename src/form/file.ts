/** A file from an earlier step. */
interface FileContent {
  readonly content: Buffer | string;
  readonly contentType?: string;
}

const isBufferInJson = (value: unknown): value is { type: "Buffer"; data: number[] } =>
  typeof value === "object" &&
  value !== null &&
  "type" in value &&
  value.type === "Buffer" &&
  "data" in value &&
  Array.isArray(value.data);

/**
 * Reads what a step hands over as a file: a Buffer, `{ data, contentType }` as the platform wraps it, a Buffer that
 * went through JSON, or text.
 * @throws Error that completes "<label> …" for anything else, such as a stream.
 */
export const toFile = (value: unknown): FileContent => {
  if (typeof value === "string" || Buffer.isBuffer(value)) return { content: value };
  if (value instanceof Uint8Array) return { content: Buffer.from(value.buffer, value.byteOffset, value.byteLength) };
  if (isBufferInJson(value)) return { content: Buffer.from(value.data) };
  if (typeof value === "object" && value !== null && "data" in value) {
    const contentType = "contentType" in value && typeof value.contentType === "string" ? value.contentType : undefined;
    return { contentType, ...toFile(value.data) };
  }
  throw new Error("must be a file from an earlier step");
};
