import { z } from "zod";
import { once } from "#src/base/lazy";
import { call } from "./call";
import { entity } from "./entity";

const moment = () => z.string().describe("ISO 8601 with offset.");

const CallFinding = once(() =>
  entity({
    call: entity({
      id: z.string().describe("Gong's id of the call."),
      title: z.string().describe("The call's title."),
      started: moment().describe("When the call began. ISO 8601 with offset."),
      url: z.string().describe("The call's page in Gong."),
    }).describe("The call."),
  }),
);

const EmailFinding = once(() =>
  entity({
    emails: z
      .array(
        entity({
          id: z.string().describe("The e-mail's id."),
          title: z.string().describe("The subject."),
          sentDateTime: moment().describe("When it was sent. ISO 8601 with offset."),
        }),
      )
      .describe("The e-mails."),
  }),
);

/** One part of an answer, with the calls and e-mails that it rests on. */
export const AnswerSection = once(() =>
  entity({
    answerItems: z.array(z.string()).describe("What was found, one statement each."),
    emailFindings: z.array(EmailFinding()).describe("The e-mails that it rests on."),
    callFindings: z.array(CallFinding()).describe("The calls that it rests on."),
  }),
);

/** One section of a brief. Which findings it has depends on its type. */
export const BriefSection = once(() =>
  entity({
    title: z.string().describe("The section's heading."),
    sectionSummary: z.array(z.string()).describe("What the section says, one statement each."),
    conversationFindings: entity({
      callFindings: z.array(CallFinding()).describe("The calls that it rests on."),
      emailFindings: z.array(EmailFinding()).describe("The e-mails that it rests on."),
    }).describe("The calls and e-mails that it rests on."),
    briefSectionType: z.string().describe("Conversations, Web, CrmOrGongData or McpConnection."),
    webFindings: z
      .array(
        entity({
          domain: z.string().describe("The site's domain."),
          title: z.string().describe("The page's title."),
          url: z.string().describe("The page's web address."),
        }),
      )
      .describe("The web pages that it rests on."),
    mcpResult: McpResult().describe("What outside tools gave; null for other types of section."),
  }),
);

/** What outside tools gave to a section of type McpConnection. */
const McpResult = once(() =>
  entity({
    connections: z
      .array(
        entity({
          name: z.string().describe("What the connection is called."),
          status: z
            .string()
            .describe("SUCCESS, AUTH_REQUIRED, FAILED, NOT_CONNECTED, NO_MATCHING_TOOLS, NO_USER_CONTEXT or UNKNOWN."),
        }),
      )
      .describe("How each connection to a tool did."),
    servers: z.array(z.string()).describe("The outside tools that were asked."),
    mcpStatus: z.string().describe("SUCCESS, FAILURE or CONNECTION_ERROR."),
    errorMessage: z.string().describe("Why it failed, in Gong's words; null when it did not."),
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
