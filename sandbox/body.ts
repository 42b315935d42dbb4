import type { IncomingMessage } from "node:http";
import type { Operation } from "./contract";
import { readMultipart } from "./multipart";
import { type Body, parseJson } from "./requests";

const mostJsonBytes = 64 * 1024 * 1024;

/** The whole body as text; what is over 64 MiB is dropped. */
export function readText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostJsonBytes) chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks).toString()));
    request.on("error", reject);
  });
}

/** The body as the contract check wants it, and its file. */
export async function readBody(request: IncomingMessage, operation: Operation) {
  const contentType = request.headers["content-type"] ?? "";
  if (operation.body?.kind === "multipart" && contentType.toLowerCase().startsWith("multipart/form-data")) {
    const read = await readMultipart(request, contentType);
    if ("error" in read) return { body: { kind: "broken", reason: read.error } satisfies Body };
    const file = read.parts.find((part) => part.name in (operation.body?.schema.properties ?? {}));
    return { body: { kind: "multipart", parts: read.parts } satisfies Body, file };
  }
  const text = await readText(request);
  return { body: readJson(text, contentType) };
}

function readJson(text: string, contentType: string): Body {
  if (text === "") return { kind: "none" };
  if (!contentType.toLowerCase().startsWith("application/json")) return { kind: "other" };
  try {
    return { kind: "json", value: parseJson(text) };
  } catch (error) {
    return { kind: "broken", reason: error instanceof Error ? error.message : String(error) };
  }
}
