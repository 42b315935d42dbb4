import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import { operations } from "./contract";
import { faultKinds } from "./faults";
import type { Sandbox } from "./sandbox";

/** An answer of the control API. */
interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Control = (sandbox: Sandbox, input: unknown) => unknown;

/** Reads the body by its schema before it acts. */
const control =
  <S extends z.ZodObject>(schema: S, act: (sandbox: Sandbox, input: z.output<S>) => unknown): Control =>
  (sandbox, input) =>
    act(sandbox, schema.parse(input));

const operationKeys = operations.map(({ key }) => key);
const whole = z.number().int();

const faultInput = z.strictObject({
  kind: z.enum(faultKinds),
  match: z
    .strictObject({
      operation: z
        .string()
        .refine((key) => operationKeys.includes(key), { error: "is no operation of Gong's, such as GET /v2/calls" }),
      page: whole.min(0),
      nth: whole.min(1),
      times: whole.min(1),
    })
    .partial()
    .optional(),
  retryAfter: z.union([z.number(), z.string()]).optional(),
  ms: z.number().min(0).optional(),
  errors: z.array(z.string()).optional(),
  location: z.string().optional(),
  happened: z.boolean().optional(),
});

const webhookInput = z.strictObject({
  url: z.url(),
  callId: z.string(),
  generation: z.enum(["current", "older"]).optional(),
  mode: z.enum(["signedJwt", "urlSecret", "none"]).optional(),
  isTest: z.boolean().optional(),
  webhookUrl: z.string().optional(),
  expiresInSeconds: z.number().optional(),
  overrides: z.record(z.string(), z.unknown()).optional(),
});

/** What can be done to a running sandbox from another process. */
const controls: Readonly<Record<string, Control>> = {
  "GET /sandbox/state": describe,
  "POST /sandbox/reset": (sandbox) => {
    sandbox.reset();
    return describe(sandbox);
  },
  "POST /sandbox/clock": control(
    z.strictObject({ set: z.union([z.number(), z.string()]), advance: z.number() }).partial(),
    (sandbox, { set, advance }) => {
      if (set !== undefined) sandbox.clock.set(momentOf(set));
      if (advance !== undefined) sandbox.clock.advance(advance);
      return describe(sandbox);
    },
  ),
  "GET /sandbox/faults": (sandbox) => ({
    faults: sandbox.faults.list().map(({ fault, hits }) => ({ ...fault, hits })),
  }),
  "POST /sandbox/faults": control(faultInput, (sandbox, fault) => {
    sandbox.faults.add(fault);
    return { added: fault };
  }),
  "DELETE /sandbox/faults": (sandbox) => {
    sandbox.faults.clear();
    return {};
  },
  "GET /sandbox/log": (sandbox) => ({ entries: sandbox.log.entries, violations: sandbox.log.violations() }),
  "DELETE /sandbox/log": (sandbox) => {
    sandbox.log.clear();
    return {};
  },
  "POST /sandbox/latency": control(z.strictObject({ ms: z.number().min(0) }), (sandbox, { ms }) => {
    sandbox.setLatency(ms);
    return {};
  }),
  "POST /sandbox/limits": control(
    z.strictObject({ spend: z.number().min(0), share: z.number().min(0) }).partial(),
    (sandbox, { spend, share }) => {
      if (spend !== undefined) sandbox.limits.spend(spend);
      if (share !== undefined) sandbox.limits.share(share);
      return describe(sandbox);
    },
  ),
  "POST /sandbox/webhook": control(webhookInput, (sandbox, delivery) => sandbox.sendWebhook(delivery)),
};

/** Answers a request to /sandbox/…. A body is JSON and declared so, and no page of another site may send one. */
export async function answerControl(
  sandbox: Sandbox,
  method: string,
  path: string,
  text: string,
  { "content-type": contentType, origin }: IncomingHttpHeaders,
): Promise<ControlAnswer> {
  const found = controls[`${method} ${path}`];
  if (!found) {
    return { status: 404, body: { errors: [`No such control. There are: ${Object.keys(controls).join(", ")}.`] } };
  }
  if (origin !== undefined && origin !== sandbox.url && origin !== sandbox.url.replace("127.0.0.1", "localhost")) {
    return { status: 403, body: { errors: ["Pages of other sites may not steer the sandbox."] } };
  }
  if (text !== "" && !contentType?.startsWith("application/json")) {
    return { status: 415, body: { errors: ["Send a JSON body, with Content-Type: application/json."] } };
  }
  try {
    return { status: 200, body: await found(sandbox, text === "" ? {} : JSON.parse(text)) };
  } catch (error) {
    return { status: 400, body: { errors: wordsOf(error) } };
  }
}

const wordsOf = (error: unknown): readonly string[] => {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join(".") || "The body"}: ${message}`);
  return [error instanceof Error ? error.message : String(error)];
};

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

function momentOf(value: number | string): number {
  const moment = typeof value === "number" ? value : Date.parse(value);
  if (Number.isNaN(moment)) throw new Error("set needs milliseconds since 1970 or a date and time of ISO 8601.");
  return moment;
}
