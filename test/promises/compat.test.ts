import type { LogEntry } from "#sandbox/index";
import { built, harness, quietLogger, tokenConnectionTo } from "../support/component";
import { useSandbox } from "../support/door";
import published from "./compat/published-keys.json";

/** Workflows built on earlier Gong components, with the inputs that they hold, on the wire. */

const sandbox = useSandbox();

const logger = quietLogger();

/** Runs a saved step: every published input that is not named here was never touched and holds an empty text. */
const runSaved = async (key: keyof typeof published.actions, inputs: Record<string, unknown>): Promise<LogEntry> => {
  const untouched = Object.fromEntries(
    published.actions[key].inputs.filter(({ type }) => type !== "connection").map((input) => [input.key, ""]),
  );
  const connection = tokenConnectionTo(sandbox);
  await built.actions[key]
    ?.perform({ logger, debug: { enabled: false } }, { connection, ...untouched, ...inputs })
    .catch((error: unknown) => expect((error as { status?: number }).status).toBeGreaterThanOrEqual(400));
  expect(sandbox.log.violations()).toEqual([]);
  const [entry, ...others] = sandbox.log.entries;
  expect(others).toEqual([]);
  if (!entry) throw new Error("Nothing was sent.");
  return entry;
};

const range = { fromDateTime: "2026-09-01T00:00:00Z", toDateTime: "2026-11-01T00:00:00Z" };

describe("transcripts of certain calls", () => {
  const ids = ["7782342274025937895", "7782342274025937896"];
  it.each([
    ["D9: one id mapped as plain text", ids[0], [ids[0]]],
    ["D9: a list", ids, ids],
    ["D9: text with commas", ids.join(", "), ids],
    ["D9: JSON text", JSON.stringify(ids), ids],
    ["D9: the dummy first row beside ids", ["000xxx", ...ids], ids],
  ])("%s", async (_what, callIds, sent) => {
    const { body } = await runSaved("getCallTranscript", { callIds });
    expect(body).toEqual({ filter: { callIds: sent } });
  });

  it("D9: the dummy row alone means every call of the range", async () => {
    const { body } = await runSaved("getCallTranscript", { ...range, callIds: ["000xxx"] });
    expect(body).toEqual({ filter: range });
  });
});

describe("creating a call", () => {
  const parties = [{ userId: "234599484848423" }, { name: "Priya Nair", phoneNumber: "+14255552671" }];
  const call = {
    clientUniqueId: "pbx-7731",
    primaryUser: "234599484848423",
    direction: "Outbound",
    actualStart: "2026-01-05T10:00:00-08:00",
  };
  const context = [{ system: "Salesforce", objects: [{ objectType: "Account", objectId: "0015e00000AAAAA" }] }];

  it.each([
    ["D11: JSON text", (value: unknown) => JSON.stringify(value)],
    ["D11: data of an earlier step", (value: unknown) => value],
  ])("D10: sends the CRM context where Gong reads it, from %s", async (_what, given) => {
    const { body } = await runSaved("createNewCall", {
      ...call,
      parties: given(parties),
      contextParam: given(context),
    });
    expect(body).toEqual({ ...call, actualStart: "2026-01-05T18:00:00Z", parties, context });
  });

  it("D24: sends no empty text for what was not filled in", async () => {
    const { body } = await runSaved("createNewCall", { ...call, parties });
    expect(Object.keys(body as object).sort()).toEqual([...Object.keys(call), "parties"].sort());
  });
});

it("D6: deletes a meeting with DELETE and the organizer in the body", async () => {
  const entry = await runSaved("deleteMeeting", {
    meetingId: "7782342274025937895",
    organizerEmail: "ada.reyes@northwind.example",
  });
  expect(entry).toMatchObject({
    method: "DELETE",
    path: "/v2/meetings/7782342274025937895",
    body: { organizerEmail: "ada.reyes@northwind.example" },
  });
});

it("D6: says what is missing from a step that was saved without organizer, and sends nothing", async () => {
  const saved = { connection: tokenConnectionTo(sandbox), meetingId: "7782342274025937895" };
  await expect(harness.action("deleteMeeting", saved, { logger })).rejects.toThrow(/Organizer Email is required/);
  expect(sandbox.log.entries).toEqual([]);
});

it("D7: erases by address in the query, without a body", async () => {
  const entry = await runSaved("deleteEmailAddressAndAssociatedElements", { emailAddress: "gone@contoso.example" });
  expect(entry).toMatchObject({ method: "POST", query: { emailAddress: "gone@contoso.example" }, body: undefined });
});

it.each(["deletePhoneNumberAndAssociatedElements", "listReferencesToAPhoneNumber"] as const)(
  "D8: %s sends the number encoded once",
  async (key) => {
    for (const phoneNumber of ["+14255550199", "+1 (425) 555-0199", "%2B14255550199"]) {
      sandbox.log.clear();
      expect((await runSaved(key, { phoneNumber })).query).toEqual({ phoneNumber: "+14255550199" });
    }
  },
);

it("sends every other published action as Gong wants it, with its required inputs alone", async () => {
  const saved: Partial<Record<keyof typeof published.actions, Record<string, unknown>>> = {
    listCallsUsingGet: range,
    getCallUsingGet: { callId: "7782342274025937895" },
    getUser: { userId: "234599484848423" },
    listUsers: {},
    listLibraryFolders: {},
    listCallsInFolder: { folderId: "3843152912968920037" },
    listWorkspaces: {},
    getLogsDataByTypeAndTimeRange: { logType: "AccessLog", fromDateTime: "2026-11-10T00:00:00Z" },
    listReferencesToAnEmailAddress: { emailAddress: "priya.nair@contoso.example" },
    createNewGongMeeting: {
      startTime: "2026-12-01T10:00:00Z",
      endTime: "2026-12-01T10:30:00Z",
      organizerEmail: "ada.reyes@northwind.example",
      invitees: '[{"email": "priya.nair@contoso.example"}]',
    },
    customActionEvent: { reportingSystem: "Portal", eventTimestamp: "2026-11-01T10:00:00Z" },
    customSharedEvent: {
      reportingSystem: "Portal",
      eventTimestamp: "2026-11-01T10:00:00Z",
      contentId: "sheet-1",
      contentUrl: "https://northwind.example/sheet-1",
      contentTitle: "Data sheet",
    },
    rawRequest: { url: "/v2/users", method: "GET", responseType: "json", maxRetries: "0", retryDelayMS: "0" },
  };
  for (const [key, inputs] of Object.entries(saved)) {
    sandbox.log.clear();
    await runSaved(key as keyof typeof published.actions, inputs);
  }
});
