import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { Part } from "./requests";

/** Bytes up to which a part's content is kept. */
const mostBytesKept = 16 * 1024 * 1024;
const headBytes = 64;
const mostHeaderBytes = 16 * 1024;
const endOfHeaders = Buffer.from("\r\n\r\n");

/** A part that was read: its first 64 bytes always, all of them only while they are few (16 MiB). */
export interface ReadPart extends Part {
  readonly head: Buffer;
  readonly bytes?: Buffer;
  /** SHA-256 of all bytes in base64: equal for equal contents. */
  readonly digest: string;
}

/** What came of reading: the parts, or why they could not be read. */
export type Multipart = { readonly parts: readonly ReadPart[] } | { readonly error: string };

/**
 * Reads a multipart body as it streams by, counting large parts without holding them.
 *
 * @param contentType the request's Content-Type, which names the boundary.
 */
export async function readMultipart(body: Readable, contentType: string): Promise<Multipart> {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  if (!name) {
    for await (const _ of body) {
      // Nothing can be made of it, but the sender has to be heard out.
    }
    return { error: "the Content-Type names no boundary" };
  }
  const reader = new Reader(Buffer.from(`\r\n--${name}`));
  for await (const chunk of body) reader.take(chunk as Buffer);
  return reader.end();
}

class OpenPart {
  size = 0;
  private kept: Buffer[] | undefined = [];
  private head = Buffer.alloc(0);
  private readonly hash = createHash("sha256");

  constructor(private readonly headers: string) {}

  add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.size += bytes.length;
    this.hash.update(bytes);
    if (this.head.length < headBytes) {
      this.head = Buffer.concat([this.head, bytes.subarray(0, headBytes - this.head.length)]);
    }
    if (this.size > mostBytesKept) this.kept = undefined;
    this.kept?.push(Buffer.from(bytes));
  }

  close(): ReadPart {
    const disposition = /^content-disposition:(.*)$/im.exec(this.headers)?.[1] ?? "";
    return {
      name: /[;\s]name="([^"]*)"/i.exec(disposition)?.[1] ?? "",
      fileName: /filename="([^"]*)"/i.exec(disposition)?.[1],
      contentType: /^content-type:\s*(\S.*?)\s*$/im.exec(this.headers)?.[1],
      size: this.size,
      head: this.head,
      bytes: this.kept && Buffer.concat(this.kept),
      digest: this.hash.digest("base64"),
    };
  }
}

/** Goes through preamble, headers and contents; holds back only what may be the beginning of a boundary. */
class Reader {
  private state: "preamble" | "headers" | "content" | "done" = "preamble";
  /** The line break stands in for the one before the first boundary, which may be the very beginning. */
  private rest: Buffer = Buffer.from("\r\n");
  private part: OpenPart | undefined;
  private readonly parts: ReadPart[] = [];
  private error: string | undefined;

  constructor(private readonly delimiter: Buffer) {}

  take(chunk: Buffer): void {
    if (this.state === "done" || this.error) return;
    let bytes: Buffer | undefined = this.hasNoBoundaryAtSeam(chunk) ? chunk : Buffer.concat([this.rest, chunk]);
    while (bytes) bytes = this.step(bytes);
  }

  end(): Multipart {
    if (this.error) return { error: this.error };
    return this.state === "done"
      ? { parts: this.parts }
      : { error: "the multipart body ends before its last boundary" };
  }

  /** True when what was held back is content after all: then the chunk needs no copy. */
  private hasNoBoundaryAtSeam(chunk: Buffer): boolean {
    if (this.state !== "content" || chunk.length < this.delimiter.length) return false;
    const seam = Buffer.concat([this.rest, chunk.subarray(0, this.delimiter.length - 1)]);
    if (seam.includes(this.delimiter)) return false;
    this.part?.add(this.rest);
    return true;
  }

  /** Does what the bytes allow; answers what is left to look at, or undefined when more has to arrive. */
  private step(bytes: Buffer): Buffer | undefined {
    if (this.state === "headers") return this.readHeaders(bytes);
    const at = bytes.indexOf(this.delimiter);
    if (at === -1) {
      const held = Math.min(bytes.length, this.delimiter.length - 1);
      this.part?.add(bytes.subarray(0, bytes.length - held));
      return this.hold(bytes.subarray(bytes.length - held));
    }
    if (this.part) {
      this.part.add(bytes.subarray(0, at));
      this.parts.push(this.part.close());
      this.part = undefined;
    }
    this.state = "headers";
    return bytes.subarray(at + this.delimiter.length);
  }

  private readHeaders(bytes: Buffer): Buffer | undefined {
    if (bytes.subarray(0, 2).toString() === "--") {
      this.state = "done";
      return undefined;
    }
    const at = bytes.indexOf(endOfHeaders);
    if (at === -1) {
      if (bytes.length > mostHeaderBytes) this.error = "the headers of a part have no end";
      return this.hold(bytes);
    }
    this.part = new OpenPart(bytes.subarray(0, at).toString());
    this.state = "content";
    return bytes.subarray(at + endOfHeaders.length);
  }

  private hold(bytes: Buffer): undefined {
    // A copy, because a view would keep the whole chunk alive.
    this.rest = Buffer.from(bytes);
    return undefined;
  }
}
