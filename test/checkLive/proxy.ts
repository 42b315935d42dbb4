import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Something between the client and Gong that changes answers. */
export interface Proxy {
  readonly url: string;
  close(): Promise<void>;
}

export interface Changed {
  readonly status?: number;
  readonly text?: string;
}

/** Passes requests on to `target`, and each answer through `change`, which gets `GET /v2/users` and the answer's text. */
export const startProxy = async (
  target: string,
  change: (endpoint: string, text: string) => Changed | undefined,
): Promise<Proxy> => {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const { authorization = "", "content-type": contentType } = request.headers;
    // fetch sends no body with GET, and Gong wants one in one place: that answer is not changed here.
    const answer = await fetch(target + request.url, {
      method: request.method,
      headers: { authorization, ...(contentType ? { "content-type": contentType } : {}) },
      ...(request.method === "GET" ? {} : { body }),
    });
    const text = await answer.text();
    const changed = change(`${request.method} ${request.url?.split("?")[0]}`, text);
    response.writeHead(changed?.status ?? answer.status, { "content-type": "application/json" });
    response.end(changed?.text ?? text);
  });
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
