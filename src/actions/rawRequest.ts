import { action, PerformSafety } from "@prismatic-io/spectral";
import { requestId } from "#src/entities/entity";
import * as field from "#src/form/field";
import { formOf, optional, read } from "#src/form/field";
import { toFile } from "#src/form/file";
import { InputError, isReading, type RawRequest } from "#src/gong/index";
import { connectionInput } from "./toAction";
import { withClient } from "./withClient";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "LINK", "PURGE", "UNLINK"];

/** What a timer of Node can hold; a longer one would ring at once. */
const longestTimerMs = 2 ** 31 - 1;

const fields = {
  url: field.text({
    label: "URL",
    comments:
      "A path of the connected Gong, such as /v2/calls. An absolute address is accepted only on the connection's own host, so that the credentials never leave it.",
    placeholder: "/v2/calls",
    example: "/v2/calls",
  }),
  method: field.choice({ label: "Method", comments: "The HTTP method.", example: "GET" }, methods),
  responseType: field.choice(
    {
      label: "Response Type",
      comments: "How to read the answer: json as data, text as it is, arraybuffer as a file. document is read as text.",
      example: "json",
    },
    ["arraybuffer", "document", "json", "text"],
    { default: "json" },
  ),
  queryParams: optional(
    field.keyValues({
      label: "Query Parameters",
      comments: "Parameters of the query, by name. They are encoded for the address. Leave empty for none.",
    }),
  ),
  headers: optional(
    field.keyValues({
      label: "Headers",
      comments: "Headers to send, by name. The connection adds the authorization itself. Leave empty for none.",
    }),
  ),
  data: optional(
    field.body({
      label: "Data",
      comments:
        "The body of the request. Text that holds JSON, an object or a list is sent as JSON; other text is sent as it is, with the content type that the headers name. Leave empty for no body.",
      placeholder: '{"filter": {"callIds": ["7782342274025937895"]}}',
      example: '{"filter": {"callIds": ["7782342274025937895"]}}',
    }),
  ),
  formData: optional(
    field.keyValues({
      label: "Form Data",
      comments: "Parts of a multipart form, by name. Leave empty unless Gong wants a form.",
    }),
  ),
  fileData: optional(
    field.keyValues({
      label: "File Data",
      comments: "Files of a multipart form, by name of the part. Leave empty for none.",
    }),
  ),
  fileDataFileNames: optional(
    field.keyValues({
      label: "File Names",
      comments: "The file names of the files above, by name of the part. Leave empty to use the name of the part.",
    }),
  ),
  includeFullResponse: optional(
    field.toggle({
      label: "Include Full Response",
      comments:
        "Return the status code, the headers and the body. When off, only the body is returned. An answer that is an error fails the step either way.",
      example: "false",
    }),
  ),
  timeout: optional(
    field.integer(
      {
        label: "Timeout (ms)",
        comments: "How long to wait for the answer, in milliseconds. Leave empty, or enter 0, for two minutes.",
        placeholder: "120000",
        example: "120000",
      },
      { min: 0, max: longestTimerMs },
    ),
  ),
  maxRetries: optional(
    field.integer(
      {
        label: "Max Retry Count",
        comments: "How often to try again. 0 means never. Leave empty to retry as every other action does.",
        placeholder: "3",
        example: "3",
      },
      { min: 0 },
    ),
  ),
  retryDelayMS: optional(
    field.integer(
      {
        label: "Retry Delay (ms)",
        comments:
          "How long to wait before each retry, in milliseconds, when Max Retry Count is set. A wait that Gong asks for is obeyed. Leave empty to wait one second.",
        placeholder: "1000",
        example: "1000",
      },
      { min: 0, max: longestTimerMs },
    ),
  ),
  useExponentialBackoff: optional(
    field.toggle({
      label: "Use Exponential Backoff",
      comments: "Double the delay with each retry, when Max Retry Count is set. When off, the delay stays the same.",
      example: "false",
    }),
  ),
  retryAllErrors: optional(
    field.toggle({
      label: "Retry On All Errors",
      comments:
        "Also retry after answers that are errors of any kind, when Max Retry Count is set. When off, only faults that may pass are retried.",
      example: "false",
    }),
  ),
};

type RawInput = field.Input<typeof fields>;

const fileOf = (part: string, content: unknown) => {
  try {
    return toFile(content).content;
  } catch (error) {
    throw new InputError([`File Data.${part} ${(error as Error).message}.`]);
  }
};

const toRawRequest = (input: RawInput): RawRequest => ({
  method: input.method,
  url: input.url,
  query: input.queryParams,
  headers: Object.fromEntries(Object.entries(input.headers ?? {}).map(([name, value]) => [name, String(value)])),
  body: input.data,
  formData: input.formData,
  files: Object.entries(input.fileData ?? {}).map(([part, content]) => ({
    part,
    fileName: String(input.fileDataFileNames?.[part] ?? part),
    content: fileOf(part, content),
  })),
  responseType: input.responseType as RawRequest["responseType"],
  // 0, which published workflows may hold, never meant to give up at once.
  timeoutMs: input.timeout || undefined,
  ...(input.maxRetries === undefined
    ? {}
    : {
        retries: {
          max: input.maxRetries,
          delayMs: input.retryDelayMS,
          growing: input.useExponentialBackoff,
          onAllErrors: input.retryAllErrors,
        },
      }),
});

/** Any request to the connected Gong, through the same client as every other action. */
export const rawRequest = action({
  display: {
    label: "Raw Request",
    description:
      "Sends any request to the connected Gong, with the same authentication, pacing, retries and errors as every other action.",
  },
  inputs: { connection: connectionInput, ...formOf(fields) },
  performSafety: PerformSafety.NOT_ALLOWED,
  perform: async (context, { connection, ...answers }) =>
    withClient({ connection, context, read: () => read(fields, answers) }, async ({ gong, input, logger }) => {
      if (context.isSimulatedTestExecution && !isReading(input.method)) {
        logger.info("Raw Request: simulated, so nothing was sent to Gong. The output is an example.");
        return { data: { requestId } };
      }
      const answer = await gong.raw(toRawRequest(input));
      return { data: input.includeFullResponse ? answer : answer.body };
    }),
  examplePerform: async () => ({ data: { requestId } as unknown }),
  examplePayload: { data: { requestId } as unknown },
});
