import fc from "fast-check";
import { completeCall, completeCallSample } from "#src/recipes/calls/completeCall";
import type { CompleteCall } from "#src/recipes/completeCallShape";
import { readAccountMap } from "#src/recipes/timeline/accounts";
import { type ActivityOptions, resolve, toActivity } from "#src/recipes/timeline/activity";
import { suggestedType, suggestedTypeRules } from "#src/recipes/timeline/activityType";
import { readUserMap } from "#src/recipes/timeline/owners";
import { toHtml, toMarkdown, toPlainText } from "#src/recipes/timeline/text";

const options: ActivityOptions = { typeRules: suggestedTypeRules, defaultType: suggestedType, requireAccount: true };

const build = (patch: Partial<CompleteCall> = {}, more: Partial<ActivityOptions> = {}, isFromWebhook = false) => {
  const call = { ...completeCallSample, ...patch, id: "7782342274025937895" };
  const all = { ...options, ...more };
  const resolved = resolve(call, all, isFromWebhook);
  return { activity: toActivity(call, resolved, all), resolved };
};

describe("an activity", () => {
  it("leaves no comma behind where Gong tells no start or no length", () => {
    const firstLine = (patch: Partial<CompleteCall>) =>
      build(patch)
        .activity.bodyText.split("\n")
        .find((line) => line.startsWith("Meeting"));
    expect(firstLine({ durationSeconds: null })).toMatch(/^Meeting: [^,].*[^, ]$/);
    expect(firstLine({ started: null })).toMatch(/^Meeting: [^,]*\d[^,]*$/);
    expect(firstLine({ started: null, durationSeconds: null })).toBeUndefined();
    const started = "2026-01-05T10:00:00Z";
    for (const [durationSeconds, words] of [
      [1, "1 second"],
      [59, "59 seconds"],
      [60, "1 minute"],
      [120, "2 minutes"],
    ] as const)
      expect(firstLine({ started, durationSeconds })).toBe(`Meeting: 2026-01-05 10:00 UTC, ${words}`);
    expect(build({ keyPoints: [] }).activity.bodyText).not.toContain("Key points");
  });

  it("B2: has title, start, duration, links, trackers, attendees, host, accounts and three texts", () => {
    const { activity } = build(
      {},
      {
        userMap: readUserMap([{ "234599484848423": "005A1" }]),
        accountMap: readAccountMap([{ "contoso.example": "A-1001" }]),
      },
    );
    expect(activity).toMatchObject({
      callId: "7782342274025937895",
      idempotencyKey: "7782342274025937895",
      activityType: "Meeting",
      title: "Northwind Robotics and Contoso Farms: discovery",
      started: "2026-01-05T10:00:12.483-08:00",
      duration: 1834,
      url: "https://app.gong.io/call?id=7782342274025937895",
      recordingUrl: "https://app.gong.io/call?id=7782342274025937895",
      hostUser: { name: "Ada Reyes", emailAddress: "ada.reyes@northwind.example" },
      ownerId: "005A1",
      internalAttendees: [{ name: "Ada Reyes", otherUserId: "005A1", crmIds: ["0055g00000AbCd1AAF"] }],
      externalAttendees: [
        {
          name: "Priya Nair",
          emailAddress: "priya.nair@contoso.example",
          otherUserId: null,
          crmIds: ["0035g00000QwE45AAF"],
        },
      ],
      accountId: "A-1001",
      accountMatchedBy: "domain contoso.example",
      accountRefs: [
        { kind: "account", id: "0015g00000XyZ81AAF", name: "Contoso Farms" },
        { kind: "deal" },
        { kind: "contact" },
      ],
      trackers: [
        { name: "Competitors", count: 3, phrases: [{ phrase: "Fabrikam", count: 2 }, { phrase: "Tailspin" }] },
        { name: "Budget Objection" },
      ],
      trackersText: "Competitors (3): Fabrikam, Tailspin; Budget Objection (1)",
      warnings: [],
    });
  });

  it("B2: reads well as text, Markdown and HTML", () => {
    const { activity } = build({ brief: null, keyPoints: null });
    expect(activity.bodyText.split("\n")).toEqual([
      "Northwind Robotics and Contoso Farms: discovery",
      "Meeting: 2026-01-05 10:00 -08:00, 31 minutes",
      "Host: Ada Reyes (ada.reyes@northwind.example)",
      "Recording: https://app.gong.io/call?id=7782342274025937895",
      "Internal attendees:",
      "- Ada Reyes (Account Executive, ada.reyes@northwind.example)",
      "External attendees:",
      "- Priya Nair (Head of Operations, priya.nair@contoso.example)",
      "Trackers: Competitors (3): Fabrikam, Tailspin; Budget Objection (1)",
      "Next steps:",
      "- Ada sends a quote for 40 robots by Friday.",
    ]);
    expect(activity.bodyMarkdown).toContain(
      "**Recording:** [Open in Gong](<https://app.gong.io/call?id=7782342274025937895>)",
    );
    expect(activity.bodyMarkdown).toContain("**Next steps:**\n\n- Ada sends a quote for 40 robots by Friday.");
    expect(activity.bodyHtml).toContain(
      '<p><strong>Recording:</strong> <a href="https://app.gong.io/call?id=7782342274025937895">Open in Gong</a></p>',
    );
    expect(activity.bodyHtml).toContain("<ul><li>Ada Reyes (Account Executive, ada.reyes@northwind.example)</li></ul>");
  });

  it("B22: holds the permanent link, never the signed one", () => {
    expect(completeCallSample.mediaLinks?.audioUrl).toContain("signature");
    expect(JSON.stringify(build().activity)).not.toMatch(/signature|media\.northwind/);
  });

  it("B22: a deleted recording is named, and gives no recording link", () => {
    const { activity } = build({ missing: ["media"] });
    expect(activity).toMatchObject({ recordingUrl: null, warnings: [{ code: "RECORDING_GONE" }] });
    expect(build({ url: null }).activity.warnings).toMatchObject([{ code: "RECORDING_GONE" }]);
  });

  it("links to nothing but web pages", () => {
    const { activity } = build({ url: "javascript:alert(1)" });
    expect([activity.url, activity.recordingUrl]).toEqual([null, null]);
    expect(activity.bodyHtml + activity.bodyMarkdown + activity.bodyText).not.toContain("javascript");
    const { bodyMarkdown } = build({ url: "https://app.gong.io/call?id=<1>" }).activity;
    expect(bodyMarkdown).toContain("](<https://app.gong.io/call?id=%3C1%3E>)");
    expect(build({ url: "javascript:alert('https://app.gong.io')" }).activity.url).toBeNull();
    const story = { ...activity, recordingUrl: "data:text/html,https://app.gong.io" };
    expect(toHtml(story) + toMarkdown(story) + toPlainText(story)).not.toContain("data:");
  });

  const tracker = (patch: object) => [
    { id: "1", name: "Competitors", type: "KEYWORD", count: 2, phrases: [], occurrences: [], ...patch },
  ];

  it.each<[string, CompleteCall["trackers"], boolean, string[]]>([
    ["counted without phrases", tracker({}), false, ["TRACKERS_NOT_TICKED"]],
    ["counted without phrases by a webhook", tracker({}), true, []],
    ["smart, which never has phrases", tracker({ type: "SMART" }), false, []],
    ["nothing was recognised", tracker({ count: 0 }), false, ["TRACKERS_NOT_RECOGNISED"]],
    ["no tracker at all", [], false, ["TRACKERS_NOT_RECOGNISED"]],
    ["not given by Gong", null, false, ["TRACKERS_NOT_READY"]],
    ["not asked for", undefined, false, []],
  ])("B23: trackers: %s", (_, trackers, isFromWebhook, codes) => {
    const { warnings } = build({ trackers }, {}, isFromWebhook).activity;
    expect(warnings.map(({ code }) => code)).toEqual(codes);
    if (codes.includes("TRACKERS_NOT_TICKED"))
      expect(warnings[0]?.message).toMatch(/Competitors .* Tick API request results and Separate phrases/);
  });

  it("B6: an account of HubSpot is an account", () => {
    const crmRecords = [
      { system: "HubSpot", objectType: "Company", id: "8812345678", name: "Contoso", fields: {}, timing: null },
    ];
    const { activity, resolved } = build(
      { crmRecords },
      { accountMap: readAccountMap([{ crmId: 8812345678, accountId: "A-7" }]) },
    );
    expect(resolved.failures).toEqual([]);
    expect(activity).toMatchObject({
      accountId: "A-7",
      accountRefs: [{ system: "HubSpot", kind: "account" }, { kind: "contact" }],
    });
  });

  it("B5: without an account map, the CRM link of the call is what counts", () => {
    expect(build().resolved.failures).toEqual([]);
    expect(build({ crmRecords: [] }).resolved.failures).toMatchObject([
      {
        code: "ACCOUNT_NOT_FOUND",
        message: expect.stringContaining("Known: Contact 0035g00000QwE45AAF, priya.nair@contoso.example."),
      },
    ]);
  });

  it("takes people of an unknown side by the company's domains", () => {
    const [host, buyer] = completeCallSample.participants ?? [];
    if (!host || !buyer) throw new Error("The sample has two people.");
    const unknown = { ...buyer, side: "Unknown" as const };
    const { activity } = build({
      participants: [
        host,
        { ...unknown, emailAddress: "tomas.lind@NORTHWIND.example" },
        unknown,
        { ...unknown, emailAddress: null },
        { ...buyer, emailAddress: "consultant@northwind.example" },
        { ...host, emailAddress: null },
      ],
    });
    expect(activity.internalAttendees.map((each) => each.emailAddress)).toEqual([
      "ada.reyes@northwind.example",
      "tomas.lind@NORTHWIND.example",
      null,
    ]);
    expect(activity.externalAttendees).toHaveLength(3);
  });

  it("survives a call of which Gong knows nothing but the id", () => {
    const call = { ...completeCall({ metaData: { id: "1" } }), id: "1" };
    const activity = toActivity(call, resolve(call, options), options);
    expect(activity).toMatchObject({ title: "Call 1", activityType: "Meeting", internalAttendees: [], ownerId: null });
    expect(resolve(call, options).failures).toMatchObject([{ code: "ACCOUNT_AND_CONTACTS_NOT_FOUND" }]);
  });
});

describe("owners", () => {
  it("are found by address in any case, the first entry of an address counting", () => {
    const { find } = readUserMap([
      { "Ada.Reyes@Northwind.example": "005A1" },
      { decision: "MATCHED", emailAddress: "ada.reyes@northwind.example", otherUserId: "005A2" },
    ]);
    expect(find({ userId: null, emailAddress: " ADA.Reyes@northwind.example" })?.otherUserId).toBe("005A1");
    expect(find({ userId: "1", emailAddress: null })).toBeUndefined();
  });
});

describe("who was there", () => {
  const [, buyer] = completeCallSample.participants ?? [];
  const attended = (...patches: object[]) =>
    build({ participants: patches.map((patch) => ({ ...(buyer as NonNullable<typeof buyer>), ...patch })) }).activity;
  const nothing = { name: null, emailAddress: null, phoneNumber: null, title: null };

  it("is told by number where nothing else is known, and counted where nothing is", () => {
    const { bodyText, externalAttendees } = attended(
      { ...nothing, phoneNumber: "+442079460958" },
      { ...nothing, name: " " },
      nothing,
      { ...nothing, emailAddress: "priya.nair@contoso.example" },
      { ...nothing, title: " Head of Operations " },
    );
    expect(externalAttendees).toHaveLength(5);
    expect(bodyText).toContain(
      "External attendees:\n- +442079460958\n- priya.nair@contoso.example\n- Head of Operations\n- 2 people without a name",
    );
    expect(attended(nothing).bodyText).toContain("- 1 person without a name");
  });
});

describe("what people wrote and said", () => {
  const story = (text: string) => ({
    activityType: text,
    title: text,
    started: text,
    duration: 60,
    recordingUrl: "https://app.gong.io/call?id=1",
    hostUser: { name: text, emailAddress: null },
    internalAttendees: [{ name: text, emailAddress: text, title: text }],
    externalAttendees: [],
    trackersText: text,
    brief: text,
    keyPoints: [text],
    nextSteps: [{ text }],
  });

  it("B2: never becomes markup in HTML", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[<>&"'a-z/=! ]{1,30}$/), (text) => {
        const tags = toHtml(story(text)).match(/<[^>]*>/g) ?? [];
        for (const tag of tags)
          expect(tag).toMatch(/^<(\/?(p|strong|ul|li)|a href="https:\/\/app\.gong\.io\/call\?id=1"|\/a)>$/);
      }),
    );
    expect(toHtml(story(`<img src=x onerror="a('b')">&`))).toContain(
      "&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;",
    );
  });

  it("B2: never becomes markup in Markdown, nor breaks a line of text", () => {
    expect(toMarkdown(story("*a*\n# [b](c) <d> `e`"))).toContain("\\*a\\* \\# \\[b\\](c) \\<d\\> \\`e\\`");
    expect(toMarkdown(story("1. a"))).toContain("\n- 1\\. a");
    for (const breaking of ["\n", "\r\n", "\u0085", "\u2028", "\u2029", "\v", "\f", "\u0000"])
      expect(toPlainText(story(`Ada${breaking}Host: Eve`))).toContain("Host: Ada Host: Eve");
    fc.assert(
      fc.property(fc.string(), (text) => {
        const lines = toPlainText(story(`a${text}`)).split("\n").length;
        expect(lines).toBe(toPlainText(story("a")).split("\n").length);
      }),
    );
  });
});
