import { createServer, request as startRequest } from "node:http";
import type { AddressInfo } from "node:net";

/** Something between the client and Gong that changes answers. */
export interface ChangingProxy {
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
): Promise<ChangingProxy> => {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const { authorization = "", "content-type": contentType } = request.headers;
    const answer = await passOn(new URL(target + request.url), request.method ?? "GET", body, {
      ...(authorization ? { authorization } : {}),
      ...(contentType ? { "content-type": contentType } : {}),
    });
    const text = answer.text;
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

/** Unlike fetch, it sends a body with GET too, as Gong wants it in one place. */
const passOn = (url: URL, method: string, body: Buffer, headers: Record<string, string>) =>
  new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const request = startRequest(url, { method, headers: { ...headers, "content-length": body.length } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
    });
    request.on("error", reject);
    request.end(body);
  });
