import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that a host got. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Answers a request whose body has arrived whole. */
export type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => unknown;

/** A web server of a test, on 127.0.0.1. */
export interface Host {
  /** Without a slash at its end; empty until the host runs. */
  readonly url: string;
  /** All requests that arrived, the oldest first. */
  asked: Asked[];
  /** How requests are answered from now on. */
  answer: Answer;
  /** Cuts every connection, also those with an answer under way. */
  disconnect(): void;
  close(): Promise<void>;
}

const hostWith = (answer: Answer) => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      const { method = "", url = "", headers } = request;
      const body = Buffer.concat(chunks);
      host.asked.push({ method, url, headers, body });
      host.answer(request, response, body);
    });
  });
  const host = {
    url: "",
    asked: [] as Asked[],
    answer,
    listen: async () => {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      host.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    disconnect: () => server.closeAllConnections(),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return host;
};

/** Starts a host, to be closed by the test. */
export const startHost = async (answer: Answer): Promise<Host> => {
  const host = hostWith(answer);
  await host.listen();
  return host;
};

/** One host for the tests of a file or block; before each, nothing was asked, and it answers as at the beginning. */
export const useHost = (answer: Answer): Host => {
  const host = hostWith(answer);
  beforeAll(host.listen);
  beforeEach(() => {
    host.asked = [];
    host.answer = answer;
  });
  afterAll(host.close);
  return host;
};

/** A recording of so many bytes, as far as its beginning tells. */
export const wavOf = (bytes: number): Buffer => {
  const content = Buffer.alloc(bytes, 7);
  content.write("RIFF\0\0\0\0WAVEfmt ", "latin1");
  return content;
};
