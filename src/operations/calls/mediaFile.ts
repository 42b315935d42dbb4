import { InputError } from "#src/base/errors";
import { toFile } from "#src/form/file";
import type { FileToSend } from "#src/operation";

/** Content types of the formats that Gong takes, by file extension. */
const contentTypes: Readonly<Record<string, string>> = {
  wav: "audio/wav",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  flac: "audio/flac",
  mp4: "video/mp4",
  mkv: "video/x-matroska",
  webm: "video/webm",
};

interface MediaFile {
  /** Bytes, or base64 text, which is decoded only while it is sent. */
  readonly content: Buffer | string;
  readonly contentType?: string;
}

/** Makes no copy of bytes: a recording may have 1.5 GB. */
const toMediaFile = (file: unknown): MediaFile => {
  const { content, contentType } = readFile(file);
  const read = typeof content === "string" ? fromText(content) : { content };
  return { ...(contentType ? { contentType } : {}), ...read };
};

const readFile = (file: unknown) => {
  try {
    return toFile(file);
  } catch {
    throw new InputError([
      "File must be a file from an earlier step: its bytes, bytes with a content type, or base64 text. A stream cannot be sent; give its address as Media URL instead.",
    ]);
  }
};

const fromText = (text: string): MediaFile => {
  const [prefix, contentType] = /^\s*data:([\w.+/-]*)[^,]{0,200};base64,/.exec(text) ?? [""];
  const encoded = prefix ? text.slice(prefix.length) : text;
  const content = /\s|[-_]/.test(encoded)
    ? encoded.replace(/\s+/g, "").replaceAll("-", "+").replaceAll("_", "/")
    : encoded;
  return { content, ...(contentType ? { contentType } : {}) };
};

const contentTypeOf = (name: string) => {
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  // Names such as a.constructor would find what every object has.
  return (Object.hasOwn(contentTypes, extension) && contentTypes[extension]) || "application/octet-stream";
};

const nameIn = (url: string): string => {
  const last = new URL(url).pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(last);
  } catch {
    // A stray percent sign: the name is good as it is written.
    return last;
  }
};

/** The recording at a web address to be streamed. */
export const fromUrl = (url: string, fileName?: string): FileToSend => {
  const name = fileName ?? (nameIn(url) || "recording");
  return { fileName: name, contentType: contentTypeOf(name), content: { url } };
};

/**
 * The recording from a file input: bytes, the platform's bytes with content type, either of them through JSON, or
 * base64 text. Whether it is empty, too large or no recording is seen when it is sent.
 * @throws InputError for anything else, such as a stream.
 */
export const fromFile = (file: unknown, fileName?: string): FileToSend => {
  const { content, contentType } = toMediaFile(file);
  const extension = Object.keys(contentTypes).find((each) => contentTypes[each] === contentType);
  const name = fileName ?? (extension ? `recording.${extension}` : "recording");
  return { fileName: name, contentType: contentType || contentTypeOf(name), content };
};
