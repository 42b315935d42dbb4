import writeXlsxFile from "write-excel-file/node";
import { read } from "#src/form/field";
import { readWithWorkbooks } from "#src/form/table";
import { toRequest } from "#src/gong/request";
import {
  listAggregateActivityByPeriod,
  listAnsweredScorecards,
  listCoachingMetrics,
  uploadTargetAssignments,
} from "#src/operations/stats/index";

test("Days go into the filter as plain dates, and the period beside it.", () => {
  const input = read(listAggregateActivityByPeriod.fields, {
    fromDate: "2026-01-05T10:00:00Z",
    toDate: "2026-02-05",
    userIds: "234599484848423, 563515258458745",
    aggregationPeriod: "Week",
  });
  expect(toRequest(listAggregateActivityByPeriod, input, "next")).toMatchObject({
    query: {},
    body: {
      filter: { fromDate: "2026-01-05", toDate: "2026-02-05", userIds: ["234599484848423", "563515258458745"] },
      aggregationPeriod: "WEEK",
      cursor: "next",
    },
  });
});

test("Scorecards without any filter still send one.", () => {
  expect(toRequest(listAnsweredScorecards, read(listAnsweredScorecards.fields, {})).body).toEqual({ filter: {} });
});

test("Coaching metrics are asked for in kebab case, with full moments.", () => {
  const input = read(listCoachingMetrics.fields, {
    workspaceId: "623457276584334",
    managerId: "563515258458745",
    from: "2026-01-05",
    to: "2026-02-05T01:00:00+01:00",
  });
  expect(toRequest(listCoachingMetrics, input).query).toEqual({
    "workspace-id": "623457276584334",
    "manager-id": "563515258458745",
    from: "2026-01-05T00:00:00Z",
    to: "2026-02-05T00:00:00Z",
  });
});

describe("Target assignments", () => {
  const heading = "Team member identifier,Is Team,Period,Value,Currency";
  const row = "ada.reyes@northwind.example,FALSE,Q1 FY2026,250000,USD";
  const csv = `${heading}\r\n${row}\r\n`;
  const rowAsJson = {
    "Team member identifier": "ada.reyes@northwind.example",
    Period: "Q1 FY2026",
    Value: "250000",
    Currency: "USD",
  };
  const requestOf = (file: unknown, validateOnly?: boolean) =>
    toRequest(
      uploadTargetAssignments,
      read(uploadTargetAssignments.fields, { workspaceId: "623457276584334", targetId: "44", file, validateOnly }),
    );

  test.each([
    ["text", csv],
    ["a list of rows", [rowAsJson]],
    ["one row", rowAsJson],
    ["JSON text", ` ${JSON.stringify([rowAsJson])}`],
  ])("are made of %s.", (_what, file) => {
    expect(requestOf(file)).toMatchObject({
      path: "/v2/targets/44/assignments",
      query: { workspaceId: "623457276584334" },
      multipart: { part: "file", contentType: "text/csv", content: csv },
    });
  });

  test.each([
    ["as it should be", Buffer.from(csv)],
    ["with semicolons", Buffer.from(csv.replaceAll(",", ";"))],
    ["with the separator in its first line", Buffer.from(`sep=;\r\n${csv.replaceAll(",", ";")}`)],
    ["in UTF-16", Buffer.from(`\uFEFF${csv}`, "utf16le")],
  ])("go as CSV in UTF-8 when they are a file %s.", (_what, data) => {
    expect(requestOf({ data, contentType: "text/csv" }).multipart?.content).toBe(csv);
  });

  test("go as CSV when they are a workbook.", async () => {
    const cells = [Object.keys(rowAsJson), Object.values(rowAsJson)].map((each) => each.map((value) => ({ value })));
    const answers = { workspaceId: "623457276584334", targetId: "44", file: await writeXlsxFile(cells).toBuffer() };
    const input = await readWithWorkbooks(uploadTargetAssignments.fields, answers);
    expect(toRequest(uploadTargetAssignments, input).multipart?.content).toBe(csv);
    // Only workbooks are read beforehand: what else is wrong is told with the rest of the form.
    const wrong = readWithWorkbooks(uploadTargetAssignments.fields, {
      ...answers,
      targetId: "",
      file: Buffer.from("{"),
    });
    await expect(wrong).rejects.toThrow(/^Target is required\. Assignments must be valid JSON/);
  });

  test("leave Currency out where no row has one, and quote what needs it.", () => {
    const team = { "Team member identifier": 'Sales, "West"', "Is Team": "yes", Period: "FY2026", Value: 1.5 };
    expect(requestOf([team]).multipart?.content).toBe(
      'Team member identifier,Is Team,Period,Value\r\n"Sales, ""West""",TRUE,FY2026,1.5\r\n',
    );
  });

  test("are only checked when asked for.", () => {
    expect(requestOf(csv, false).query).toEqual({ workspaceId: "623457276584334" });
    expect(requestOf(csv, true).query).toHaveProperty("validateOnly", true);
  });

  test("may have 10,000 rows.", () => {
    expect(requestOf(`${heading}\n${`${row}\n`.repeat(10_000)}`).multipart?.part).toBe("file");
    expect(requestOf(Array(10_000).fill(rowAsJson)).multipart?.part).toBe("file");
  });

  test.each([
    ["10,001 rows of text", `${heading}\n${`${row}\n`.repeat(10_001)}`, /^Assignments must have at most 10000 rows/],
    ["10,001 rows of JSON", Array(10_001).fill(rowAsJson), /^Assignments must have at most 10000 entries/],
    ["a heading alone", heading, /^Assignments must be CSV with a heading and at least one row/],
    ["an open quote", `${heading}\n"ada,FALSE`, /^Assignments is not valid CSV: /],
    ["a workbook", Buffer.from("PK\u0003\u0004\0\0"), /^Assignments is a zip archive, not a table/],
    ["a stream", new ReadableStream(), /^Assignments/],
    ["an unknown column", [{ ...rowAsJson, Quota: 1 }], /^Assignments\[1\] has no property "Quota"/],
    ["a wrong value", [rowAsJson, { ...rowAsJson, Value: "much" }], /^Assignments\[2\]\.Value must be a number/],
    ["a missing value", [{ ...rowAsJson, Value: undefined }], /^Assignments\[1\]\.Value is required\./],
  ])("are refused for %s.", (_what, file, message) => {
    expect(() => requestOf(file)).toThrow(message);
  });
});
