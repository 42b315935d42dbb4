import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createBench } from "./bench";
import type { Companion } from "./companion";
import { createRedactor } from "./redact";
import type { Delivery } from "./worker";

/** A workbench that runs. */
export interface Workbench {
  /** With the token in its fragment, which browsers never send. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

interface WorkbenchOptions {
  /** The built component. */
  readonly path: string;
  /** The port on 127.0.0.1; a free one when left out. */
  readonly port?: number;
  readonly companion?: Companion;
}

const mostBytes = 96 * 1024 * 1024;
const mostHookBytes = 6 * 1024 * 1024;

const pages: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  "/": { file: "index.html", type: "text/html; charset=utf-8" },
  "/page.js": { file: "page.js", type: "text/javascript; charset=utf-8" },
  "/page.css": { file: "page.css", type: "text/css; charset=utf-8" },
};

const safety = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** A refusal with its status. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const readBytes = async (request: IncomingMessage, most: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > most) throw new Refusal(413, `More than ${most} bytes are not taken.`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
};

const isSame = (given: string, expected: string) => {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** Serves a component to a browser on this machine, and to nobody else. */
export const startWorkbench = async ({ path, port = 0, companion }: WorkbenchOptions): Promise<Workbench> => {
  const token = randomBytes(24).toString("base64url");
  const redactor = createRedactor();
  let host = "";
  const bench = await createBench(path, companion, redactor, () => `http://${host}/hook/${randomUUID()}`);

  const send = (response: ServerResponse, status: number, body: string | Buffer, type: string) => {
    response.writeHead(status, { ...safety, "content-type": type, "content-length": Buffer.byteLength(body) });
    response.end(body);
  };
  const sendJson = (response: ServerResponse, status: number, value: unknown) =>
    send(response, status, JSON.stringify(redactor.value(value) ?? null), "application/json");

  /** What a page of another site could send too is refused: it has no token, and names its own origin. */
  const admit = (request: IncomingMessage) => {
    const { origin, authorization = "", "content-type": contentType = "" } = request.headers;
    if (origin !== undefined && origin !== `http://${host}`) throw new Refusal(403, "Another site may not ask.");
    if (!isSame(authorization, `Bearer ${token}`))
      throw new Refusal(401, "Open the address that the command printed: it holds the token of this run.");
    if (request.method === "POST" && !contentType.startsWith("application/json"))
      throw new Refusal(415, "Send JSON, declared as such.");
  };

  const deliveryOf = async (request: IncomingMessage, url: URL): Promise<Delivery> => ({
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    query: Object.fromEntries(url.searchParams),
    bodyBase64: (await readBytes(request, mostHookBytes)).toString("base64"),
  });

  const serveApi = async (request: IncomingMessage, response: ServerResponse, name: string) => {
    admit(request);
    if (request.method === "GET" && name.startsWith("file/")) {
      const file = bench.fileOf(name.slice("file/".length));
      if (!file) throw new Refusal(404, "That file is not kept any more. Run it again.");
      return send(response, 200, redactor.bytes(Buffer.from(file.bytes)), "application/octet-stream");
    }
    const answer = request.method === "GET" ? bench.answers[name] : bench.doings[name];
    if (!answer) throw new Refusal(404, `There is no ${request.method} /api/${name}.`);
    const text = request.method === "GET" ? "" : (await readBytes(request, mostBytes)).toString();
    sendJson(response, 200, await answer(text === "" ? ({} as never) : (JSON.parse(text) as never)));
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    // A page whose name was made to lead here would be its own origin; its Host gives it away.
    if (request.headers.host !== host) throw new Refusal(421, `This is ${host}, and answers to no other name.`);
    const url = new URL(request.url ?? "/", `http://${host}`);
    const page = pages[url.pathname];
    if (page && request.method === "GET")
      return send(response, 200, readFileSync(join(__dirname, "workbench", page.file)), page.type);
    if (url.pathname.startsWith("/hook/")) {
      const isAwaited = bench.deliver(url.pathname, () => deliveryOf(request, url));
      if (!(await isAwaited)) throw new Refusal(410, "Nothing is awaited at this address.");
      return sendJson(response, 200, {});
    }
    if (url.pathname.startsWith("/api/")) return serveApi(request, response, url.pathname.slice("/api/".length));
    throw new Refusal(404, "There is nothing here.");
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      request.resume();
      const status = error instanceof Refusal ? error.status : 400;
      sendJson(response, status, { error: error instanceof Error ? error.message : String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    address: `http://${host}/#token=${token}`,
    close: async () => {
      await bench.close();
      await companion?.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};
