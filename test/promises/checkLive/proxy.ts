import { request as startRequest } from "node:http";
import { type Host, startHost } from "../../support/host";

export interface Changed {
  readonly status?: number;
  readonly text?: string;
}

/** Passes requests on to `target`, and each answer through `change`, which gets `GET /v2/users` and the answer's text. */
export const startProxy = (
  target: string,
  change: (endpoint: string, text: string) => Changed | undefined,
): Promise<Host> =>
  startHost(async (request, response, body) => {
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
