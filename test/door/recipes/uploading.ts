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

/** Twelve rows that each have something else wrong. */
export const badRows = (sandbox: Sandbox) => {
  const row = (number: number, more: Record<string, unknown>) => goodRow(sandbox, 900 + number, more);
  const soon = new Date(Date.now() + 60_000).toISOString().replace(/[-:]|\.\d+/g, "");
  return {
    MISSING_ID: row(0, { clientUniqueId: "" }),
    NO_ZONE: row(1, { actualStart: "2026-10-20 15:00:00" }),
    BAD_DIRECTION: row(2, { direction: "sideways" }),
    UNKNOWN_HOST: row(3, { hostEmail: "nobody@northwind.example" }),
    IMPORT_NOT_ENABLED: row(4, { hostEmail: sandbox.world.users[2]?.emailAddress }),
    TOO_SHORT: row(5, { duration: 41 }),
    TOO_LARGE: row(6, { fileSize: 1.6 * 1024 ** 3 }),
    UNKNOWN_FORMAT: row(7, { downloadMediaUrl: "https://recordings.northwind.example/pbx-7907.ogg" }),
    DUPLICATE_ID: row(8, { clientUniqueId: "pbx-7001" }),
    DUPLICATE_URL: row(9, { downloadMediaUrl: "https://recordings.northwind.example/pbx-7002.mp3" }),
    URL_EXPIRES: row(10, {
      downloadMediaUrl: `https://recordings.northwind.example/a.mp3?X-Amz-Date=${soon}&X-Amz-Expires=900&X-Amz-Signature=abcdef`,
    }),
    BAD_VALUE: row(11, { purpose: "x".repeat(256) }),
  };
};
