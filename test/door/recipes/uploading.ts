import type { Sandbox } from "#sandbox/index";
import { harness, quietLogger, tokenConnectionTo } from "../../support/component";

/** One finding, as a row's result holds it. */
export interface Found {
  readonly code: string;
  readonly message: string;
}

/** What Upload Calls returns, as far as tests read it. */
export interface Uploaded {
  readonly results: readonly (Found & {
    readonly row: number;
    readonly clientUniqueId: string | null;
    readonly status: string;
    readonly callId: string | null;
    readonly url: string | null;
    readonly requestId: string | null;
    readonly mediaPending: boolean;
    readonly attempt: number;
    readonly faults: readonly Found[];
    readonly warnings: readonly Found[];
  })[];
  readonly failed: readonly Record<string, unknown>[];
  readonly skipped: readonly (Found & { readonly id: string; readonly row: number })[];
  readonly scanned: number;
  readonly truncated: boolean;
  readonly reason: string | null;
  readonly resume: string | null;
  readonly requests: number;
  readonly budget: { readonly spent: number; readonly estimated: number; readonly left: number };
  readonly unusedColumns: readonly string[];
}

/** Runs Upload Calls through the front door, with a connection of its own. */
export const uploadTo = async (
  sandbox: Sandbox,
  inputs: Record<string, unknown>,
  { logger = quietLogger(), connection = tokenConnectionTo(sandbox) as unknown } = {},
): Promise<Uploaded> => {
  const result = await harness.action("uploadCalls", { connection: connection as never, ...inputs }, { logger });
  return (result as { data: Uploaded }).data;
};

/** A row that nothing is wrong with, held by the sandbox's user of that number. */
export const goodRow = (sandbox: Sandbox, number: number, more: Record<string, unknown> = {}) => ({
  clientUniqueId: `pbx-${7000 + number}`,
  actualStart: new Date(Date.UTC(2026, 9, 20, 15) + number * 60_000).toISOString(),
  duration: 240 + number,
  direction: number % 2 ? "inbound" : "outbound",
  hostEmail: hostOf(sandbox, number),
  externalName: "Priya Nair",
  externalPhone: "+1 (425) 555-2671",
  downloadMediaUrl: `https://recordings.northwind.example/pbx-${7000 + number}.mp3`,
  ...more,
});

/** The address of an active user whose calls are imported. */
export const hostOf = (sandbox: Sandbox, number: number): string => {
  const users = sandbox.world.users
    .map((user) => sandbox.world.describeUser(user))
    .filter(({ active, settings }) => active && settings.telephonyCallsImported);
  return users[number % users.length]?.emailAddress ?? "";
};

/** The bodies of the calls that were created, in the order of their arrival. */
export const createdIn = (sandbox: Sandbox) =>
  sandbox.log
    .of("POST /v2/calls")
    .filter(({ status }) => status === 200)
    .map(({ body }) => body as Record<string, unknown> & { parties: Record<string, unknown>[] });
