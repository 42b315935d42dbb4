import type { Multipart } from "../../operation";

/** Content types of the formats that Gong takes, and of their near relatives, by file extension. */
const contentTypes: Readonly<Record<string, string>> = {
  wav: "audio/wav",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  ogg: "audio/ogg",
  flac: "audio/flac",
  mp4: "video/mp4",
  mkv: "video/x-matroska",
  webm: "video/webm",
};

/** Gong's 1.5 GB, counted generously. */
const maxBytes = 1.5 * 1024 ** 3;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** The file as a step hands it over: bytes, bytes with their content type, either of them through JSON, or base64 text. */
const toBytes = (file: unknown): { bytes: Buffer; contentType?: string } => {
  if (typeof file === "string") return fromText(file);
  if (Buffer.isBuffer(file)) return { bytes: file };
  if (file instanceof Uint8Array) return { bytes: Buffer.from(file.buffer, file.byteOffset, file.byteLength) };
  if (isObject(file) && file.type === "Buffer" && Array.isArray(file.data)) return { bytes: Buffer.from(file.data) };
  if (isObject(file) && (isObject(file.data) || typeof file.data === "string")) {
    const contentType = typeof file.contentType === "string" ? file.contentType : undefined;
    return { contentType, ...toBytes(file.data) };
  }
  throw new Error(
    "must be a file from an earlier step: its bytes, bytes with a content type, or base64 text. A stream cannot be sent; give its address as Media URL instead",
  );
};

const fromText = (text: string): { bytes: Buffer; contentType?: string } => {
  const [prefix, contentType] = /^\s*data:([\w.+/-]*)[^,]{0,200};base64,/.exec(text) ?? [""];
  const encoded = text.slice(prefix.length);
  if (/^\s*https?:/i.test(text)) throw new Error("is a web address: put it into Media URL instead");
  const bytes = Buffer.from(encoded, "base64");
  // Decoding skips what is not base64, so foreign characters would go unnoticed.
  const isForeign = /[^\w+/=\s-]/.test(encoded) || encoded.replace(/\s/g, "").length % 4 === 1;
  if (isForeign || (bytes.length === 0 && text.trim() !== ""))
    throw new Error("is text but not base64: a recording has to arrive as bytes or as base64 text");
  return { bytes, ...(contentType ? { contentType } : {}) };
};

const extensionOf = (name: string) => /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

const contentTypeOf = (name: string) => contentTypes[extensionOf(name)] ?? "application/octet-stream";

const nameIn = (url: string): string | undefined => {
  const last = new URL(url).pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(last) || undefined;
  } catch {
    // A stray percent sign: the name is good as it is written.
    return last;
  }
};

/** The recording as the one part of Gong's media request, with bytes ready to send or the place to stream from. */
export const fromUrl = (url: string, fileName?: string): Multipart => {
  const name = fileName ?? nameIn(url) ?? "recording";
  return { part: "mediaFile", fileName: name, contentType: contentTypeOf(name), content: { url } };
};

/**
 * The same from a file input.
 * @throws Error that completes the sentence "<label> …" when the file is empty, too large, or no file.
 */
export const fromFile = (file: unknown, fileName?: string): Multipart => {
  const { bytes, contentType } = toBytes(file);
  if (bytes.length === 0) throw new Error("is empty: check that the earlier step really read the recording");
  if (bytes.length > maxBytes)
    throw new Error(`is larger than Gong's 1.5 GB (it has ${bytes.length} bytes): shorten or compress the recording`);
  const extension = Object.keys(contentTypes).find((each) => contentTypes[each] === contentType);
  const name = fileName ?? (extension ? `recording.${extension}` : "recording");
  return { part: "mediaFile", fileName: name, contentType: contentType ?? contentTypeOf(name), content: bytes };
};
