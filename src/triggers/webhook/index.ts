import { type ActionContext, type TriggerPayload, trigger } from "@prismatic-io/spectral";
import { z } from "zod";
import { parseJson } from "#src/base/json";
import { once } from "#src/base/lazy";
import { holdSecrets, redactingLogger } from "#src/base/redact";
import { webhookBody } from "#src/entities/webhook";
import * as field from "#src/form/field";
import { type Field, formOf, type Input, optional, read } from "#src/form/field";
import * as value from "#src/form/value";
import { samplePayload } from "#src/triggers/samplePayload";
import { toWebhookCall, type WebhookCall } from "./call";
import { isSeen, readSeenCalls, rememberCall } from "./seen";
import { toBytes, verifySignedJwt, verifyUrlSecret, WebhookRefusedError, withoutSecret } from "./signature";

/** The request as it came, and beside it what it says about the call. */
interface WebhookPayload extends TriggerPayload {
  call: WebhookCall;
}

/** Space within a bare key: not in front of what an RSA key of any length begins with. */
const spaceInKey = /\s+(?!MII..jANBgkqhkiG9w0BAQEF)/g;

/** Bare keys, which may be broken into lines, are separated by commas, blank lines, or by beginning anew. */
const splitBareKeys = (text: string): string[] =>
  text
    .split(/,|\n\s*\n/)
    .flatMap((keys) => keys.replace(spaceInKey, "").split(/\s/))
    .filter(Boolean);

/** PEM holds line breaks, and a form may turn them into spaces, so keys are not split as other lists are. */
const readKeys = (given: unknown): string[] => {
  if (Array.isArray(given)) return given.flatMap(readKeys);
  if (typeof given !== "string") throw new Error("must be public keys as text");
  const list = fromJson(given);
  if (Array.isArray(list)) return list.flatMap(readKeys);
  if (!given.includes("-----")) return splitBareKeys(given);
  return given
    .split(/(?<=-----END [A-Z ]{1,30}-----)/)
    .map((each) => each.trim())
    .filter((each) => each !== "");
};

const publicKeys: Field<string[]> = {
  form: {
    type: "string",
    collection: "valuelist",
    label: "Public Keys",
    comments:
      "The public key of each Gong automation rule that calls this workflow: base64 text that begins with MII, as Gong shows it beside the rule, or PEM. While a key is being replaced, keep the old one beside the new one. Needed for Verification signedJwt; leave empty otherwise.",
    placeholder: "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…",
    example: "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
  },
  required: true,
  schema: once(() => value.reader(readKeys)),
};

/** Shorter ones can be found by trying. */
const fewestOfSecret = 16;

const urlSecret: Field<string> = {
  form: {
    type: "password",
    label: "URL Secret",
    comments:
      "A long random text that the address in the Gong rule ends with, as ?key=<secret>: 16 characters or more. Needed for Verification urlSecret; leave empty otherwise.",
    placeholder: "A text of at least 24 letters and digits",
  },
  required: true,
  schema: once(() =>
    value.text().refine((secret) => secret.length >= fewestOfSecret, `must have at least ${fewestOfSecret} characters`),
  ),
};

const rules: Field = {
  form: {
    type: "jsonForm",
    label: "Rules",
    comments: "Not used. Workflows built on earlier versions of this trigger hold it. Leave it empty.",
  },
  required: true,
  schema: once(z.unknown),
};

const fields = {
  verification: optional(
    field.choice(
      {
        label: "Verification",
        comments:
          "How requests prove that they come from Gong; it has to be what the webhook action of the Gong rule is set to. Whatever does not verify is refused with an error before any step runs. Leave empty for the signed JWT.",
        example: "signedJwt",
      },
      [
        { value: "signedJwt", label: "Signed JWT header" },
        { value: "urlSecret", label: "URL includes key" },
        { value: "none", label: "None: anybody who knows the address can start this workflow" },
      ],
      { default: "signedJwt" },
    ),
  ),
  publicKeys: optional(publicKeys),
  urlSecret: optional(urlSecret),
  webhookUrl: optional(
    field.url({
      label: "Webhook URL",
      comments:
        "The address that the Gong rule was given, with path and query, where it is not the flow's own: behind a proxy, or with something added. Leave empty for the flow's own address.",
      placeholder: "https://hooks.northwind.example/gong",
      example: "https://hooks.northwind.example/gong",
    }),
  ),
  includeTestDeliveries: optional(
    field.toggle({
      label: "Include Test Deliveries",
      comments:
        "Let deliveries from Gong's Test now button match. When off, they arrive with matches false and skipReason TEST.",
      example: "false",
    }),
  ),
  includePrivateCalls: optional(
    field.toggle({
      label: "Include Private Calls",
      comments: "Let private calls match. When off, they arrive with matches false and skipReason PRIVATE.",
      example: "false",
    }),
  ),
  linkedTo: optional(
    field.openChoice(
      {
        label: "Linked To",
        comments:
          "The kind of CRM object that a call has to be linked to. Others arrive with matches false and skipReason NOT_LINKED. Leave empty to let every call match.",
        example: "Opportunity",
      },
      [
        { value: "Any", label: "Any CRM object" },
        { value: "Opportunity", label: "Opportunity" },
        { value: "Account", label: "Account" },
      ],
    ),
  ),
  trackers: optional(
    field.list(
      field.text({
        label: "Trackers",
        comments:
          "Trackers of which a call has to mention at least one: names in upper or lower case, or ids. Others arrive with matches false and skipReason NOT_MENTIONED. Leave empty to let every call match.",
        placeholder: "Competitors",
        example: "Competitors",
      }),
    ),
  ),
  skipRepeats: optional(
    field.toggle({
      label: "Skip Repeats",
      comments:
        "When several rules, or one rule several times, deliver a call within 24 hours, let only the first delivery match. The others arrive with matches false and skipReason REPEATED. When off, they match, and isRepeat tells them apart.",
      example: "false",
    }),
  ),
  rules: optional(rules),
};

/**
 * Receives the call webhook of a Gong automation rule. What does not verify is refused by throwing: a response of 401
 * beside a payload would still run the flow. The request is handed on untouched, with `call` beside its body.
 */
export const webhook = trigger({
  display: {
    label: "Process Automation Trigger",
    description:
      "Starts the workflow when a Gong automation rule fires its webhook about a call. Requests are verified, and what they say about the call is given as one flat record.",
  },
  inputs: formOf(fields),
  scheduleSupport: "valid",
  synchronousResponseSupport: "valid",
  perform: async (context, payload, params) => {
    // First the secret: from then on no message about an input repeats it.
    const release = holdSecrets([String(params.urlSecret ?? "").trim()]);
    try {
      return await receive({ ...context, logger: redactingLogger(context.logger) }, payload, read(fields, params));
    } finally {
      release();
    }
  },
  examplePayload: {
    get payload() {
      return examplePayload();
    },
  },
});

const receive = async (context: ActionContext, payload: TriggerPayload, input: Input<typeof fields>) => {
  const now = new Date();
  const { isSimulatedTestExecution: isSimulated = false } = context;
  const verified = await isVerified(context, payload, input, now);
  const seen = readSeenCalls(context.instanceState, now);
  const call = toWebhookCall(bodyOf(payload), {
    verified,
    isTest: isSimulated,
    filters: input,
    isSeen: (callId) => isSeen(seen, callId),
  });
  if (call.skipReason) context.logger.info(`Call ${call.id ?? "without id"} does not match: ${call.skipReason}.`);
  const { body, rawBody, ...request } = payload;
  const { urlSecret } = input;
  const shown = urlSecret ? withoutSecret(request, urlSecret) : request;
  const result: { payload: WebhookPayload; instanceState?: Record<string, unknown> } = {
    payload: { ...shown, body, rawBody, call },
  };
  // Only what went through is remembered, so that a test or a filtered delivery never hides a real one.
  const genuineId = call.matches && !call.isTest ? call.id : null;
  if (genuineId !== null) result.instanceState = rememberCall(context.instanceState, seen, genuineId, now);
  return result;
};

const isVerified = async (
  context: ActionContext,
  payload: TriggerPayload,
  { verification = "signedJwt", publicKeys = [], urlSecret, webhookUrl }: Input<typeof fields>,
  now: Date,
): Promise<boolean> => {
  if (context.isSimulatedTestExecution) {
    // It carries no signature, and nobody should have to switch verification off to try a flow.
    context.logger.warn("This is a simulated run: it was not verified, and counts as a test delivery.");
    return false;
  }
  if (verification === "none") {
    context.logger.warn("This webhook was not verified: Verification is set to none.");
    return false;
  }
  if (verification === "urlSecret") {
    const { queryParameters, pathFragment, invokeUrl } = payload;
    return verifyUrlSecret({ queryParameters, paths: [pathFragment, invokeUrl] }, urlSecret).verified;
  }
  const ownUrl = context.webhookUrls?.[context.flow?.name] ?? payload.webhookUrls?.[payload.flow?.name];
  const delivery = { headers: payload.headers ?? {}, rawBody: payload.rawBody?.data };
  return (await verifySignedJwt(delivery, { publicKeys, webhookUrl: webhookUrl ?? ownUrl, now })).verified;
};

/**
 * The body as JSON: of the raw body, which is what was signed (a signed request without it was refused before). Where
 * nothing is signed and the raw body is not at hand, the platform's own reading will do.
 * @throws WebhookRefusedError for anything but a JSON object.
 */
const bodyOf = ({ rawBody, body }: TriggerPayload): unknown => {
  const given = toBytes(rawBody?.data) ?? body?.data;
  const parsed = typeof given === "string" || Buffer.isBuffer(given) ? fromJson(given.toString()) : given;
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new WebhookRefusedError("body", "its body is not a JSON object, which is what Gong's call webhook sends.");
  return parsed;
};

const fromJson = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch {
    // Refused by the caller in words that do not repeat the body.
    return undefined;
  }
};

function examplePayload(): WebhookPayload {
  const flow = { id: "RmxvdzoxMjM0", name: "Competitor mentions", stableId: "competitor-mentions" };
  return {
    ...samplePayload(flow, "RXhlY3V0aW9uOjEyMzQ="),
    headers: {
      "content-type": "application/json",
      authorization: "Bearer eyJhbGciOiJSUzI1NiJ9.eyJ3ZWJob29rX3VybCI6Iu2ApiJ9.c2lnbmF0dXJl",
    },
    rawBody: { data: JSON.stringify(webhookBody), contentType: "application/json" },
    body: { data: webhookBody, contentType: "application/json" },
    call: toWebhookCall(webhookBody, { verified: true, filters: {}, isSeen: () => false }),
  };
}
