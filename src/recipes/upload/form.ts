import { z } from "zod";
import { buyer } from "#src/entities/party";
import { user } from "#src/entities/user";
import * as field from "#src/form/field";
import { optional, reworded } from "#src/form/field";
import { maxCalls, resumeFrom, timeLimitSeconds, workspaceId } from "#src/recipes/shared";
import { overridable } from "./codes";
import { titlePlaceholders } from "./newCall";
import { requestsADay } from "./send";

export const defaultTitle = "{direction} call – {external} – {date}";

export const rowExample = {
  clientUniqueId: "pbx-7731",
  actualStart: "2026-01-05T10:00:00-08:00",
  duration: 1834,
  direction: "outbound",
  hostEmail: user.emailAddress,
  externalName: buyer.name,
  externalPhone: "+1 (425) 555-2671",
  downloadMediaUrl: "https://recordings.northwind.example/pbx-7731.mp3",
};

/** The inputs of Upload Calls. */
export const uploadFields = {
  rows: optional(
    field.json(
      {
        label: "Rows",
        comments:
          "The calls to upload: CSV text, JSON, a list of objects or a file (CSV, .xlsx), with an id, a start, a host, a direction and a recording each. The page of this action names the columns. The list failed of an earlier run fits too. Leave empty to upload nothing.",
        example: JSON.stringify([rowExample]),
      },
      z.unknown,
    ),
  ),
  mode: optional(
    field.choice(
      {
        label: "Mode",
        comments:
          "How the recordings reach Gong. Pull: Gong fetches each from its address, one request a call. Push: this step passes each on from its address or file, two requests a call; for addresses that Gong cannot open. Leave empty for pull.",
        example: "pull",
      },
      [
        { value: "pull", label: "Pull: Gong fetches the recordings" },
        { value: "push", label: "Push: this step sends the recordings" },
      ],
      { default: "pull" },
    ),
  ),
  dryRun: optional(
    field.toggle({
      label: "Dry Run",
      comments:
        "Only look at the rows and say what is wrong with each and what the upload would cost; nothing is uploaded. When off, the rows are uploaded.",
      example: "false",
    }),
  ),
  overrides: optional(
    field.choiceList(
      {
        label: "Faults to Allow",
        comments:
          "Faults to let through as warnings. Gong may drop such calls and say nothing. Leave empty to upload none of them.",
        example: "TOO_SHORT",
      },
      overridable,
    ),
  ),
  sourceSystem: optional(
    field.text({
      label: "Source System",
      comments:
        "A name for the telephony system. It is put before the ids of columns such as Call ID, so that the ids of two systems stay apart; a clientUniqueId column is sent as it is. Keep it the same for ever. Leave empty to send ids as they are.",
      placeholder: "pbx",
      example: "pbx",
    }),
  ),
  timeZone: optional(
    field.text({
      label: "Time Zone",
      comments:
        "The zone of times that are written without one, by its name, such as America/Los_Angeles. Leave empty to refuse such times.",
      placeholder: "America/Los_Angeles",
      example: "America/Los_Angeles",
    }),
  ),
  dateOrder: optional(
    field.choice(
      {
        label: "Date Order",
        comments:
          "How days are written that are numbers with the year last, such as 20.11.2026 or 11/20/2026. Days with the year first are always understood. Leave empty to refuse others, since 05/01/2026 could be two days.",
        example: "dayFirst",
      },
      [
        { value: "iso", label: "Year first only: 2026-11-20" },
        { value: "dayFirst", label: "Day first: 20.11.2026 or 20/11/2026" },
        { value: "monthFirst", label: "Month first: 11/20/2026" },
      ],
    ),
  ),
  countryCode: optional(
    field.integer(
      {
        label: "Country Code",
        comments:
          "The country code of phone numbers that are written without one, such as 1 or 49. Leave empty to send such numbers as they are; Gong then matches fewer people of the CRM.",
        placeholder: "1",
        example: "1",
      },
      { min: 1, max: 999 },
    ),
  ),
  titleTemplate: optional(
    field.text({
      label: "Title Template",
      comments: `The title of calls whose row has none, or only an id. It may hold ${titlePlaceholders.map((name) => `{${name}}`).join(", ")}. Leave empty for ${defaultTitle}.`,
      placeholder: defaultTitle,
      example: defaultTitle,
    }),
  ),
  allowedPurposes: optional(
    field.list(
      field.text({
        label: "Allowed Purposes",
        comments:
          "The words that a purpose may be; others are faults. Leave empty to allow any of up to 255 characters.",
        placeholder: "Discovery",
        example: "Discovery",
      }),
    ),
  ),
  allowedDispositions: optional(
    field.list(
      field.text({
        label: "Allowed Dispositions",
        comments:
          "The words that a disposition may be; others are faults. Leave empty to allow any of up to 255 characters.",
        placeholder: "Connected",
        example: "Connected",
      }),
    ),
  ),
  callProviderCode: optional(
    field.openChoice(
      {
        label: "Call Provider Code",
        comments:
          "Gong's code of the telephony system, for rows without their own; others than the listed ones may be typed, and Gong's support knows them. Leave empty for none.",
        example: "ringcentral",
      },
      ["ringcentral", "zoom", "gotomeeting", "outreach", "insidesales"],
    ),
  ),
  languageCode: optional(
    field.text({
      label: "Language Code",
      comments:
        "The language of the calls for rows without their own, such as en-US. Leave empty to let Gong recognise it; set it only when it is certain.",
      placeholder: "en-US",
      example: "en-US",
    }),
  ),
  workspaceId: reworded(workspaceId, {
    comments:
      "Gong's id of the workspace for rows without their own. Leave empty to let Gong choose, as most companies do.",
  }),
  checkMedia: optional(
    field.toggle({
      label: "Check Media",
      comments:
        "Open the address of each recording before the upload and look at its size and format, since Gong never reports that it could not fetch one. Leave it off where an address works only once, or only from Gong. In push mode it is always done.",
      example: "false",
    }),
  ),
  backfillDays: optional(
    field.integer(
      {
        label: "Backfill Days",
        comments:
          "Upload only calls that began within so many days before now; older ones are listed under skipped. 30 is usual for a first upload. Leave empty for calls of any age.",
        placeholder: "30",
        example: "30",
      },
      { min: 1 },
    ),
  ),
  reserveRequests: optional(
    field.integer(
      {
        label: "Reserve Requests",
        comments:
          "How many of the company's 10,000 requests a day to leave for others. The upload stops before it would take them, as far as this connection's own requests of today are known, and can be resumed. Leave empty to reserve none.",
        placeholder: "2000",
        example: "2000",
      },
      { min: 0, max: requestsADay },
    ),
  ),
  maxCalls: reworded(maxCalls, {
    comments:
      "The most calls to upload in this run, the oldest first. Leave empty for no limit. When more remain, truncated is true and resume says where to continue.",
  }),
  resumeFrom: reworded(resumeFrom, {
    comments:
      "The resume value of an earlier run that stopped before its end; hand over the same rows with it. Leave empty to begin with the oldest row. Rows that Gong has already are never uploaded twice either way.",
    placeholder: "rows1.WzE3Njc2MzYwMDAwMDAsInBieC03NzMxIl0",
    example: "rows1.WzE3Njc2MzYwMDAwMDAsInBieC03NzMxIl0",
  }),
  timeLimitSeconds,
};
