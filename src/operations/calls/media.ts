import { z } from "zod";
import { InputError } from "#src/base/errors";
import { call } from "#src/entities/call";
import { answerWith, requestId } from "#src/entities/entity";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { callId } from "#src/form/fields";
import { operation } from "#src/operation";
import { fromFile, fromUrl } from "./mediaFile";

export const addMedia = operation({
  label: "Add Call Media",
  description:
    "Sends the recording of a call that was created without Download Media URL, from an earlier step or from a web address.",
  endpoint: "PUT /v2/calls/{callId}/media",
  scopes: ["api:calls:create"],
  effect: "writes",
  fields: {
    callId: reworded(callId, { comments: "Gong's id of the call, as Create New Call returned it." }),
    fileInput: optional(
      field.file({
        label: "File",
        comments:
          "The recording from an earlier step: bytes or base64 text of WAV, MP3, MP4, MKV or FLAC, at most 1.5 GB. Leave empty when Media URL is set.",
        example: "UklGRiQAAABXQVZF",
      }),
    ),
    fileName: optional(
      field.text({
        label: "File Name",
        comments:
          "The name of the file with its extension, such as pbx-7731.mp3. Leave empty to take it from the Media URL or the file's content type.",
        placeholder: "pbx-7731.mp3",
        example: "pbx-7731.mp3",
      }),
    ),
    mediaUrl: optional(
      field.url({
        label: "Media URL",
        comments:
          "A web address that needs no sign-in, from which the recording is passed on to Gong piece by piece; best for large files. Leave empty when File is set.",
        placeholder: "https://recordings.northwind.example/pbx-7731.mp3",
        example: "https://recordings.northwind.example/pbx-7731.mp3",
      }),
    ),
  },
  request: ({ fileInput, fileName, mediaUrl }) => {
    if (fileInput !== undefined && mediaUrl !== undefined)
      throw new InputError(["File and Media URL cannot be used together. Leave one of them empty."]);
    if (mediaUrl !== undefined) return { multipart: fromUrl(mediaUrl, fileName) };
    if (fileInput === undefined) throw new InputError(["File or Media URL is required."]);
    return { multipart: fromFile(fileInput, fileName) };
  },
  // Gong says 1.5 GB; read in binary, so that nothing is refused here that Gong would take.
  file: { part: "mediaFile", maxBytes: 1.5 * 1024 ** 3, isRecording: true },
  response: () =>
    answerWith({
      callId: z.string().describe("Gong's id of the call, up to 20 digits."),
      url: z.string().describe("The call's page in Gong."),
    }),
  example: { requestId, callId: call.id, url: call.url },
  notes: [
    "Not to be used for a call that was created with Download Media URL.",
    "The call appears in Gong once the recording has been processed, which may take up to a day.",
    "Gong drops a recording of less than 60 seconds, counted without silence at both ends, and says nothing.",
  ],
});
