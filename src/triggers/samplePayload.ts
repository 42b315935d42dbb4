import type { TriggerPayload } from "@prismatic-io/spectral";

/** What the platform hands to a trigger of a flow, with an empty body: for examples. */
export const samplePayload = (flow: TriggerPayload["flow"], executionId: string) => {
  const url = "https://hooks.northwind.example/gong";
  return {
    headers: {},
    queryParameters: {},
    rawBody: { data: null as unknown },
    body: { data: null as unknown },
    pathFragment: "",
    webhookUrls: { [flow.name]: url },
    webhookApiKeys: {},
    invokeUrl: url,
    executionId,
    customer: { id: "Q3VzdG9tZXI6MQ==", name: "Northwind Robotics", externalId: "northwind" },
    instance: { id: "SW5zdGFuY2U6MQ==", name: "Gong to Salesforce" },
    user: { id: "VXNlcjox", email: "ada.reyes@northwind.example", name: "Ada Reyes", externalId: "ada.reyes" },
    integration: { id: "SW50ZWdyYXRpb246MQ==", name: flow.name, versionSequenceId: "1", externalVersion: "1.0.0" },
    flow,
    startedAt: "2026-01-05T18:40:00Z",
    globalDebug: false,
  } satisfies TriggerPayload;
};
