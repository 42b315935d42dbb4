import { type FaultKind, type LogEntry, type Sandbox, startSandbox } from "#sandbox/index";
import type { Companion, Host, RingPlan } from "./companion";
import type { ConnectionValue, StoredConnection } from "./connections";
import type { Control, Ring, SentRequest, WireInput } from "./types";

const hourMs = 60 * 60 * 1000;
const latencyMs = 40;

const input = (key: string, label: string, more: Partial<WireInput> = {}): WireInput => ({
  key,
  label,
  type: "string",
  default: "",
  ...more,
});

const faultKinds: readonly FaultKind[] = [
  "429",
  "503",
  "500",
  "401",
  "404",
  "latency",
  "silence",
  "reset",
  "truncated",
  "html",
  "empty",
  "redirect",
  "expiredCursor",
  "repeatedCursor",
];

const controls: readonly Control[] = [
  {
    key: "clock",
    label: "Move the clock",
    comments: "Moves the sandbox's clock and the component's together. A negative number of hours moves both back.",
    inputs: [input("hours", "Hours", { default: "1", required: true })],
  },
  {
    key: "lateCall",
    label: "Add a late call",
    comments:
      "A call that has ended now, and that Gong lists only in some hours: what a polling trigger must not miss.",
    inputs: [
      input("hours", "Hours until Gong lists it", { default: "2", required: true }),
      input("title", "Title", { placeholder: "Late call" }),
    ],
  },
  {
    key: "fault",
    label: "Let requests fail",
    comments: "The next requests that pass sign-in and limits meet this fault.",
    inputs: [
      input("kind", "Fault", {
        default: "503",
        required: true,
        model: faultKinds.map((value) => ({ value, label: value })),
      }),
      input("times", "How many requests", { default: "1", required: true }),
      input("operation", "Only this operation", { placeholder: "GET /v2/calls" }),
      input("retryAfter", "Retry-After, in seconds"),
    ],
  },
  {
    key: "limits",
    label: "Spend the budget",
    comments: "Plays another client of the same company, with which the limits are shared.",
    inputs: [
      input("spend", "Requests that it has sent today", { placeholder: "9990" }),
      input("share", "Requests a second that it sends from now on", { placeholder: "2" }),
    ],
  },
  {
    key: "reset",
    label: "Start over",
    comments: "The sandbox as at the start, the clock at the present, and triggers without memory.",
    inputs: [],
  },
];

const rings: readonly Ring[] = [
  { value: "genuine", label: "Genuine", comments: "Signed by the sandbox's rule, about its latest call." },
  { value: "test", label: "Test now", comments: "Signed, and marked as a test." },
  { value: "forged", label: "Forged", comments: "Signed, and its body changed afterward." },
  { value: "late", label: "Late", comments: "Signed with a token that has expired." },
  { value: "repeated", label: "Repeated", comments: "The same delivery twice." },
];

/** "2026-11-27 20:15 UTC" */
const minuteOf = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;

const numberIn = (values: Readonly<Record<string, unknown>>, key: string): number | undefined => {
  const text = String(values[key] ?? "").trim();
  if (text === "") return undefined;
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`${key} has to be a number, such as 2.`);
  return Number(text);
};

const connectionsOf = (sandbox: Sandbox): readonly StoredConnection[] => {
  const common = { account: "Sandbox", isPractice: true };
  const withToken = (scopes?: readonly string[]): ConnectionValue => ({
    key: "oauth2",
    configVarKey: "Gong Connection",
    fields: {
      authorizeUrl: `${sandbox.url}/oauth2/authorize`,
      tokenUrl: `${sandbox.url}/oauth2/generate-customer-token`,
      scopes: scopes?.join(" ") ?? "",
      clientId: sandbox.clientId,
      clientSecret: sandbox.clientSecret,
    },
    token: { ...sandbox.issueToken(scopes) },
    context: {},
  });
  return [
    {
      ...common,
      id: "sandbox",
      definition: "gongApiKey",
      name: "Sandbox, access key",
      value: () => ({
        key: "gongApiKey",
        configVarKey: "Gong Connection",
        fields: { baseUrl: sandbox.url, accessKey: sandbox.accessKey, accessKeySecret: sandbox.accessKeySecret },
      }),
    },
    { ...common, id: "sandbox-oauth", definition: "oauth2", name: "Sandbox, OAuth 2.0", value: () => withToken() },
    {
      ...common,
      id: "sandbox-few-scopes",
      definition: "oauth2",
      name: "Sandbox, OAuth 2.0 with the scope api:users:read only",
      note: "Shows what a missing scope looks like.",
      value: () => withToken(["api:users:read"]),
    },
  ];
};

/** Pairs requests with what the sandbox noted of them: the same method and path, in the same order. */
const pair = (requests: readonly SentRequest[], entries: readonly LogEntry[], origin: string) => {
  const left = [...entries];
  return requests.map((request) => {
    const { pathname } = new URL(request.url);
    if (!request.url.startsWith(`${origin}/`)) return undefined;
    const index = left.findIndex(({ method, path }) => method === request.method && path === pathname);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  });
};

const noteOf = ({ fault, violations }: LogEntry): string | undefined => {
  if (violations.length > 0) return violations.join(" ");
  return fault ? `The sandbox was told to fail: ${fault}.` : undefined;
};

/** The Gong of this machine, beside the workbench of the Gong component. */
export const openGongCompanion = async (): Promise<Companion> => {
  const sandbox = await startSandbox({ latencyMs });
  /** What the sandbox noted of requests that are told already. */
  const told = new WeakSet<LogEntry>();

  const act: Readonly<Record<string, (values: Readonly<Record<string, unknown>>, host: Host) => Promise<string>>> = {
    async clock(values, host) {
      const hours = numberIn(values, "hours") ?? 0;
      sandbox.clock.advance(hours * hourMs);
      await host.moveClock(host.offsetMs + hours * hourMs);
      return `Both clocks moved by ${hours} h. It is now ${minuteOf(sandbox.clock.now())}.`;
    },
    async lateCall(values) {
      const hours = numberIn(values, "hours") ?? 2;
      const [durationSeconds, now] = [1800, sandbox.clock.now()];
      const started = now - durationSeconds * 1000;
      const title = String(values.title ?? "").trim() || "Late call";
      const { id } = sandbox.world.addCall({
        started,
        durationSeconds,
        isPrivate: false,
        visibleAt: now + hours * hourMs,
        metaData: { title },
      });
      return `Call ${id} (${title}) will be listed in ${hours} h. Poll now, move the clock, and poll again.`;
    },
    async fault(values) {
      const operation = String(values.operation ?? "").trim();
      const times = numberIn(values, "times") ?? 1;
      const kind = faultKinds.find((each) => each === values.kind);
      if (!kind) throw new Error("Choose a fault.");
      sandbox.faults.add({
        kind,
        match: { times, ...(operation && { operation }) },
        retryAfter: numberIn(values, "retryAfter"),
      });
      return `The next ${times === 1 ? "request" : `${times} requests`}${operation && ` of ${operation}`} will meet ${kind}.`;
    },
    async limits(values) {
      const [spend, share] = [numberIn(values, "spend"), numberIn(values, "share")];
      if (spend !== undefined) sandbox.limits.spend(spend);
      if (share !== undefined) sandbox.limits.share(share);
      return `${sandbox.limits.left().toLocaleString("en")} requests are left today.`;
    },
    async reset(_values, host) {
      sandbox.reset();
      await host.moveClock(0);
      host.forgetStates();
      return "Everything is as at the start.";
    },
  };

  const latestCall = (): string => {
    const now = sandbox.clock.now();
    const visible = sandbox.world.calls.filter(({ visibleAt, isPrivate }) => visibleAt <= now && !isPrivate);
    const [latest] = visible.sort((one, other) => other.started - one.started);
    if (!latest) throw new Error("The sandbox lists no call now.");
    return latest.id;
  };

  const ring = (kind: string, url: string): RingPlan => {
    const callId = latestCall();
    const send = async (more = {}) => {
      await sandbox.sendWebhook({ url, callId, ...more });
    };
    const title = `The sandbox rang about call ${callId}.`;
    switch (kind) {
      case "test":
        return { title: `${title} It was marked as a test.`, send: () => send({ isTest: true }) };
      case "forged":
        return {
          title: `${title} Its body was changed on the way.`,
          send,
          alter: (bytes) => Buffer.from(bytes.toString().replace(callId, "666")),
        };
      case "late":
        return {
          title: `${title} Its token had expired five minutes before.`,
          send: () => send({ expiresInSeconds: -300 }),
        };
      case "repeated":
        return { title, send, times: 2 };
      default:
        return { title, send };
    }
  };

  return {
    view: {
      name: "Sandbox",
      controls,
      rings: { webhook: rings },
      prefill: { "triggers/webhook": { publicKeys: [sandbox.webhookKeys.publicKey] } },
      curlSignIn: '-u "$GONG_ACCESS_KEY:$GONG_ACCESS_KEY_SECRET"',
    },
    connections: connectionsOf(sandbox),
    facts: () => [
      { label: "requests left today", value: sandbox.limits.left().toLocaleString("en") },
      { label: "sandbox time", value: minuteOf(sandbox.clock.now()) },
    ],
    control: async (key, values, host) => (await act[key]?.(values, host)) ?? "",
    ring,
    annotate(requests, connection) {
      if (!connection?.isPractice) {
        // Gong does not say whether it counts what it refuses as too many.
        for (const request of requests) request.cost = request.status === 429 ? 0 : 1;
        return;
      }
      const untold = sandbox.log.entries.filter((entry) => !told.has(entry));
      const notes = pair(requests, untold, sandbox.url);
      requests.forEach((request, index) => {
        const entry = notes[index];
        if (!entry) return;
        told.add(entry);
        request.cost = entry.isAuthorized && entry.status !== 429 ? 1 : 0;
        request.note = noteOf(entry);
      });
    },
    close: () => sandbox.close(),
  };
};
