import fc from "fast-check";
import type { User } from "#src/entities/user";
import { readTextTable } from "#src/form/table";
import { type CheckedRow, checkRows, type RefusedRow, type UploadOptions } from "#src/recipes/upload/check";
import { uploadCodes } from "#src/recipes/upload/codes";
import { type Cells, toGivenRows } from "#src/recipes/upload/columns";
import { toUserDirectory } from "#src/recipes/users/directory";

const settings = { telephonyCallsImported: true };
const ada: User = { id: "101", emailAddress: "ada@northwind.example", firstName: "Ada", active: true, settings };
const tomas: User = {
  ...ada,
  id: "102",
  emailAddress: "tomas@northwind.example",
  emailAliases: ["tl@northwind.example"],
};
const options: UploadOptions = {
  mode: "pull",
  titleTemplate: "{direction} call – {external} – {date}",
  overrides: [],
  directory: toUserDirectory([ada, tomas]),
  nowMs: Date.UTC(2026, 0, 10),
};
const good: Cells = {
  clientUniqueId: "pbx-7731",
  actualStart: "2026-01-05T10:00:00-08:00",
  direction: "outbound",
  hostEmail: "ada@northwind.example",
  externalName: "Priya Nair",
  downloadMediaUrl: "https://recordings.northwind.example/pbx-7731.mp3",
};
const partsOf = (row: CheckedRow | RefusedRow) => ({
  faults: row.stage === "refused" ? row.faults : [],
  newCall: row.stage === "checked" ? row.request : undefined,
});
const check = (row: Cells, more: Partial<UploadOptions> = {}) => {
  const [checked] = checkRows([{ stage: "given", row: 1, cells: row }], { ...options, ...more });
  if (!checked) throw new Error("No row.");
  const { faults, newCall } = partsOf(checked);
  return { ...checked, faults, newCall, codes: faults.map(({ code }) => code) };
};

describe("The look at a row", () => {
  it("finds nothing wrong with a good one, and makes a call of it", () => {
    expect(check(good)).toMatchObject({
      codes: [],
      warnings: [],
      newCall: {
        clientUniqueId: "pbx-7731",
        primaryUser: "101",
        direction: "Outbound",
        actualStart: "2026-01-05T18:00:00Z",
        title: "Outbound call – Priya Nair – 2026-01-05",
        parties: [{ userId: "101", name: "Ada" }, { name: "Priya Nair" }],
      },
    });
  });

  it("finds everything that is wrong at once, each fault with what to do", () => {
    const { codes, faults } = check({
      actualStart: "2026-01-05 10:00",
      direction: "up",
      hostEmail: "nobody@northwind.example",
      duration: 12,
      fileSize: 2 * 1024 ** 3,
      downloadMediaUrl: "ftp://recordings.northwind.example/a.ogg",
      purpose: "x".repeat(300),
      parties: "two",
      hostChannel: 7,
      scheduledStart: "soon",
      meetingUrl: { no: "text" },
    });
    const expected = [
      "MISSING_ID",
      "NO_ZONE",
      "BAD_DIRECTION",
      "UNKNOWN_HOST",
      "BAD_PARTIES",
      "BAD_VALUE",
      "TOO_SHORT",
    ];
    expect(codes.slice(0, expected.length)).toEqual(expected);
    expect(codes.slice(expected.length)).toEqual(["TOO_LARGE", "BAD_URL", "BAD_VALUE", "BAD_VALUE", "BAD_VALUE"]);
    for (const { code, message } of faults) expect(message).toContain(uploadCodes[code]);
    expect(new Set(faults.map(({ message }) => message)).size).toBe(faults.length);
  });

  it("knows users of Gong among the participants by any of their addresses, and the host but once", () => {
    const parties = [
      { emailAddress: "TL@northwind.example" },
      { emailAddress: "ada@northwind.example", name: "A." },
      { phoneNumber: "+1" },
    ];
    expect(check({ ...good, externalName: undefined, parties }).newCall?.parties).toEqual([
      { emailAddress: "tl@northwind.example", userId: "102" },
      { emailAddress: "ada@northwind.example", name: "A.", userId: "101" },
      { phoneNumber: "+1" },
    ]);
  });

  it("takes the columns of the other side for a participant of the list who has the same address or number", () => {
    const listed = [{ emailAddress: "p@contoso.example" }, { phoneNumber: "+14255552671" }];
    const countOf = (more: Cells) => check({ ...good, parties: listed, ...more }).newCall?.parties?.length;
    expect(countOf({ externalEmail: "P@contoso.example" })).toBe(3);
    expect(countOf({ externalPhone: "+1 425 555 2671" })).toBe(3);
    expect(countOf({ externalEmail: "q@contoso.example", externalPhone: "+1 425 555 2672" })).toBe(4);
    expect(countOf({ externalName: undefined })).toBe(3);
  });

  it.each<[Cells, string]>([
    [{ actualStart: undefined, date: "2026-01-05", time: "10:00:00-08:00" }, "2026-01-05T18:00:00Z"],
    [{ actualStart: " 10:00 ", date: "2026-01-05", timeZone: "America/Los_Angeles" }, "2026-01-05T18:00:00Z"],
    [{ actualStart: "2026-01-05T18:00:00Z", date: "2026-01-06", time: "11:00" }, "2026-01-05T18:00:00Z"],
    [{ actualStart: undefined, date: "2026-01-05T18:00:00Z" }, "2026-01-05T18:00:00Z"],
  ])("reads the start from one column or two: %j", (cells, start) => {
    expect(check({ ...good, ...cells }).newCall?.actualStart).toBe(start);
  });

  it.each([
    [59, ["TOO_SHORT"], []],
    [60, [], ["SHORTLY_LONG_ENOUGH"]],
    [75, [], ["SHORTLY_LONG_ENOUGH"]],
    [76, [], []],
  ])("says of %d seconds whether they are enough", (duration, faults, warnings) => {
    const checked = check({ ...good, duration });
    expect([checked.codes, checked.warnings.map(({ code }) => code)]).toEqual([faults, warnings]);
  });

  it("looks for recordings that come twice in what is sent: files in push mode, addresses in pull mode", () => {
    const file = { data: Buffer.from("RIFF"), contentType: "audio/wav" };
    const cells = [good, { ...good, clientUniqueId: "pbx-2", downloadMediaUrl: "https://x.example/2.mp3" }];
    const codesOf = (mode: "pull" | "push") =>
      checkRows(
        cells.map((each, index) => ({ stage: "given", row: index + 1, cells: { ...each, file } })),
        { ...options, mode },
      ).map((row) => partsOf(row).faults.map(({ code }) => code));
    expect([codesOf("pull"), codesOf("push")]).toEqual([
      [[], []],
      [[], ["DUPLICATE_URL"]],
    ]);
  });

  it("tells recordings apart by their whole addresses, but for signatures", () => {
    const signed = (name: string, signature: string) =>
      `https://x.example/${name}?Expires=1893456000&Signature=${signature}&AWSAccessKeyId=k`;
    const addresses = [
      "https://x.example/a?id=1",
      "https://x.example/a?id=2",
      signed("b", "one"),
      signed("b", "two"),
      signed("c", "two"),
    ];
    const given = addresses.map((downloadMediaUrl, index) => ({
      stage: "given" as const,
      row: index + 1,
      cells: { ...good, clientUniqueId: `pbx-${index}`, downloadMediaUrl },
    }));
    const twice = checkRows(given, options).map((row) =>
      partsOf(row).faults.some(({ code }) => code === "DUPLICATE_URL"),
    );
    expect(twice).toEqual([false, false, false, true, false]);
  });

  it("says that a start cannot be read, and what is wrong with one that can", () => {
    const messageOf = (actualStart: unknown) => check({ ...good, actualStart }).faults[0]?.message;
    expect(messageOf("soon")).toMatch(/^The start "soon" cannot be read\./);
    expect(messageOf("2026-01-05")).toMatch(/^The start "2026-01-05" has no time of day\./);
  });

  it("says nothing about the parties when only the host is missing", () => {
    expect(check({ ...good, hostEmail: undefined }).codes).toEqual(["MISSING_HOST"]);
  });

  it("never throws, and either finds a fault or makes a call, whatever the cells hold", () => {
    const cell = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.object(),
      fc.array(fc.anything()),
    );
    const keys = Object.keys(good);
    const row = fc.dictionary(
      fc.constantFrom(
        ...keys,
        "duration",
        "parties",
        "context",
        "fileSize",
        "from",
        "Call ID",
        "speakersTimeline",
        "mediaPending",
      ),
      cell,
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), fc.constantFrom("pull" as const, "push" as const), (rows, mode) => {
        const table = readTextTable(rows.map((each) => ({ ...good, ...each })));
        for (const { faults, newCall } of checkRows(toGivenRows(table).rows, { ...options, mode }).map(partsOf))
          expect(newCall === undefined).toBe(faults.length > 0);
      }),
    );
  });

  it("puts the host among the parties exactly once, whoever else is there", () => {
    const party = fc.record(
      {
        name: fc.constantFrom("Ada", "Priya Nair"),
        emailAddress: fc.constantFrom("ada@northwind.example", "TL@northwind.example", "priya.nair@contoso.example"),
        userId: fc.constantFrom("101", "102"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(party, { minLength: 1, maxLength: 5 }), (parties) => {
        fc.pre(parties.every((each) => Object.keys(each).length > 0));
        fc.pre(parties.filter(({ userId }) => userId === "101").length <= 1);
        const { newCall } = check({ ...good, parties });
        const ids = newCall?.parties.map(({ userId }) => userId) ?? [];
        expect(ids.filter((id) => id === "101")).toHaveLength(1);
        for (const { emailAddress, userId } of newCall?.parties ?? [])
          if (emailAddress === "priya.nair@contoso.example" && !parties.some((each) => each.userId === userId))
            expect(userId).toBeUndefined();
      }),
    );
  });

  it("tells caller and callee by the direction", () => {
    const numbers = { fromNumber: "+14255550142", toNumber: "+14255552671", externalName: undefined };
    const phones = (direction: string) =>
      check({ ...good, ...numbers, direction }).newCall?.parties.map(({ phoneNumber }) => phoneNumber);
    expect(phones("out")).toEqual(["+14255550142", "+14255552671"]);
    expect(phones("in")).toEqual(["+14255552671", "+14255550142"]);
    expect(phones("internal")).toEqual([undefined]);
  });

  it("refuses ids that lost their digits as numbers", () => {
    expect(check({ ...good, clientUniqueId: Number("7782342274025937895") }).codes).toEqual(["BAD_VALUE"]);
    expect(check({ ...good, clientUniqueId: 7782342274 }).newCall?.clientUniqueId).toBe("7782342274");
  });

  it("finds the host in an address with a name, and begins a title with a capital", () => {
    const { newCall } = check({ ...good, hostEmail: "Tomas Lind <TL@northwind.example>", direction: "unknown" });
    expect(newCall).toMatchObject({ primaryUser: "102", title: "Call – Priya Nair – 2026-01-05" });
  });

  it("takes a title as it is written, unless it is only an id or a file", () => {
    const title = (given: string) => check({ ...good, title: given }).newCall?.title;
    expect(title("Q4-2026")).toBe("Q4-2026");
    for (const id of ["pbx-7731", "20260105.wav", "778234227"])
      expect(title(id)).toBe("Outbound call – Priya Nair – 2026-01-05");
  });

  it("lets through what was overridden, and nothing else", () => {
    const row = { ...good, duration: 30, direction: "up" };
    const { codes, warnings } = check(row, { overrides: ["TOO_SHORT"] });
    expect(codes).toEqual(["BAD_DIRECTION"]);
    expect(warnings.map(({ code }) => code)).toEqual(["TOO_SHORT"]);
  });

  it("shows no signature in any message", () => {
    const secret = "?X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-Signature=5ecret";
    const addresses = ["https://a b/c.mp3", "https://recordings.northwind.example/a.ogg", "HTTPS://", "htps:/a/c.mp3"];
    const messages = addresses.map((url) => check({ ...good, downloadMediaUrl: url + secret }).faults);
    expect(JSON.stringify(messages)).not.toContain("5ecret");
  });

  it("in push mode needs the address only now, and a file will do", () => {
    const expiring = `${good.downloadMediaUrl}?X-Amz-Date=20260109T235900Z&X-Amz-Expires=600`;
    expect(check({ ...good, downloadMediaUrl: expiring }, { mode: "push" }).codes).toEqual([]);
    expect(check({ ...good, downloadMediaUrl: expiring }).codes).toEqual(["URL_EXPIRES"]);
    const file = { ...good, downloadMediaUrl: undefined, file: Buffer.from("RIFF") };
    expect(check(file, { mode: "push" }).codes).toEqual([]);
    expect(check(file).codes).toEqual(["MISSING_MEDIA"]);
  });
});
