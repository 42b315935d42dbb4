import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { allowThisMachine } from "#sandbox/index";

/** A request as a stand-in reads it. */
export interface Asked {
  readonly method: string;
  /** Path segments. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface Answered {
  readonly status: number;
  /** Sent as JSON, or as it is when it is a buffer. */
  readonly body?: unknown;
  readonly contentType?: string;
}

/** A system on this machine that answers over HTTP, on a free port of 127.0.0.1. */
interface Served {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves what `answer` says. */
export const serve = async (answer: (asked: Asked) => Answered | Promise<Answered>): Promise<Served> => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://stand-in.example");
    const { status, body, contentType } = await answer({
      method: request.method ?? "GET",
      path: pathname.split("/").filter((segment) => segment !== ""),
      query: searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks),
    });
    if (body === undefined) return void response.writeHead(status).end();
    response.writeHead(status, { "content-type": contentType ?? "application/json" });
    response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });
  allowThisMachine();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
