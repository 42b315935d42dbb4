import { z } from "zod";
import { once } from "#src/base/lazy";
import { call } from "./call";
import { entity } from "./entity";

const moment = () => z.string().describe("ISO 8601 with offset.");

const CallFinding = once(() =>
  entity({ call: entity({ id: z.string(), title: z.string(), started: moment(), url: z.string() }) }),
);

const EmailFinding = once(() =>
  entity({
    emails: z.array(
      entity({
        id: z.string(),
        title: z.string().describe("The subject."),
        sentDateTime: moment(),
      }),
    ),
  }),
);

/** One part of an answer, with the calls and e-mails that it rests on. */
export const AnswerSection = once(() =>
  entity({
    answerItems: z.array(z.string()),
    emailFindings: z.array(EmailFinding()),
    callFindings: z.array(CallFinding()),
  }),
);

/** One section of a brief. Which findings it has depends on its type. */
export const BriefSection = once(() =>
  entity({
    title: z.string(),
    sectionSummary: z.array(z.string()),
    conversationFindings: entity({
      callFindings: z.array(CallFinding()),
      emailFindings: z.array(EmailFinding()),
    }),
    briefSectionType: z.string().describe("Conversations, Web, CrmOrGongData or McpConnection."),
    webFindings: z.array(entity({ domain: z.string(), title: z.string(), url: z.string() })),
    mcpResult: McpResult(),
  }),
);

/** What outside tools gave to a section of type McpConnection. */
const McpResult = once(() =>
  entity({
    connections: z.array(
      entity({
        name: z.string(),
        status: z
          .string()
          .describe("SUCCESS, AUTH_REQUIRED, FAILED, NOT_CONNECTED, NO_MATCHING_TOOLS, NO_USER_CONTEXT or UNKNOWN."),
      }),
    ),
    servers: z.array(z.string()),
    mcpStatus: z.string().describe("SUCCESS, FAILURE or CONNECTION_ERROR."),
    errorMessage: z.string(),
  }),
);

const callFinding = { call: { id: call.id, title: call.title, started: call.started, url: call.url } };

const emailFinding = {
  emails: [
    {
      id: "5530918274463019284",
      title: "Data sheet and next steps",
      sentDateTime: "2026-01-06T09:20:00-08:00",
    },
  ],
};

export const answerSection = {
  answerItems: [
    "Contoso Farms also talks to Fabrikam and expects an offer from them by the end of January.",
    "Priya Nair asked how fast the robots can be serviced on site.",
  ],
  emailFindings: [emailFinding],
  callFindings: [callFinding],
};

export const briefSection = {
  title: "Competitors",
  sectionSummary: ["Fabrikam was named as the alternative, with a lower price and a longer delivery time."],
  conversationFindings: { callFindings: [callFinding], emailFindings: [emailFinding] },
  briefSectionType: "Conversations",
  webFindings: [
    {
      domain: "contoso.example",
      title: "Contoso Farms opens a second packing hall",
      url: "https://contoso.example/news/second-packing-hall",
    },
  ],
  mcpResult: {
    connections: [{ name: "Support desk", status: "AUTH_REQUIRED" }],
    servers: ["support-desk"],
    mcpStatus: "CONNECTION_ERROR",
    errorMessage: "The connection Support desk has to be signed in again.",
  },
};
