import type { Fault } from "./faults";
import type { Sandbox, WebhookDelivery } from "./server";

/** An answer of the control API. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Control = (sandbox: Sandbox, input: Record<string, unknown>) => unknown;

/** What can be done to a running sandbox from another process. */
const controls: Readonly<Record<string, Control>> = {
  "GET /sandbox/state": describe,
  "POST /sandbox/reset": (sandbox) => {
    sandbox.reset();
    return describe(sandbox);
  },
  "POST /sandbox/clock": (sandbox, { set, advance }) => {
    if (set !== undefined) sandbox.clock.set(momentOf(set));
    if (advance !== undefined) sandbox.clock.advance(numberOf(advance, "advance"));
    return describe(sandbox);
  },
  "GET /sandbox/faults": (sandbox) => ({
    faults: sandbox.faults.list().map(({ fault, hits }) => ({ ...fault, hits })),
  }),
  "POST /sandbox/faults": (sandbox, input) => {
    if (typeof input.kind !== "string") throw new Error("A fault needs a kind, such as 503 or silence.");
    sandbox.faults.add(input as unknown as Fault);
    return { added: input };
  },
  "DELETE /sandbox/faults": (sandbox) => {
    sandbox.faults.clear();
    return {};
  },
  "GET /sandbox/log": (sandbox) => ({ entries: sandbox.log.entries, violations: sandbox.log.violations() }),
  "DELETE /sandbox/log": (sandbox) => {
    sandbox.log.clear();
    return {};
  },
  "POST /sandbox/latency": (sandbox, { ms }) => {
    sandbox.setLatency(numberOf(ms, "ms"));
    return {};
  },
  "POST /sandbox/limits": (sandbox, { spend, share }) => {
    if (spend !== undefined) sandbox.limits.spend(numberOf(spend, "spend"));
    if (share !== undefined) sandbox.limits.share(numberOf(share, "share"));
    return describe(sandbox);
  },
  "POST /sandbox/webhook": (sandbox, input) => {
    if (typeof input.url !== "string" || typeof input.callId !== "string") {
      throw new Error("A webhook needs a url to send to and the callId of a call.");
    }
    return sandbox.sendWebhook(input as unknown as WebhookDelivery);
  },
};

/** Answers a request to /sandbox/…; bodies are JSON and declared so, which keeps web pages from sending them. */
export async function answerControl(
  sandbox: Sandbox,
  method: string,
  path: string,
  text: string,
  contentType: string | undefined,
): Promise<ControlAnswer> {
  const control = controls[`${method} ${path}`];
  if (!control) {
    return { status: 404, body: { errors: [`No such control. There are: ${Object.keys(controls).join(", ")}.`] } };
  }
  if (method !== "GET" && !contentType?.startsWith("application/json")) {
    return { status: 415, body: { errors: ["Send a JSON body, with Content-Type: application/json."] } };
  }
  try {
    const input = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    return { status: 200, body: await control(sandbox, input) };
  } catch (error) {
    return { status: 400, body: { errors: [error instanceof Error ? error.message : String(error)] } };
  }
}

function describe(sandbox: Sandbox) {
  const { url, clock, limits, log } = sandbox;
  return {
    url,
    now: new Date(clock.now()).toISOString(),
    requestsLeftToday: Number.isFinite(limits.left()) ? limits.left() : null,
    requests: log.entries.length,
    webhookPublicKey: sandbox.webhookKeys.publicKey,
  };
}

function momentOf(value: unknown): number {
  const moment = typeof value === "number" ? value : Date.parse(String(value));
  if (Number.isNaN(moment)) throw new Error("set needs milliseconds since 1970 or a date and time of ISO 8601.");
  return moment;
}

function numberOf(value: unknown, name: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new Error(`${name} needs a number.`);
  return value;
}
