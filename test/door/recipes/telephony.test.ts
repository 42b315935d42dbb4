import writeXlsxFile, { type SheetData } from "write-excel-file/node";
import { built, connectionTo, harness, quietLogger, tokenConnectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";
import { useHost, wavOf } from "../../support/host";
import { startSandbox } from "../../support/sandbox";
import { hurry } from "../gong/support";
import { createdIn, goodRow, type Uploaded, uploadTo } from "./uploading";

/** The telephony upload guide, line by line: the numbers are those of the checklist (docs, Upload calls). */

const sandbox = useSandbox({ world: { calls: 3 } });
const host = useHost(({ url }, response) => {
  const content = wavOf(70_000);
  // Each address has a recording of its own.
  content.write(url ?? "", 1000);
  response.end(content);
});

type Inputs = Record<string, unknown>;
const upload = (inputs: Inputs, more?: Parameters<typeof uploadTo>[2]) => hurry(() => uploadTo(sandbox, inputs, more));
const row = (more: Inputs = {}, number = 1) => goodRow(sandbox, number, more);
const uploadRow = async (more: Inputs = {}, inputs: Inputs = {}) => {
  const data = await upload({ rows: [row(more)], ...inputs });
  const [result] = data.results;
  if (!result) throw new Error("No result.");
  return { ...result, data, sent: createdIn(sandbox)[0] };
};
const codesOf = ({ faults }: Uploaded["results"][number]) => faults.map(({ code }) => code);
const warningsOf = ({ warnings }: Uploaded["results"][number]) => warnings.map(({ code }) => code);
const operations = () => sandbox.log.entries.map(({ operation }) => operation);
const userAt = (index: number) => {
  const user = sandbox.world.users[index];
  if (!user) throw new Error("No such user.");
  return sandbox.world.describeUser(user);
};
const check = async (inputs: Inputs) => {
  const result = await hurry(() =>
    harness.action(
      "checkUploadedCall",
      { connection: tokenConnectionTo(sandbox), ...inputs },
      { logger: quietLogger() },
    ),
  );
  return (result as { data: { status: string; since: string | null; reasons: string[]; callId: string | null } }).data;
};

describe("Users", () => {
  it("C1: the users are fetched first, which shows at once that the credentials work", async () => {
    await upload({ rows: [row()] });
    expect(operations()).toEqual(["GET /v2/users", "POST /v2/calls"]);
    const connection = connectionTo({ ...sandbox, accessKeySecret: "another" });
    await expect(upload({ rows: [row()] }, { connection })).rejects.toThrow(/401/);
    expect(sandbox.world.state.uploads.size).toBe(1);
  });

  it("C2: all pages of the user list are read, so that the last user is known too", async () => {
    const own = await startSandbox({ limits: false, world: { calls: 1, users: 250 } });
    const hostEmail = own.world.users[249]?.emailAddress;
    const data = await hurry(() => uploadTo(own, { rows: [goodRow(own, 1, { hostEmail })] }));
    expect(data.results).toMatchObject([{ status: "uploaded" }]);
    expect(own.log.of("GET /v2/users").map(({ page }) => page)).toEqual([0, 1, 2]);
    await own.close();
  });

  it("C3: the user list is fresh in every run", async () => {
    const hostEmail = "new.rep@northwind.example";
    expect(codesOf(await uploadRow({ hostEmail }))).toEqual(["UNKNOWN_HOST"]);
    sandbox.world.addUser({ emailAddress: hostEmail });
    expect((await uploadRow({ hostEmail })).status).toBe("uploaded");
  });

  it("C4: the host is found by primary, trusted and alias address in any case; unknown ones are named", async () => {
    const user = userAt(1);
    const addresses = [user.emailAddress, user.trustedEmailAddress, user.emailAliases[0]];
    expect(new Set(addresses).size).toBe(3);
    const rows = [...addresses, "stranger@northwind.example"].map((hostEmail, number) =>
      row({ hostEmail: ` ${String(hostEmail).toUpperCase()} ` }, number),
    );
    const data = await upload({ rows });
    expect(createdIn(sandbox).map(({ primaryUser }) => primaryUser)).toEqual([user.id, user.id, user.id]);
    expect(data.results[3]).toMatchObject({
      code: "UNKNOWN_HOST",
      message: expect.stringContaining("STRANGER@NORTHWIND.EXAMPLE"),
    });
  });

  it("C5: a host whose calls are not imported is found beforehand, and told from other conflicts when let through", async () => {
    const hostEmail = userAt(2).emailAddress;
    const refused = await uploadRow({ hostEmail });
    expect(codesOf(refused)).toEqual(["IMPORT_NOT_ENABLED"]);
    expect(refused.mediaPending).toBe(false);
    expect(operations()).toEqual(["GET /v2/users"]);
    const tried = await uploadRow({ hostEmail }, { overrides: ["IMPORT_NOT_ENABLED"] });
    expect(tried).toMatchObject({ status: "failed", code: "IMPORT_NOT_ENABLED", requestId: expect.any(String) });
    expect(warningsOf(tried)).toEqual(["IMPORT_NOT_ENABLED"]);
    expect(tried.message).toMatch(/Gong answered: Recording or telephony call import is not enabled .* In Gong, open /);
  });

  it("C17: the primary user is the host's Gong id, from the address or as given", async () => {
    const { id, emailAddress } = userAt(3);
    expect((await uploadRow({ hostEmail: emailAddress })).sent).toMatchObject({ primaryUser: id });
    sandbox.reset();
    expect((await uploadRow({ hostEmail: "", primaryUser: id })).sent).toMatchObject({ primaryUser: id });
    expect(codesOf(await uploadRow({ hostEmail: "" }))).toEqual(["MISSING_HOST"]);
    expect(codesOf(await uploadRow({ hostEmail: "", primaryUser: "77" }))).toEqual(["UNKNOWN_HOST"]);
    expect(await uploadRow({ hostEmail: userAt(14).emailAddress, clientUniqueId: "pbx-14" })).toMatchObject({
      status: "uploaded",
      warnings: [{ code: "HOST_INACTIVE" }],
    });
  });
});

describe("The recording", () => {
  it("C6: Gong pulls the recording unless told otherwise, with one request a call", async () => {
    const { sent, status } = await uploadRow();
    expect(status).toBe("uploaded");
    expect(sent?.downloadMediaUrl).toBe("https://recordings.northwind.example/pbx-7001.mp3");
    expect(operations()).toEqual(["GET /v2/users", "POST /v2/calls"]);
  });

  it("C7: a signed address that expires before Gong fetches is a fault, which may be let through as a warning", async () => {
    const expires = Math.floor(Date.now() / 1000) + 3600;
    const downloadMediaUrl = `https://recordings.northwind.example/a.mp3?Expires=${expires}&Signature=abc&AWSAccessKeyId=k`;
    const refused = await uploadRow({ downloadMediaUrl });
    expect(codesOf(refused)).toEqual(["URL_EXPIRES"]);
    expect(refused.message).not.toContain("abc");
    const through = await uploadRow({ downloadMediaUrl }, { overrides: "URL_EXPIRES" });
    expect(through).toMatchObject({ status: "uploaded", warnings: [{ code: "URL_EXPIRES" }] });
    const later = downloadMediaUrl.replace(String(expires), String(expires + 3600 + 60));
    expect((await uploadRow({ downloadMediaUrl: later, clientUniqueId: "later" })).warnings).toEqual([]);
  });

  it("C8: an address that occurs twice in the batch is refused the second time, also when handed in again", async () => {
    const downloadMediaUrl = "https://recordings.northwind.example/same.mp3";
    const data = await upload({ rows: [row({ downloadMediaUrl }, 1), row({ downloadMediaUrl }, 2)] });
    expect(data.results.map(({ code }) => code)).toEqual(["UPLOADED", "DUPLICATE_URL"]);
    const again = await upload({ rows: data.failed });
    expect(again.results.map(({ code }) => code)).toEqual(["MISSING_MEDIA"]);
    expect(sandbox.world.state.uploads.size).toBe(1);
  });

  it("C9: pushing creates the call and sends its recording; a half-made call is reported and finished later", async () => {
    const rows = [row({ downloadMediaUrl: `${host.url}/a.wav` }, 1), row({ downloadMediaUrl: `${host.url}/b.wav` }, 2)];
    sandbox.faults.add({ kind: "500", match: { operation: "PUT /v2/calls/{id}/media" } });
    const data = await upload({ rows, mode: "push" });
    expect(data.results.map(({ status }) => status).sort()).toEqual(["failed", "uploaded"]);
    const half = data.results.find(({ status }) => status === "failed");
    expect(half).toMatchObject({ code: "MEDIA_PENDING", mediaPending: true, callId: expect.stringMatching(/^\d+$/) });
    expect(data.failed).toMatchObject([{ callId: half?.callId, mediaPending: true }]);
    expect(createdIn(sandbox).some((body) => "downloadMediaUrl" in body)).toBe(false);

    sandbox.log.clear();
    const again = await upload({ rows: JSON.stringify(data.failed), mode: "push" });
    expect(again.results).toMatchObject([
      { status: "uploaded", callId: half?.callId, mediaPending: false, attempt: 2 },
    ]);
    expect(again.failed).toEqual([]);
    expect(operations()).toEqual(["GET /v2/users", "PUT /v2/calls/{id}/media"]);
    expect(again.results[0]?.requestId).toBe(sandbox.log.entries.at(-1)?.requestId);
    expect(sandbox.world.state.uploads.size).toBe(2);
  });

  it("C9: a second run after a crash between both requests sends only what is missing", async () => {
    const rows = [row({ downloadMediaUrl: `${host.url}/a.wav` }, 1), row({ downloadMediaUrl: `${host.url}/b.wav` }, 2)];
    sandbox.faults.add({ kind: "500", match: { operation: "PUT /v2/calls/{id}/media", times: 1 } });
    await upload({ rows, mode: "push" });
    const second = await upload({ rows, mode: "push" });
    expect(second.results.map(({ code }) => code).sort()).toEqual(["ALREADY_UPLOADED", "UPLOADED"]);
    expect(sandbox.log.of("PUT /v2/calls/{id}/media").filter(({ status }) => status === 201)).toHaveLength(2);
    sandbox.clock.advance(60 * 60_000);
    sandbox.log.clear();
    const third = await upload({ rows, mode: "push" });
    expect(third.results.map(({ code }) => code)).toEqual(["ALREADY_UPLOADED", "ALREADY_UPLOADED"]);
    expect(sandbox.log.of("PUT /v2/calls/{id}/media")).toEqual([]);
  });

  it("C9: a conflict in push mode sends nothing to a call that is listed, and says so where nobody knows", async () => {
    const rows = [row({ downloadMediaUrl: `${host.url}/a.wav` })];
    await upload({ rows, mode: "push" });
    sandbox.log.clear();
    const conflict = (errors: string[]) =>
      sandbox.faults.add({ kind: "409", errors, match: { operation: "POST /v2/calls", times: 1 } });
    conflict(["pbx-7001 was uploaded before"]);
    const [unsure] = (await upload({ rows, mode: "push" })).results;
    expect(unsure).toMatchObject({ status: "alreadyUploaded", callId: null, warnings: [{ code: "MEDIA_UNSURE" }] });
    sandbox.clock.advance(60 * 60_000);
    conflict(["Conflict"]);
    const [listed] = (await upload({ rows, mode: "push" })).results;
    expect(listed).toMatchObject({ status: "alreadyUploaded", callId: expect.any(String), warnings: [] });
    expect(sandbox.log.of("PUT /v2/calls/{id}/media")).toEqual([]);
  });

  it("C10: the recording goes as the multipart part mediaFile, streamed from its address or from a file", async () => {
    await upload({ rows: [row({ downloadMediaUrl: `${host.url}/talk.wav` })], mode: "push" });
    const file = { data: wavOf(5000), contentType: "audio/wav" };
    await upload({ rows: [row({ downloadMediaUrl: "", file, fileName: "other.wav" }, 2)], mode: "push" });
    expect(sandbox.log.of("PUT /v2/calls/{id}/media").map((entry) => entry.file)).toMatchObject([
      { name: "mediaFile", size: 70_000, contentType: "audio/wav" },
      { name: "mediaFile", size: 5000, contentType: "audio/wav" },
    ]);
  });

  it("C11: what is no WAV, MP3, MP4, MKV or FLAC is found by its ending, and by its first bytes before anything is created", async () => {
    expect(codesOf(await uploadRow({ downloadMediaUrl: "https://recordings.northwind.example/a.ogg" }))).toEqual([
      "UNKNOWN_FORMAT",
    ]);
    host.answer = (_request, response) => void response.end("<!DOCTYPE html><p>Please sign in");
    const url = { downloadMediaUrl: `${host.url}/recording` };
    expect(codesOf(await uploadRow(url, { mode: "push" }))).toEqual(["UNKNOWN_FORMAT"]);
    expect(codesOf(await uploadRow(url, { checkMedia: true }))).toEqual(["UNKNOWN_FORMAT"]);
    expect(createdIn(sandbox)).toEqual([]);
    const through = await uploadRow(url, { checkMedia: true, overrides: ["UNKNOWN_FORMAT"] });
    expect(through).toMatchObject({ status: "uploaded", warnings: [{ code: "UNKNOWN_FORMAT" }] });
  });

  it("C12: more than 1.5 GB is refused before the upload, by the row or by the announced length", async () => {
    expect(codesOf(await uploadRow({ fileSize: String(1536 * 1024 ** 2 + 1) }))).toEqual(["TOO_LARGE"]);
    expect((await uploadRow({ fileSize: 1536 * 1024 ** 2 })).status).toBe("uploaded");
    host.answer = (_request, response) => {
      response.writeHead(200, { "Content-Length": 1536 * 1024 ** 2 + 1 });
      response.write(wavOf(100));
    };
    const large = { downloadMediaUrl: `${host.url}/a.wav`, clientUniqueId: "large" };
    expect(codesOf(await uploadRow(large, { mode: "push" }))).toEqual(["TOO_LARGE"]);
    host.answer = (_request, response) => void response.writeHead(404).end();
    const gone = await uploadRow(large, { checkMedia: true });
    expect(codesOf(gone)).toEqual(["MEDIA_UNREACHABLE"]);
    expect(gone.message).toMatch(/answered 404/);
    expect(sandbox.world.state.uploads.size).toBe(1);
  });

  it("C13: less than 60 seconds is refused unless let through, up to 75 a warning", async () => {
    expect(codesOf(await uploadRow({ duration: "0:59" }))).toEqual(["TOO_SHORT"]);
    const through = await uploadRow({ duration: 59 }, { overrides: ["TOO_SHORT"] });
    expect(through).toMatchObject({ status: "uploaded", warnings: [{ code: "TOO_SHORT" }] });
    for (const [duration, codes] of [
      [60, ["SHORTLY_LONG_ENOUGH"]],
      [75, ["SHORTLY_LONG_ENOUGH"]],
      [76, []],
    ] as const)
      expect(warningsOf(await uploadRow({ duration, clientUniqueId: `d${duration}` }))).toEqual(codes);
  });
});

describe("Once each", () => {
  it("C14: the id is required, never made up, and the same for the same call whenever it is exported", async () => {
    expect(codesOf(await uploadRow({ clientUniqueId: " " }))).toEqual(["MISSING_ID"]);
    const { clientUniqueId: _none, ...rest } = row();
    for (const sourceSystem of ["Main PBX", "main pbx "])
      await upload({ rows: [{ ...rest, "Call ID": "7731" }], sourceSystem });
    expect([...sandbox.world.state.uploads.keys()]).toEqual(["main%20pbx:7731"]);
  });

  it("C15: a call that is there already counts as success, with its id when the words tell it", async () => {
    const first = await uploadRow();
    const second = await uploadRow();
    expect(second).toMatchObject({ status: "alreadyUploaded", code: "ALREADY_UPLOADED", callId: first.callId });
    expect(second.data.failed).toEqual([]);
  });

  it("C15: a conflict whose words do not name the id counts only when Gong's list of that day has the call", async () => {
    const words = { kind: "409", errors: ["Conflict"], match: { operation: "POST /v2/calls", times: 1 } } as const;
    sandbox.faults.add(words);
    const unknown = await uploadRow();
    expect(unknown).toMatchObject({ status: "failed", code: "CONFLICT", callId: null });
    expect(sandbox.log.of("GET /v2/calls")).toHaveLength(1);
    const { callId } = await uploadRow();
    sandbox.clock.advance(60 * 60_000);
    sandbox.faults.add(words);
    expect(await uploadRow()).toMatchObject({
      status: "alreadyUploaded",
      callId,
      url: expect.stringContaining(String(callId)),
    });
  });

  it("C15: a conflict about another id, or about importing, is no success", async () => {
    const conflict = (errors: string[]) =>
      sandbox.faults.add({ kind: "409", errors, match: { operation: "POST /v2/calls", times: 1 } });
    conflict(["A call with clientUniqueId pbx-70012 was uploaded before. Call ID: 823456789012"]);
    expect(await uploadRow()).toMatchObject({ status: "failed", code: "CONFLICT" });
    conflict(["Recording is disabled for this user"]);
    expect(await uploadRow()).toMatchObject({ status: "failed", code: "IMPORT_NOT_ENABLED" });
  });

  it("A1: a call that Gong names, but that began at another moment, is no success", async () => {
    const { callId } = await uploadRow();
    sandbox.clock.advance(60 * 60_000);
    expect(await uploadRow()).toMatchObject({
      status: "alreadyUploaded",
      callId,
      url: expect.stringContaining("http"),
    });
    const other = await uploadRow({ actualStart: "2026-10-21T09:00:00Z" });
    expect(other).toMatchObject({ status: "failed", code: "DUPLICATE_ID", callId });
    expect(other.message).toContain(`Gong has a different call under the id pbx-7001: call ${callId}, which began at `);
  });

  it("A2: a recording that another call has is a failed row that names that call, and cannot be run again as it is", async () => {
    const file = (letter: string) => ({ data: wavOf(5000 + letter.charCodeAt(0)), contentType: "audio/wav" });
    const pushed = { mode: "push" };
    const first = await uploadRow({ downloadMediaUrl: "", file: file("a") }, pushed);
    const second = await upload({ rows: [row({ downloadMediaUrl: "", file: file("a") }, 2)], ...pushed });
    expect(second.results).toMatchObject([{ status: "failed", code: "DUPLICATE_URL", mediaPending: true }]);
    expect(second.results[0]?.message).toContain(`with the call ${first.callId}: it belongs there.`);
    expect(second.results[0]?.message).not.toMatch(/run .*again/i);
    expect((await upload({ rows: second.failed, ...pushed })).results).toMatchObject([{ code: "MISSING_MEDIA" }]);
    const rows = [3, 4].map((number) => row({ downloadMediaUrl: "", file: file("b") }, number));
    const both = await upload({ rows, ...pushed });
    expect(both.results.map(({ code }) => code)).toEqual(["UPLOADED", "DUPLICATE_URL"]);
    expect(createdIn(sandbox)).toHaveLength(3);
  });

  it("A2: a recording that was sent before is done; a plain Bad request waits once, then it is told", async () => {
    const rows = [row({ downloadMediaUrl: `${host.url}/a.wav` })];
    const refuse = (errors: string[]) =>
      sandbox.faults.add({ kind: "400", errors, match: { operation: "PUT /v2/calls/{id}/media", times: 1 } });
    refuse(["Bad request"]);
    const first = await upload({ rows, mode: "push" });
    expect(first.results).toMatchObject([{ code: "MEDIA_PENDING", attempt: 1 }]);
    refuse(["Bad request"]);
    const second = await upload({ rows: first.failed, mode: "push" });
    expect(second.results).toMatchObject([{ code: "DUPLICATE_URL", attempt: 2, mediaPending: true }]);
    refuse(["The media file of the call has already been handled"]);
    const third = await upload({ rows: first.failed, mode: "push" });
    expect(third.results).toMatchObject([{ status: "alreadyUploaded", mediaPending: false }]);
    await upload({ rows: first.failed, mode: "push" });
    sandbox.clock.advance(60 * 60_000);
    refuse(["Bad request"]);
    const visible = await upload({ rows: first.failed, mode: "push" });
    expect(visible.results).toMatchObject([{ status: "alreadyUploaded", mediaPending: false }]);
  });

  it("C15: the same row twice in a batch is uploaded once, and stays once when the failed row comes back", async () => {
    const data = await upload({ rows: [row(), row(), row({ duration: 999 })] });
    expect(data.results.map(({ code }) => code)).toEqual(["UPLOADED", "DUPLICATE_ID", "DUPLICATE_ID"]);
    const again = await upload({ rows: data.failed });
    expect(again.results.map(({ code }) => code)).toEqual(["ALREADY_UPLOADED", "MISSING_ID"]);
    expect(sandbox.world.state.uploads.size).toBe(1);
  });
});

describe("What a call says", () => {
  it("C16: the title is words, made from a template where the row has none or only an id", async () => {
    const start = "2026-01-05T10:00:00-08:00";
    const title = async (more: Inputs, inputs: Inputs = {}) => {
      sandbox.reset();
      return (await uploadRow({ actualStart: start, ...more }, inputs)).sent?.title;
    };
    expect(await title({})).toBe("Inbound call – Priya Nair – 2026-01-05");
    expect(await title({ title: "pbx-7001" })).toBe("Inbound call – Priya Nair – 2026-01-05");
    expect(await title({ title: "Renewal of the harvest robots" })).toBe("Renewal of the harvest robots");
    expect(await title({ externalName: "" })).toBe("Inbound call – +14255552671 – 2026-01-05");
    expect(await title({ externalName: "", externalPhone: "anonymous" })).toBe("Inbound call – 2026-01-05");
    expect(await title({ purpose: "Discovery" }, { titleTemplate: "{purpose}, {host}" })).toMatch(
      /^Discovery, \w+ \w+/,
    );
    await expect(upload({ rows: [row()], titleTemplate: "{customer}" })).rejects.toThrow(
      /Title Template has \{customer\}/,
    );
  });

  it("C18: the start is read as people write it, and never guessed", async () => {
    const start = async (more: Inputs, inputs: Inputs = {}) => {
      sandbox.reset();
      const { sent, faults } = await uploadRow(more, inputs);
      return sent?.actualStart ?? faults.map(({ code }) => code).join();
    };
    const moment = "2026-01-05T18:00:00Z";
    expect(await start({ actualStart: "2026-01-05T10:00:00-08:00" })).toBe(moment);
    expect(await start({ actualStart: "2026-01-05 18:00:00 Z" })).toBe(moment);
    expect(await start({ actualStart: 1767636000 })).toBe(moment);
    expect(await start({ actualStart: "1767636000000" })).toBe(moment);
    expect(await start({ actualStart: "2026-01-05 10:00" }, { timeZone: "America/Los_Angeles" })).toBe(moment);
    expect(
      await start({ actualStart: "", date: "2026-01-05", time: "10:00:00", timeZone: "America/Los_Angeles" }),
    ).toBe(moment);
    expect(await start({ actualStart: "2026-01-05T10:00:00" })).toBe("NO_ZONE");
    expect(await start({ actualStart: "2026-01-05" })).toBe("BAD_START");
    expect(await start({ actualStart: "31/12/2025 10:00" })).toBe("BAD_START");
    expect(await start({ actualStart: "" })).toBe("MISSING_START");
    await expect(upload({ rows: [row()], timeZone: "Middle Earth" })).rejects.toThrow(/Time Zone must be the name/);
  });

  it("C18: days in numbers are read in the order that is stated, and a zone that is none is the fault of its row", async () => {
    const inBerlin = { timeZone: "Europe/Berlin", dateOrder: "dayFirst" };
    const { sent } = await uploadRow({ actualStart: "20.11.2026 10:15" }, inBerlin);
    expect(sent?.actualStart).toBe("2026-11-20T09:15:00Z");
    const rows = [
      row({ actualStart: "Fri, 20 Nov 2026 10:15:00 +0000" }, 2),
      row({ actualStart: "2026-11-20 10:15", timeZone: "Middle Earth" }, 3),
      row({ actualStart: "2026-10-25 02:30", timeZone: "Europe/Berlin" }, 4),
      row({ actualStart: "31.11.2026 10:15" }, 5),
    ];
    const data = await upload({ rows, ...inBerlin });
    expect(data.results.map(({ code }) => code)).toEqual(["UPLOADED", "NO_ZONE", "BAD_START", "BAD_START"]);
    expect(data.results[2]?.message).toMatch(/comes twice/);
    expect(data.results[3]?.message).toMatch(/day that does not exist/);
  });

  it("C19: the direction is mapped, and internal calls are conferences", async () => {
    const rows = ["IN", "outgoing", "Internal", "unknown"].map((direction, number) => row({ direction }, number));
    const data = await upload({ rows: [...rows, row({ direction: "" }, 5), row({ direction: "up" }, 6)] });
    expect(createdIn(sandbox).map(({ direction }) => direction)).toEqual([
      "Inbound",
      "Outbound",
      "Conference",
      "Unknown",
    ]);
    expect(data.results.slice(4).map(({ code }) => code)).toEqual(["MISSING_DIRECTION", "BAD_DIRECTION"]);
  });

  it("C20: the primary user is put among the parties when missing, and only that party gets the id", async () => {
    const { id, emailAddress, emailAliases } = userAt(1);
    const withHost = { hostEmail: emailAddress };
    const { sent } = await uploadRow(withHost);
    expect(sent?.parties).toHaveLength(2);
    expect(sent?.parties.filter(({ userId }) => userId === id)).toHaveLength(1);
    expect(sent?.parties.find(({ name }) => name === "Priya Nair")).not.toHaveProperty("userId");
    sandbox.reset();
    const parties = [{ name: "Priya Nair" }, { name: "The host", emailAddress: emailAliases[0] }];
    const listed = await uploadRow({ ...withHost, parties, externalName: "", externalPhone: "" });
    expect(listed.sent?.parties).toEqual([
      { name: "Priya Nair" },
      { name: "The host", emailAddress: emailAliases[0], userId: id },
    ]);
    expect(codesOf(await uploadRow({ parties: "two people" }))).toEqual(["BAD_PARTIES"]);
  });

  it("C21: phone numbers are E.164 and addresses lower case, so that Gong finds the people in the CRM", async () => {
    const { sent } = await uploadRow(
      { externalPhone: "(425) 555-2671", externalEmail: "Priya.Nair@Contoso.Example", hostPhone: "142" },
      { countryCode: 1 },
    );
    expect(sent?.parties).toMatchObject([
      { phoneNumber: "142" },
      { name: "Priya Nair", phoneNumber: "+14255552671", emailAddress: "priya.nair@contoso.example" },
    ]);
  });

  it("C22: other users of Gong get their own id by e-mail address", async () => {
    const parties = [{ emailAddress: userAt(5).emailAddress }, { emailAddress: "priya.nair@contoso.example" }];
    const { sent } = await uploadRow({
      parties,
      hostEmail: userAt(1).emailAddress,
      externalName: "",
      externalPhone: "",
    });
    expect(sent?.parties).toMatchObject([{ userId: userAt(1).id }, { userId: userAt(5).id }, {}]);
    expect(sent?.parties[2]).not.toHaveProperty("userId");
  });

  it("C23: the sides of a stereo recording are channels, which must differ", async () => {
    const { sent } = await uploadRow({ hostChannel: "left", externalChannel: "R" });
    expect(sent?.parties).toMatchObject([{ mediaChannelId: 0 }, { mediaChannelId: 1 }]);
    expect(codesOf(await uploadRow({ hostChannel: 1, externalChannel: "1" }))).toEqual(["SAME_CHANNEL"]);
    expect(codesOf(await uploadRow({ hostChannel: 2 }))).toEqual(["BAD_VALUE"]);
  });

  it("C24: links to CRM records may be given for the call and for a party", async () => {
    const context = [
      { system: "Salesforce", objects: [{ objectType: "Opportunity", objectId: "0065g00000KpQ2nAAF" }] },
    ];
    const parties = [{ name: "Priya Nair", context }];
    const { sent } = await uploadRow({
      context: JSON.stringify(context),
      parties,
      externalName: "",
      externalPhone: "",
    });
    expect(sent).toMatchObject({ context, parties: [{}, { context }] });
    expect(codesOf(await uploadRow({ context: [{ system: "Excel" }] }))).toEqual(["BAD_VALUE"]);
  });

  it("C25: the workspace is left out, or given once for all rows or in a row", async () => {
    const [one, two] = sandbox.world.workspaces;
    expect((await uploadRow()).sent).not.toHaveProperty("workspaceId");
    sandbox.reset();
    await upload({ rows: [row({}, 1), row({ workspaceId: two?.id }, 2)], workspaceId: one?.id });
    expect(createdIn(sandbox).map(({ workspaceId }) => workspaceId)).toEqual([one?.id, two?.id]);
    expect(built.actions.uploadCalls?.inputs.find(({ key }) => key === "workspaceId")?.dataSource).toBe("workspaces");
  });

  it("C26: purpose and disposition may be held to lists, and to 255 characters", async () => {
    const lists = { allowedPurposes: ["Discovery", "Renewal"], allowedDispositions: "Connected, Voicemail" };
    const { sent } = await uploadRow({ purpose: "discovery", disposition: "VOICEMAIL" }, lists);
    expect(sent).toMatchObject({ purpose: "Discovery", disposition: "Voicemail" });
    const refused = await uploadRow({ purpose: "Chat", disposition: "Lunch" }, lists);
    expect(codesOf(refused)).toEqual(["NOT_IN_LIST", "NOT_IN_LIST"]);
    const long = await uploadRow({ purpose: "p".repeat(256), disposition: "d".repeat(256) });
    expect(codesOf(long)).toEqual(["BAD_VALUE", "BAD_VALUE"]);
    expect(long.message).toMatch(/Purpose must have at most 255 characters/);
  });

  it("C27: the provider code is chosen from a list or typed, for all rows or in a row", async () => {
    await upload({ rows: [row({}, 1), row({ provider: "dialworks" }, 2)], callProviderCode: "RingCentral" });
    expect(createdIn(sandbox).map(({ callProviderCode }) => callProviderCode)).toEqual(["ringcentral", "dialworks"]);
    sandbox.reset();
    expect((await uploadRow({}, { callProviderCode: "own-system" })).sent?.callProviderCode).toBe("own-system");
  });

  it("C37: nothing about the CRM is sent when nothing is given", async () => {
    const { sent } = await uploadRow();
    expect(JSON.stringify(sent)).not.toContain("context");
  });
});

describe("What comes back", () => {
  it("C28: an answer means queued; Check Uploaded Call says whether the call appeared or was probably dropped", async () => {
    const { callId, url, actualStart } = { ...(await uploadRow()), actualStart: row().actualStart };
    expect(url).toBeNull();
    const uploadedAt = new Date(sandbox.clock.now()).toISOString();
    const byId = { clientUniqueId: "pbx-7001", day: actualStart.slice(0, 10), uploadedAt };
    expect(await check({ callId, uploadedAt })).toMatchObject({ status: "processing", callId: null });
    expect(await check(byId)).toMatchObject({ status: "processing" });
    expect(await check({ callId })).toMatchObject({ status: "unknown", since: null });
    sandbox.clock.advance(60 * 60_000);
    expect(await check({ callId, uploadedAt })).toMatchObject({ status: "ready", callId });
    expect(await check(byId)).toMatchObject({ status: "ready", callId });
    const short = await uploadRow({ duration: 30, clientUniqueId: "short" }, { overrides: ["TOO_SHORT"] });
    const dayAgo = new Date(Date.now() - 25 * 60 * 60_000).toISOString();
    const dropped = await check({ callId: short.callId, uploadedAt: dayAgo });
    expect(dropped.status).toBe("probablyDropped");
    expect(dropped.reasons.join(" ")).toMatch(/less than 60 seconds/);
  });

  it("C29: Gong's words become a code and a message, with the request's id", async () => {
    sandbox.faults.add({
      kind: "400",
      errors: ["languageCode: xx is not supported"],
      match: { operation: "POST /v2/calls" },
    });
    const refused = await uploadRow();
    expect(refused).toMatchObject({ status: "failed", code: "REFUSED", requestId: expect.stringMatching(/^sb/) });
    expect(refused.message).toMatch(/languageCode: xx is not supported.*run the row again/s);
    expect(refused.faults).toHaveLength(1);
  });

  it("C29: the codes that remain: an address that is none, one that cannot be opened from here, a Gong that fails", async () => {
    expect(codesOf(await uploadRow({ downloadMediaUrl: "recordings/pbx-7001.mp3" }))).toEqual(["BAD_URL"]);
    expect(await uploadRow({}, { dryRun: true })).toMatchObject({ status: "ready", code: "READY" });
    host.answer = (_request, response) => void response.destroy();
    const unopened = await uploadRow({ downloadMediaUrl: `${host.url}/a.wav` }, { checkMedia: true });
    expect(unopened).toMatchObject({ status: "uploaded", warnings: [{ code: "MEDIA_NOT_CHECKED" }] });
    sandbox.faults.add({ kind: "500", match: { operation: "POST /v2/calls", times: Number.POSITIVE_INFINITY } });
    const failed = await uploadRow({ clientUniqueId: "other" });
    expect(failed).toMatchObject({ status: "failed", code: "GONG_FAILED", message: expect.stringContaining("later") });
  });

  it("C30: 429, 503 and broken lines are tried again, 400 never, and the call is there once", async () => {
    const match = (nth: number) => ({ operation: "POST /v2/calls", nth });
    sandbox.faults.add({ kind: "429", retryAfter: 2, match: match(1) });
    sandbox.faults.add({ kind: "503", match: match(1) });
    sandbox.faults.add({ kind: "reset", happened: true, match: match(1) });
    expect((await uploadRow()).status).toBe("alreadyUploaded");
    expect(sandbox.world.state.uploads.size).toBe(1);
    expect(sandbox.log.of("POST /v2/calls").map(({ status }) => status)).toEqual([429, 503, 0, 400]);
    sandbox.reset();
    sandbox.faults.add({ kind: "400", match: { operation: "POST /v2/calls" } });
    await uploadRow();
    expect(sandbox.log.of("POST /v2/calls")).toHaveLength(1);
  });

  it("C31: each call is one request, and one step uploads them all", async () => {
    const data = await upload({ rows: Array.from({ length: 12 }, (_, number) => row({}, number)) });
    expect(data.results).toHaveLength(12);
    expect(sandbox.log.of("POST /v2/calls")).toHaveLength(12);
  });

  it("C35: one failure stops nothing; failed rows come back ready to run, and every reply is logged", async () => {
    const logger = quietLogger();
    sandbox.faults.add({ kind: "422", errors: ["parties: no"], match: { operation: "POST /v2/calls", nth: 2 } });
    const rows = [1, 2, 3].map((number) => row({}, number));
    const data = await upload({ rows }, { logger });
    expect(data.results.map(({ status }) => status).sort()).toEqual(["failed", "uploaded", "uploaded"]);
    expect(logger.lines.filter((line) => line.includes("parties: no"))).toHaveLength(1);
    expect(data.failed).toMatchObject([
      { id: expect.stringContaining("pbx-700"), code: "REFUSED", requestId: expect.any(String), attempt: 1 },
    ]);
    const again = await upload({ rows: data.failed });
    expect(again.results).toMatchObject([{ status: "uploaded", attempt: 2 }]);
    expect(sandbox.world.state.uploads.size).toBe(3);
    expect(await upload({ rows: again.failed })).toMatchObject({ results: [], requests: 0 });
  });
});

describe("Batches", () => {
  it("C32: a back-fill takes the days asked for, the oldest call first, and can be resumed", async () => {
    const ago = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000).toISOString();
    const rows = [3, 40, 20, 29, 10].map((days, number) => row({ actualStart: ago(days) }, number));
    const first = await upload({ rows, backfillDays: 30, maxCalls: 2 });
    expect(first).toMatchObject({ truncated: true, reason: "Max Calls (2) was reached.", scanned: 5 });
    expect(first.skipped.map(({ row, code }) => [row, code])).toEqual([
      [1, "NOT_STARTED"],
      [2, "TOO_OLD"],
      [5, "NOT_STARTED"],
    ]);
    const second = await upload({ rows, backfillDays: 30, resumeFrom: first.resume });
    expect(second).toMatchObject({ truncated: false, resume: null });
    expect(second.results.map(({ row, status }) => [row, status])).toEqual([
      [1, "uploaded"],
      [5, "uploaded"],
    ]);
    expect(createdIn(sandbox).map(({ actualStart }) => actualStart)).toEqual(
      [29, 20, 10, 3].map((days) => expect.stringContaining(ago(days).slice(0, 10))),
    );
    await expect(upload({ rows, resumeFrom: "something" })).rejects.toThrow(/Resume From is not complete/);
  });

  it("C33: a whole export and the one call of an event are uploaded alike", async () => {
    expect((await upload({ rows: row({}, 1) })).results).toMatchObject([{ status: "uploaded" }]);
    expect((await upload({ rows: JSON.stringify(row({}, 2)) })).results).toMatchObject([{ status: "uploaded" }]);
    expect((await upload({ rows: [] })).scanned).toBe(0);
    expect((await upload({})).requests).toBe(0);
  });

  it("C34: the cost is estimated first, and part of the day's budget can be left to others", async () => {
    const logger = quietLogger();
    const connection = tokenConnectionTo(sandbox);
    const rows = Array.from({ length: 9 }, (_, number) => row({}, number));
    const first = await upload({ rows, reserveRequests: 10_000 - 7 }, { connection, logger });
    expect(first.budget).toEqual({ spent: 7, estimated: 10, left: 9993 });
    expect(logger.lines[0]).toMatch(/9 rows, 0 with faults, 9 to upload, about 10 requests/);
    expect(first).toMatchObject({ truncated: true, reason: expect.stringContaining("9993 reserved") });
    expect(first.results).toHaveLength(6);
    const second = await upload({ rows, resumeFrom: first.resume }, { connection });
    expect(second.results).toHaveLength(3);
    expect(second.budget.left).toBe(9993 - 4);
    expect(sandbox.world.state.uploads.size).toBe(9);
  });

  it("C34: it stops in time when Gong's day is used up, and goes on from there", async () => {
    const own = await startSandbox({ world: { calls: 1 }, limits: { perDay: 6 } });
    const rows = Array.from({ length: 9 }, (_, number) => goodRow(own, number));
    const first = await hurry(() => uploadTo(own, { rows }));
    expect(first).toMatchObject({ truncated: true, reason: expect.stringMatching(/limits .* are used up/) });
    expect(first.results.filter(({ status }) => status === "uploaded")).toHaveLength(5);
    expect(first.skipped.map(({ code }) => code)).toEqual(["NOT_STARTED", "NOT_STARTED", "NOT_STARTED", "NOT_STARTED"]);
    own.limits.reset();
    const second = await hurry(() => uploadTo(own, { rows, resumeFrom: first.resume }), 60_000);
    expect(second.results.map(({ status }) => status)).toEqual(Array(4).fill("uploaded"));
    expect(own.world.state.uploads.size).toBe(9);
    await own.close();
  });

  it("B9: a workbook is uploaded as the sheet shows it", async () => {
    const cells = (values: readonly (string | number | Date)[]) =>
      values.map((each) =>
        each instanceof Date ? { value: each, type: Date, format: "yyyy-mm-dd hh:mm" } : { value: each },
      );
    const good = [
      "pbx-1",
      new Date(Date.UTC(2026, 9, 20, 8)),
      "in",
      userAt(1).emailAddress,
      "https://recordings.northwind.example/1.mp3",
    ];
    const sheet = [
      [{ value: "Calls of October" }],
      cells(["Call ID", "Start Time", "Direction", "Agent Email", "Recording URL"]),
      cells(good),
      cells([7782342274025937, ...good.slice(1)]),
    ];
    const file = { data: await writeXlsxFile(sheet as SheetData).toBuffer(), contentType: "application/octet-stream" };
    const data = await upload({ rows: file, timeZone: "Europe/Berlin" });
    expect(data.results.map(({ row, code }) => [row, code])).toEqual([
      [3, "UPLOADED"],
      [4, "BAD_VALUE"],
    ]);
    expect(createdIn(sandbox)[0]?.actualStart).toBe("2026-10-20T06:00:00Z");
    expect(data.results[1]?.message).toMatch(/spreadsheet/);
  });

  it.each<[string, Inputs, Inputs]>([
    [
      "Twilio",
      {
        sid: "CA1",
        start_time: "Tue, 20 Oct 2026 15:00:00 +0000",
        direction: "outbound-api",
        from: "+14255550142",
        to: "+14255552671",
        duration: "241",
      },
      { clientUniqueId: "CA1", direction: "Outbound", actualStart: "2026-10-20T15:00:00Z" },
    ],
    [
      "RingCentral",
      {
        id: "RC1",
        recording_url: "",
        startTime: "2026-10-20T15:00:00.000Z",
        direction: "Outbound",
        from: { phoneNumber: "+14255550142", name: "Ada" },
        to: { phoneNumber: "+14255552671", name: "Priya Nair" },
        recording: { id: "7", contentUri: "https://recordings.northwind.example/rc1" },
      },
      {
        clientUniqueId: "RC1",
        downloadMediaUrl: "https://recordings.northwind.example/rc1",
        parties: [{}, { name: "Priya Nair", phoneNumber: "+14255552671" }],
      },
    ],
    [
      "Aircall",
      {
        id: 812,
        started_at: 1792508400,
        direction: "outbound",
        raw_digits: "+1 425-555-2671",
        user: { id: 5, name: "Ada", email: "HOST" },
        recording: "https://recordings.northwind.example/ac.mp3",
        agent_email: "",
      },
      { clientUniqueId: "812", actualStart: "2026-10-20T15:00:00Z", parties: [{}, { phoneNumber: "+14255552671" }] },
    ],
    [
      "Zoom Phone",
      {
        call_id: "ZP1",
        date_time: "2026-10-20T15:00:00Z",
        direction: "inbound",
        caller_number: "+14255552671",
        caller_name: "Priya Nair",
        callee_number: "142",
        download_url: "https://recordings.northwind.example/zp",
      },
      { direction: "Inbound", parties: [{ phoneNumber: "142" }, { name: "Priya Nair", phoneNumber: "+14255552671" }] },
    ],
    [
      "Dialpad",
      {
        call_id: 9007,
        date_started: 1792508400000,
        direction: "outbound",
        duration: 240000.5,
        contact: { name: "Priya Nair", phone: "+14255552671" },
        target: { name: "Ada", email: "HOST" },
        recording_details: [{ url: "https://recordings.northwind.example/dp.mp3", id: "1" }],
        agent_email: "",
      },
      {
        clientUniqueId: "9007",
        duration: 240.0005,
        actualStart: "2026-10-20T15:00:00Z",
        parties: [{}, { name: "Priya Nair", phoneNumber: "+14255552671" }],
      },
    ],
  ])("B11: rows as %s exports them are understood", async (_system, given, expected) => {
    const emailAddress = userAt(1).emailAddress;
    const text = JSON.stringify({
      agent_email: emailAddress,
      recording_url: "https://recordings.northwind.example/x.mp3",
      ...given,
    });
    const data = await upload({ rows: text.replace("HOST", emailAddress) });
    expect(data.results).toMatchObject([{ status: "uploaded", faults: [] }]);
    expect(createdIn(sandbox)).toMatchObject([expected]);
  });

  it("B11: an object in which nothing is understood is refused, and a number of no country is sent with a warning", async () => {
    const refused = await uploadRow({ externalPhone: { kind: "landline" } });
    expect(codesOf(refused)).toEqual(["BAD_VALUE"]);
    expect(refused.message).toContain("The column externalPhone holds");
    const unsure = await uploadRow({ externalPhone: "0171 2345678" }, { countryCode: 1 });
    expect(unsure).toMatchObject({ status: "uploaded", warnings: [{ code: "PHONE_UNSURE" }] });
    expect(unsure.sent?.parties[1]).toMatchObject({ phoneNumber: "0171 2345678" });
    expect(codesOf(await uploadRow({ externalPhone: "4,92E+11" }))).toEqual(["BAD_VALUE"]);
  });

  it("C20: one row's odd address never ends the batch", async () => {
    host.answer = (_request, response) => void response.writeHead(302, { Location: "http://[" }).end();
    const rows = [
      row({ downloadMediaUrl: `${host.url}/a.wav` }, 1),
      row({ downloadMediaUrl: "", file: wavOf(900), fileName: "a.constructor" }, 2),
    ];
    const data = await upload({ rows, mode: "push" });
    expect(data.results.map(({ code }) => code)).toEqual(["MEDIA_UNREACHABLE", "UPLOADED"]);
    expect(sandbox.log.of("PUT /v2/calls/{id}/media")[0]?.file?.contentType).toBe("application/octet-stream");
  });

  it("C36: spaces and line breaks around the key do not matter", async () => {
    const { url, accessKey, accessKeySecret } = sandbox;
    const connection = connectionTo({ url, accessKey: ` ${accessKey}\n`, accessKeySecret: `${accessKeySecret}\n` });
    expect((await upload({ rows: [row()] }, { connection })).results).toMatchObject([{ status: "uploaded" }]);
  });
});
