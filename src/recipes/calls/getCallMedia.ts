import { z } from "zod";
import { GongError } from "#src/base/errors";
import { mayFetch } from "#src/base/hosts";
import { once } from "#src/base/lazy";
import { hourMs, isoSecondOf } from "#src/base/time";
import { isUrl } from "#src/base/url";
import { call } from "#src/entities/call";
import * as field from "#src/form/field";
import { optional } from "#src/form/field";
import { callId } from "#src/form/fields";
import { download } from "#src/gong/download";
import { listDetailedCalls } from "#src/operations/calls/index";
import { recipe } from "#src/recipe";
import { includePrivateCalls } from "#src/recipes/shared";

const linkLifeMs = 8 * hourMs;
const mostFileBytes = 100 * 1024 * 1024;

const CallMedia = once(() =>
  z.object({
    callId: z.string().describe("Gong's id of the call, up to 20 digits."),
    title: z.string().nullable().describe("The call's title."),
    kind: z.enum(["audio", "video"]).describe("Sound alone or video."),
    url: z.string().describe("The recording. Whoever has the link can open it, so it should not be stored."),
    expiresAt: z.string().describe("When the link stops working: eight hours after it was made. ISO 8601 in UTC."),
    file: z
      .object({ data: z.unknown().describe("The bytes."), contentType: z.string().describe("Such as audio/mpeg.") })
      .nullable()
      .describe("The recording itself, to hand to a step that takes a file; null when only the link was asked for."),
  }),
);

export const getCallMedia = recipe({
  label: "Get Call Media",
  description: "Gets a fresh link to the recording of a call, or the recording itself as a file.",
  uses: [listDetailedCalls],
  effect: "reads",
  fields: {
    callId,
    kind: optional(
      field.choice(
        {
          label: "Audio or Video",
          comments: "Whether to get the sound alone or the video. Leave empty for audio, which every recording has.",
          example: "audio",
        },
        [
          { value: "audio", label: "Audio" },
          { value: "video", label: "Video" },
        ],
        { default: "audio" },
      ),
    ),
    as: optional(
      field.choice(
        {
          label: "Return As",
          comments:
            "What to hand out: a link that works for eight hours, or the file, of at most 100 MB. Leave empty for the link.",
          example: "link",
        },
        [
          { value: "link", label: "Link" },
          { value: "file", label: "File" },
        ],
        { default: "link" },
      ),
    ),
    includePrivateCalls: field.reworded(includePrivateCalls, {
      comments:
        "Also get the recording of a private call. When off, a private call is an error that begins with PRIVATE.",
    }),
  },
  output: CallMedia,
  example: {
    callId: call.id,
    title: call.title,
    kind: "audio",
    url: `https://media.gong.example/${call.id}/audio.mp3?Expires=1767672012`,
    expiresAt: "2026-01-06T04:00:12Z",
    file: null,
  },
  run: async ({ callId, kind: asked, as, includePrivateCalls }, { gong }) => {
    const kind: "audio" | "video" = asked === "video" ? "video" : "audio";
    const { calls } = await gong.run(listDetailedCalls, { callIds: [callId], include: ["media"] });
    const expiresAt = isoSecondOf(Date.now() + linkLifeMs);
    const [found] = calls ?? [];
    if (!found)
      throw refusal(
        `Gong has no call ${callId} that this connection may see. Check the Call ID; a call that has just ended appears in Gong after it was processed, which may take some hours.`,
      );
    if (found.metaData?.isPrivate && !includePrivateCalls)
      throw refusal(
        `PRIVATE: the call ${callId} is private in Gong, so its recording was not read. Switch Include Private Calls on where that is meant.`,
      );
    const url = kind === "video" ? found.media?.videoUrl : found.media?.audioUrl;
    if (!url)
      throw refusal(
        kind === "video" && found.media?.audioUrl
          ? `The call ${callId} has no video. Choose audio as the Kind.`
          : `Gong has no recording of the call ${callId}: it was not recorded, is still being processed, or was deleted. Look at the call in Gong; where it is new, run the step again later.`,
      );
    if (!isUrl(url) || !mayFetch(new URL(url)))
      throw refusal(
        `The link that Gong gave to the recording of the call ${callId} is no public https:// address, so it was not handed on. Look at the call in Gong.`,
      );
    const fetched = as === "file" ? await download(url, mostFileBytes, Date.now() + gong.remainingMs) : undefined;
    const usual = kind === "video" ? "video/mp4" : "audio/mpeg";
    return {
      callId,
      title: found.metaData?.title ?? null,
      kind,
      url,
      expiresAt,
      file: fetched ? { data: fetched.data, contentType: fetched.contentType ?? usual } : null,
    };
  },
  notes: [
    "It also needs the scope api:calls:read:media-url.",
    "It takes one request to Gong. The link is made anew each time and works for eight hours: keep the call's url instead.",
    "The file is fetched without credentials, piece by piece, and held in memory; use the link for anything large.",
  ],
});

const refusal = (message: string) => new GongError(message, { operation: "Get Call Media" });
