import type { ServerResponse } from "node:http";
import type { Fault, FaultKind } from "./faults";
import type { LogEntry } from "./log";
import { type Reply, refuse, resetConnection, send, sendHalf } from "./reply";

interface Met {
  readonly response: ServerResponse;
  readonly entry: LogEntry;
  /** What would have been answered. */
  readonly reply: Reply;
  readonly fault: Fault;
  wait(milliseconds: number): Promise<void>;
}

const answer = ({ response, entry }: Met, reply: Reply): void => {
  entry.status = reply.status;
  send(response, entry.requestId, reply);
};

const signInPage = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>";

const retryAfterOf = ({ retryAfter }: Fault): Record<string, string> | undefined =>
  retryAfter === undefined ? undefined : { "retry-after": String(retryAfter) };

/** What a fault answers instead; a fault that is a status has no entry. */
const replies: Partial<Record<FaultKind, (met: Met) => void | Promise<void>>> = {
  latency: async (met) => {
    await met.wait(met.fault.ms ?? 1000);
    answer(met, met.reply);
  },
  repeatedCursor: (met) => answer(met, met.reply),
  silence: () => {},
  reset: ({ response }) => resetConnection(response),
  truncated: ({ response, entry, reply }) => sendHalf(response, entry.requestId, reply),
  html: (met) => {
    const headers = { "content-type": "text/html; charset=utf-8", ...retryAfterOf(met.fault) };
    answer(met, { status: 200, body: signInPage, headers });
  },
  empty: (met) => answer(met, { status: 200, body: "" }),
  redirect: (met) => {
    const { location = "https://company-17.api.gong.example" } = met.fault;
    answer(met, { status: 302, body: "", headers: { location: `${location}${met.entry.path}` } });
  },
  expiredCursor: (met) => answer(met, refuse(400, met.fault.errors ?? ["cursor has expired"])),
};

const wordsOfStatus: Readonly<Record<string, string>> = {
  401: "The token has been revoked",
  429: "Too many requests",
  500: "Internal server error occurred",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** Answers a request that met a fault as the fault says. */
export async function sendFaulty(met: Met): Promise<void> {
  const { fault } = met;
  const reply = replies[fault.kind];
  if (reply) return reply(met);
  const headers = retryAfterOf(fault) ?? (fault.kind === "429" ? { "retry-after": "1" } : undefined);
  const words = fault.errors ?? [wordsOfStatus[fault.kind] ?? `Status ${fault.kind} on demand`];
  answer(met, refuse(Number(fault.kind), words, headers));
}
