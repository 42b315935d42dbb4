import { z } from "zod";
import { GongError, InputError } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { dayMs, hourMs, isoOf } from "#src/base/time";
import { type Call, call } from "#src/entities/call";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { callId, workspaceId } from "#src/form/fields";
import type { Gong } from "#src/gong/client";
import { getCallUsingGet, listCallsUsingGet } from "#src/operations/calls/index";
import { recipe } from "#src/recipe";

/** Whether an uploaded call arrived, told from what Gong shows of it and how long ago it was handed over. */
interface UploadState {
  readonly status: "ready" | "processing" | "probablyDropped" | "unknown";
  /** What this is concluded from and what to do, as sentences. */
  readonly reasons: readonly string[];
}

interface Seen {
  readonly isListed: boolean;
  /** Milliseconds since 1970; undefined when nobody knows. */
  readonly uploadedMs: number | undefined;
  readonly nowMs: number;
}

/** Uploaded calls take up to a day until they can be found. */
const longestWaitMs = dayMs;

/** Why Gong drops an upload that it had accepted, and never says so. */
const usualReasons = [
  "The recording may have less than 60 seconds without the silence at both ends: Gong drops such calls.",
  "Gong may not have been able to fetch the recording: the address had expired, needed a sign-in, or did not lead to audio or video.",
  "In push mode the recording may never have been sent: look for a failed row with mediaPending, and run it again.",
  "The call may be one that these credentials may not see, such as a private one: look in Gong.",
];

/** Concludes what became of an upload. */
const concludeUpload = ({ isListed, uploadedMs, nowMs }: Seen): UploadState => {
  if (isListed) return { status: "ready", reasons: ["Gong lists the call."] };
  if (uploadedMs === undefined)
    return {
      status: "unknown",
      reasons: [
        "Gong does not show the call, and without Uploaded At or Day nobody can say whether it should by now. A call may take a day to appear.",
        ...usualReasons,
      ],
    };
  if (nowMs - uploadedMs < longestWaitMs)
    return {
      status: "processing",
      reasons: ["Gong does not show the call yet. It may take up to a day; look again later."],
    };
  return {
    status: "probablyDropped",
    reasons: ["Gong does not show the call, although more than a day has passed.", ...usualReasons],
  };
};

const UploadedCall = once(() =>
  z.object({
    status: z
      .enum(["ready", "processing", "probablyDropped", "unknown"])
      .describe("ready: Gong lists the call. probablyDropped: a day has passed, and it does not."),
    since: z
      .string()
      .nullable()
      .describe("When the upload was, as far as it is known: Uploaded At, else the end of Day. ISO 8601 in UTC."),
    reasons: z.array(z.string()).describe("What this is concluded from and what to do, as sentences."),
    callId: z.string().nullable().describe("Gong's id of the call; null when Gong does not show it."),
    url: z.string().nullable().describe("The call's page in Gong; null when Gong does not show it."),
  }),
);

export const checkUploadedCall = recipe({
  label: "Check Uploaded Call",
  description:
    "Looks whether an uploaded call has appeared in Gong, since Gong never reports what became of an upload: ready, still processing, or probably dropped.",
  uses: [getCallUsingGet, listCallsUsingGet],
  effect: "reads",
  fields: {
    callId: optional(
      reworded(callId, {
        comments:
          "Gong's id of the call, as Upload Calls or Create New Call returned it. Leave empty to look for the Client Unique ID.",
      }),
    ),
    clientUniqueId: optional(
      field.foreignId({
        label: "Client Unique ID",
        comments:
          "The id under which the call was uploaded. It needs the Day too, since Gong can only be asked for the calls of a range. Leave empty when Call ID is given.",
        placeholder: "pbx-7731",
        example: "pbx-7731",
      }),
    ),
    day: optional(
      field.date({
        label: "Day",
        comments:
          "The day on which the call began, in any zone, such as 2026-01-05. Without Uploaded At it also tells how long Gong has had the call. Leave empty when Call ID is given.",
        example: "2026-01-05",
      }),
    ),
    uploadedAt: optional(
      field.dateTime({
        label: "Uploaded At",
        comments:
          "When the call was uploaded, so that a late one can be told from a dropped one. ISO 8601 with a zone. Leave empty when it was uploaded on the Day.",
        example: "2026-01-05T19:00:00Z",
      }),
    ),
    workspaceId: optional(workspaceId),
  },
  output: UploadedCall,
  example: {
    since: "2026-01-05T19:00:00Z",
    ...concludeUpload({ isListed: true, uploadedMs: undefined, nowMs: 0 }),
    reasons: [...concludeUpload({ isListed: true, uploadedMs: undefined, nowMs: 0 }).reasons],
    callId: call.id,
    url: call.url,
  },
  run: async ({ callId, clientUniqueId, day, uploadedAt, workspaceId }, { gong }) => {
    if (callId === undefined && (clientUniqueId === undefined || day === undefined))
      throw new InputError(["Call ID is required, or Client Unique ID together with Day."]);
    const dayEndMs = day === undefined ? undefined : Date.parse(`${day}T00:00:00Z`) + dayMs;
    const found =
      callId === undefined
        ? await findById(gong, clientUniqueId ?? "", dayEndMs ?? 0, workspaceId)
        : await getCall(gong, callId);
    const uploadedMs = uploadedAt === undefined ? dayEndMs : Date.parse(uploadedAt);
    const { status, reasons } = concludeUpload({ isListed: found !== undefined, uploadedMs, nowMs: Date.now() });
    return {
      status,
      since: uploadedMs === undefined ? null : isoOf(uploadedMs),
      reasons: [...reasons],
      callId: found?.id ?? null,
      url: found?.url ?? null,
    };
  },
  notes: [
    "With Call ID it takes one request; with Client Unique ID one for each hundred calls around that day, until it is found.",
    "An uploaded call appears after minutes to hours, at most a day.",
  ],
});

const getCall = async (gong: Gong, callId: string): Promise<Call | undefined> => {
  try {
    return (await gong.run(getCallUsingGet, { callId })).call ?? undefined;
  } catch (error) {
    if (error instanceof GongError && error.status === 404) return undefined;
    throw error;
  }
};

/** The day may be anyone's, so the range reaches as far as zones do. */
const findById = async (
  gong: Gong,
  clientUniqueId: string,
  dayEndMs: number,
  workspaceId: string | undefined,
): Promise<Call | undefined> => {
  const range = {
    fromDateTime: new Date(dayEndMs - dayMs - 14 * hourMs).toISOString(),
    toDateTime: new Date(dayEndMs + 12 * hourMs).toISOString(),
  };
  for await (const { calls } of gong.pages(listCallsUsingGet, { ...range, workspaceId })) {
    const match = calls?.find((each) => each.clientUniqueId === clientUniqueId);
    if (match) return match;
  }
  return undefined;
};
