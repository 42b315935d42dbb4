import type { Operation } from "#src/operation";
import { connectionTo, quietLogger } from "../../support/component";
import { wav } from "../../support/forms";
import { type Answer, type Host, startHost as start } from "../../support/host";
import { operationAt } from "../../support/standIn";
import { hurry } from "../gong/support";
import { type Row, webhookExample } from "./rows";
import { beyondNumbers, goodReply, type Reply, type Situation } from "./situations";

/** What stands in a cell where nothing of the kind can happen: Gong is asked nothing. */
export const notAsked = "–";

/** With what a cell begins that shows a fault of ours: a crash, something lost or rounded. */
export const fault = "FAULT";

type ReplyTo = (operation: Operation) => Reply;

let host: Host;
let replyTo: ReplyTo = goodReply;
let requests = 0;

const answer: Answer = (request, response) => {
  const path = request.url?.split("?")[0] ?? "";
  if (path === "/recording.wav") return response.writeHead(200, { "Content-Type": "audio/wav" }).end(wav);
  requests += 1;
  const operation = operationAt(request.method ?? "", path);
  const reply = operation ? replyTo(operation) : ({ status: 404, text: '{"errors":["No such path"]}' } as const);
  if (reply === "silence") return response;
  const text = reply.text.replaceAll("http://media.invalid", host.url);
  return response
    .writeHead(reply.status, { "Content-Type": "application/json", Date: new Date().toUTCString(), ...reply.headers })
    .end(text);
};

/** Starts the host that pretends to be Gong. */
export const startHost = async () => {
  host = await start(answer);
};

export const stopHost = () => host.close();

let accounts = 0;

/** A connection of its own, so that runs share neither a pace nor what is remembered of a company. */
const newConnection = () =>
  connectionTo({ url: host.url, accessKey: `key ${++accounts}`, accessKeySecret: `a secret of tests ${accounts}` });

/** Errors that say what happened; anything else is a crash. */
const signs: Readonly<Record<string, string>> = {
  InputError: "input",
  ConnectionError: "connection",
  MissingScopeError: "scope",
  NotAnsweredError: "unreadable",
  GongBusyError: "later",
  RepeatedCursorError: "cursor",
  WebhookRefusedError: "refused",
};

const signOf = (error: unknown): string => {
  const { name, status, message, facts } = error as Error & { status?: number; facts?: { code?: string } };
  if (name === "NotAnsweredError" && facts?.code) return "no answer";
  if (name === "GongError") return status === undefined ? "fails" : String(status);
  return signs[name] ?? `${fault} ${name}: ${message}`;
};

const count = (text: string, part: string) => text.split(part).length - 1;

/** The codes of the notes that an output holds: `{ code, message }`. */
const codesIn = (value: unknown): string[] => {
  if (typeof value !== "object" || value === null) return [];
  const { code, message } = value as { code?: unknown; message?: unknown };
  const own = typeof code === "string" && typeof message === "string" ? [code] : [];
  return [...own, ...Object.values(value).flatMap(codesIn)];
};

/** Whether something that had to come out is missing, or was rounded. */
const faultIn = (row: Row, { kept }: Situation, sent: string, output: string): string | undefined => {
  if (kept === beyondNumbers && /9223372036854776000|9\.223372036854776e\+?18/.test(output)) return `${fault} rounded`;
  if (kept && row.isHandedOn && count(output, kept) < count(sent, kept)) return `${fault} lost`;
  return undefined;
};

const signOfOutput = (row: Row, situation: Situation, sent: string, output: unknown, isWarned = false): string => {
  const text = JSON.stringify(output) ?? "";
  const list = row.listIn(output);
  const isStopped = /"truncated":true/.test(text);
  const bare = Array.isArray(list) && list.length === 0 ? "∅" : "✓";
  const codes = [...new Set(codesIn(output))].sort().map((code) => `\`${code}\``);
  const said = [...codes, ...(/"ok":false/.test(text) ? ["reported"] : []), ...(isWarned ? ["warned"] : [])];
  return [faultIn(row, situation, sent, text) ?? (isStopped ? `${bare}…` : bare), ...said].join(" ");
};

/** Runs a row once; the chance in waits is taken out, so that equal runs count equal requests. */
const runOnce = async (row: Row, situation: Situation, nth: number): Promise<string> => {
  const met = new Map<Operation, number>();
  let sent = "";
  requests = 0;
  replyTo = (operation) => {
    const times = (met.get(operation) ?? 0) + 1;
    met.set(operation, times);
    const isMet = (!row.only || row.only === operation) && !(situation.isOnce && times > 1);
    const reply = isMet ? situation.replies(operation)[nth] : undefined;
    if (reply && reply !== "silence") sent += reply.text;
    return reply ?? goodReply(operation);
  };
  let isWarned = false;
  const warn = () => {
    isWarned = true;
    return undefined;
  };
  const logger = { ...quietLogger(), warn, error: warn };
  const run = row.run as NonNullable<Row["run"]>;
  const random = jest.spyOn(Math, "random").mockReturnValue(0.5);
  try {
    const output = await hurry(() => run(newConnection(), !!situation.withAllInputs, logger));
    if (row.only ? !met.has(row.only) : requests === 0) return notAsked;
    return signOfOutput(row, situation, sent, output, isWarned);
  } catch (error) {
    return signOf(error);
  } finally {
    random.mockRestore();
    // Lines that wait for an answer would stay with the next run.
    host.disconnect();
  }
};

const receiveOnce = async (row: Row, situation: Situation, nth: number): Promise<string> => {
  const reply = situation.replies(webhookExample)[nth];
  if (!reply || reply === "silence" || reply.status !== 200 || !row.receive) return notAsked;
  try {
    return signOfOutput(row, situation, reply.text, await row.receive(reply.text, !!situation.withAllInputs));
  } catch (error) {
    return signOf(error);
  }
};

/** What happens to a row in a situation, in the short words of the page. */
export const cellOf = async (row: Row, situation: Situation): Promise<string> => {
  const variants = situation.replies(webhookExample).map((_reply, nth) => nth);
  if (!row.run && !row.receive) return notAsked;
  const found: string[] = [];
  let sent = 0;
  for (const nth of variants) {
    found.push(await (row.run ? runOnce(row, situation, nth) : receiveOnce(row, situation, nth)));
    sent = requests;
  }
  const cell = [...new Set(found)].join(", ");
  return row.isHandedOn && variants.length === 1 && sent !== 1 ? `${cell} ×${sent}` : cell;
};
