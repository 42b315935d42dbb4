import { inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { readCsv } from "#src/form/csv";
import { exportRunLog } from "#src/recipes/index";
import { connectionTo, harness, quietLogger } from "../../support/component";
import { repetitions } from "../../support/seed";

interface Data {
  file: { data: Buffer; contentType: string };
  fileName: string;
  rows: number;
  leftOut: number;
  withoutDate: number;
  created: string;
  deleteAfter: string;
}

const logger = quietLogger();
const connection = connectionTo({ url: "https://api.gong.io", accessKey: "unused", accessKeySecret: "unused" });

const run = async (inputs: Record<string, unknown>) =>
  ((await harness.action("exportRunLog", { connection, ...inputs }, { logger })) as { data: Data }).data;

/** The files of a zip, by its central directory. */
const unzip = (zip: Buffer): Record<string, string> => {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = zip.readUInt32LE(end + 16);
  const files: Record<string, string> = {};
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const start = zip.readUInt32LE(at + 42);
    const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const bytes = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    files[name] = (zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes).toString("utf8");
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
};

const unescapeXml = (text: string) =>
  text.replace(
    /&(lt|gt|quot|apos|amp|#39);/g,
    (_, name: string) => ({ lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'", amp: "&" })[name] ?? "",
  );

/** The cells of a workbook's only sheet, and the XML of the sheet. */
const readXlsx = (file: Buffer) => {
  const files = unzip(file);
  const shared = [...(files["xl/sharedStrings.xml"] ?? "").matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) =>
    unescapeXml([...(item ?? "").matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text]) => text).join("")),
  );
  const sheet = Object.entries(files).find(([name]) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name))?.[1] ?? "";
  const rows = [...sheet.matchAll(/<row .*?<\/row>|<row [^>]*\/>/gs)].map(([row]) =>
    [...row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, attributes = "", content = ""]) => {
      const value = /<v>(.*?)<\/v>/s.exec(content)?.[1] ?? /<t[^>]*>(.*?)<\/t>/s.exec(content)?.[1] ?? "";
      return attributes.includes('t="s"') ? shared[Number(value)] : unescapeXml(value);
    }),
  );
  return { rows, sheet };
};

const entry = (day: number, status: string, more: object = {}) => ({
  callId: `778234227402593789${day}`,
  title: "Northwind Robotics and Contoso Farms: discovery",
  status,
  code: null,
  loggedAt: `2026-01-0${day}T20:00:00.000Z`,
  ...more,
});

const entries = [
  entry(1, "synced"),
  entry(2, "skipped-private", { title: null }),
  entry(3, "retry-waiting", { code: "OWNER_NOT_FOUND", message: "No user, yet.\nCreate one." }),
  entry(4, "failed-permanent", { code: "ACCOUNT_NOT_FOUND", attempts: 2, giveUp: true }),
];

describe("Export Run Log", () => {
  it("B16 B19: makes a workbook with one row per call, which reads back whole", async () => {
    const { file, fileName, rows } = await run({ entries });
    expect(file.contentType).toBe("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    expect(Buffer.isBuffer(file.data)).toBe(true);
    expect(fileName).toMatch(/^gong-run-log-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.xlsx$/);
    expect(rows).toBe(4);
    const { rows: read, sheet } = readXlsx(file.data);
    // The heading has a style of its own.
    const styles = [...sheet.matchAll(/<c r="A([12])"[^>]*? s="(\d+)"/g)].map(([, row, style]) => [row, style]);
    expect(styles).toEqual([["1", expect.stringMatching(/[^0]/)]]);
    expect(read[0]).toEqual(["loggedAt", "status", "code", "message", "callId", "title", "attempts", "giveUp"]);
    expect(read).toHaveLength(5);
    expect(read[3]).toEqual(
      expect.arrayContaining(["retry-waiting", "OWNER_NOT_FOUND", "No user, yet.\nCreate one.", "7782342274025937893"]),
    );
  });

  it("B19: makes CSV that reads back to the same cells as the workbook", async () => {
    const csv = await run({ entries, format: "csv" });
    expect(csv.file.contentType).toBe("text/csv");
    expect(csv.fileName).toMatch(/\.csv$/);
    const cells = readCsv(csv.file.data.toString("utf8"));
    const [heading = [], ...lines] = cells;
    expect(new Set(heading)).toEqual(new Set(entries.flatMap((each) => Object.keys(each))));
    const textOf = (each: Record<string, unknown>) => heading.map((column) => String(each[column] ?? ""));
    expect(lines).toEqual(entries.map(textOf));
    const workbook = readXlsx((await run({ entries })).file.data).rows;
    expect(workbook.map((row) => row.filter(Boolean))).toEqual(cells.map((row) => row.filter(Boolean)));
  });

  it("B17: takes the entries of a range, or of the last days", async () => {
    const read = async (inputs: object) => {
      const { file, rows, leftOut } = await run({ entries, format: "csv", ...inputs });
      expect(rows + leftOut).toBe(entries.length);
      return readCsv(file.data.toString("utf8"))
        .slice(1)
        .map(([loggedAt]) => loggedAt?.slice(0, 10));
    };
    expect(await read({ fromDateTime: "2026-01-02T20:00:00Z", toDateTime: "2026-01-04T20:00:00Z" })).toEqual([
      "2026-01-02",
      "2026-01-03",
    ]);
    expect(await read({ fromDateTime: "2026-01-04" })).toEqual(["2026-01-04"]);
    jest.useFakeTimers({
      now: Date.parse("2026-01-05T00:00:00Z"),
      doNotFake: ["nextTick", "setImmediate", "setTimeout"],
    });
    try {
      expect(await read({ lastDays: "2" })).toEqual(["2026-01-03", "2026-01-04"]);
    } finally {
      jest.useRealTimers();
    }
  });

  it("B17: counts entries that do not say when they were made", async () => {
    const data = await run({ entries: [...entries, { callId: "1", status: "synced" }], fromDateTime: "2026-01-01" });
    expect(data).toMatchObject({ rows: 4, leftOut: 1, withoutDate: 1 });
    expect(logger.lines.at(-1)).toMatch(/1 entries do not say when they were made/);
  });

  it("B18: takes entries of certain statuses", async () => {
    const { file, rows } = await run({ entries, statuses: ["retry-waiting", "failed-permanent"], format: "csv" });
    expect(rows).toBe(2);
    expect(file.data.toString("utf8")).not.toMatch(/synced|skipped-private/);
    expect((await run({ entries: [{ status: "Uploaded" }], statuses: "uploaded" })).rows).toBe(1);
  });

  it("B20: says when the file is to be deleted, 30 days on or as told", async () => {
    const days = async (inputs: object) => {
      const { created, deleteAfter } = await run({ entries, ...inputs });
      return (Date.parse(deleteAfter) - Date.parse(created)) / 86_400_000;
    };
    expect(await days({})).toBe(30);
    expect(await days({ keepDays: 7 })).toBe(7);
    await expect(run({ entries, keepDays: 0 })).rejects.toThrow(/Keep Days must be a whole number from 1 to 3650/);
  });

  it("B21: entries without an account are in the file like any other", async () => {
    const { file } = await run({ entries, statuses: ["failed-permanent"] });
    expect(readXlsx(file.data).rows[1]).toEqual(expect.arrayContaining(["ACCOUNT_NOT_FOUND"]));
  });

  it("takes the output of a step, JSON and CSV text, and an empty log", async () => {
    for (const given of [{ results: [], log: entries }, JSON.stringify(entries), toCsvText()])
      expect((await run({ entries: given })).rows).toBe(4);
    for (const given of [[], undefined]) {
      const { rows, file } = await run({ entries: given });
      expect([rows, readXlsx(file.data).rows[0]?.slice(0, 2)]).toEqual([0, ["loggedAt", "status"]]);
    }
    await expect(run({ entries: ["text"] })).rejects.toThrow(/Entries must have an object at place 1/);
  });

  it("keeps what a cell can hold, and what XML can", async () => {
    const { file } = await run({
      entries: [
        {
          callId: "9223372036854775807",
          title: "a\u0000b\u{1F600}<&>",
          message: "x".repeat(40_000),
          more: { deep: [1] },
        },
      ],
    });
    const [, row] = readXlsx(file.data).rows;
    expect(row).toEqual(expect.arrayContaining(["9223372036854775807", "ab\u{1F600}<&>", '{"deep":[1]}']));
    expect(Math.max(...(row ?? []).map((cell) => cell?.length ?? 0))).toBe(32_767);
    const longest = "x".repeat(32_767);
    expect(readXlsx((await run({ entries: [{ longest }] })).file.data).rows[1]).toEqual([longest]);
  });

  it("has an example that fits what it says it returns", () => {
    expect(exportRunLog.output().safeParse(exportRunLog.example).error).toBeUndefined();
  });
});

const toCsvText = () =>
  `callId,status,loggedAt\n${entries.map(({ callId, status, loggedAt }) => `${callId},${status},${loggedAt}`).join("\n")}`;

/** A cell as it stands in a file. */
const written = async (cell: string) => {
  const { file } = await run({ entries: [{ id: "1", cell }], format: "csv" });
  return readCsv(file.data.toString("utf8"))[1]?.[1] ?? "";
};

describe("cells that begin like a formula", () => {
  it.each(["=1+1", "+49 30", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "  =1", "\r=1", "＝1"])(
    "%j is defused",
    async (cell) => expect(await written(cell)).toBe(`'${cell}`),
  );

  it.each(["-12.5", "+3", "0", "call 1", "a=b", "", "7782342274025937895"])("%j stays", async (cell) =>
    expect(await written(cell)).toBe(cell),
  );

  it("never reach a file, in either format", async () => {
    const title = '=HYPERLINK("https://evil.example","click")';
    const bad = [{ title, "=cmd": "@x" }];
    const { sheet, rows } = readXlsx((await run({ entries: bad })).file.data);
    expect(sheet).not.toContain("<f>");
    expect(rows).toEqual([
      ["title", "'=cmd"],
      [`'${title}`, "'@x"],
    ]);
    const csv = (await run({ entries: bad, format: "csv" })).file.data.toString("utf8");
    expect(readCsv(csv)).toEqual([
      ["title", "'=cmd"],
      [`'${title}`, "'@x"],
    ]);
  });

  it("are no cell of their own in a spreadsheet that parts cells at semicolons", async () => {
    const csv = (await run({ entries: [{ title: "a;=1+1", more: 'b";=2', id: "1" }], format: "csv" })).file.data;
    expect(csv.toString("utf8")).toBe('\uFEFF"title","more","id"\r\n"a;=1+1","b"";=2","1"\r\n');
  });

  it("never remain, whatever people write", () =>
    fc.assert(
      fc.asyncProperty(fc.string(), fc.constantFrom("=", "+", "-", "@", "\t", "\r", " "), async (text, mark) => {
        const cell = await written(mark + text);
        expect(/^\s*[=+\-@]/.test(cell) && Number.isNaN(Number(cell.replace(",", ".")))).toBe(false);
      }),
      { numRuns: repetitions(30, 300) },
    ));
});
