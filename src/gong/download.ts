import { InputError, NotAnsweredError } from "#src/base/errors";
import type { FileToSend } from "#src/operation";
import { isRecording, open } from "./multipart";

/** What is known of a file after a look at its beginning. */
export interface Glance {
  /** Bytes; undefined when a server does not say. */
  readonly size?: number;
  /** True when it begins like a recording that Gong takes. */
  readonly isRecording: boolean;
}

/**
 * Looks at a recording without reading more than its first bytes.
 * @throws InputError or NotAnsweredError when it cannot be opened.
 */
export const glanceAt = async (content: FileToSend["content"]): Promise<Glance> => {
  const { size, head, close } = await open(content, true);
  close();
  return { size, isRecording: isRecording(head) };
};

/**
 * Fetches a file from a web address into memory, without credentials. It takes until `deadline` (milliseconds since
 * 1970) at most.
 * @throws InputError when it has more than `maxBytes`, or cannot be fetched; NotAnsweredError when the line breaks.
 */
export const download = async (
  url: string,
  maxBytes: number,
  deadline: number,
): Promise<{ data: Buffer; contentType?: string }> => {
  const { size, contentType, chunks, close } = await open({ url }, false, deadline);
  const refuseMore = (bytes: number) => {
    if (bytes > maxBytes)
      throw new InputError([
        `The file has more than ${Math.floor(maxBytes / 1024 ** 2)} MB, the most that a step can hand on. Use its link instead.`,
      ]);
  };
  try {
    refuseMore(size ?? 0);
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      refuseMore(bytes);
      parts.push(chunk);
    }
    if (bytes < (size ?? 0))
      throw new NotAnsweredError("The file ended before its announced size. Run the step again.", {
        code: "ECONNRESET",
      });
    return { data: Buffer.concat(parts, bytes), ...(contentType ? { contentType } : {}) };
  } finally {
    close();
  }
};
