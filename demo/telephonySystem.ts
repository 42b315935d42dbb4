import { serve } from "./serve";

/** A finished call, as the telephony system lists it. */
type RecordedCall = Readonly<Record<string, string | number>>;

const dayMs = 24 * 60 * 60 * 1000;

/** A stand-in for a telephony system on this machine: lists finished calls, and takes reports. */
export const startTelephony = async () => {
  const calls: { readonly endedMs: number; readonly call: RecordedCall }[] = [];
  const reports: Readonly<Record<string, unknown>>[] = [];
  const { url, close } = await serve(({ method, path: [place], query, body }) => {
    if (method === "POST" && place === "reports") {
      reports.push(...(JSON.parse(body.toString()) as Readonly<Record<string, unknown>>[]));
      return { status: 201, body: {} };
    }
    if (method !== "GET" || place !== "calls") return { status: 404 };
    const since = query.get("since");
    const days = query.get("days");
    const from = since ? Date.parse(since) : Date.now() - (days ? Number(days) * dayMs : 60 * 60 * 1000);
    return { status: 200, body: calls.filter(({ endedMs }) => endedMs >= from).map(({ call }) => call) };
  });
  return { url, close, reports, add: (call: RecordedCall, endedMs: number) => void calls.push({ call, endedMs }) };
};
