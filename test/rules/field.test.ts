import * as field from "#src/form/field";
import { optional, read } from "#src/form/field";
import { fromDateTime, toDateTime } from "#src/form/fields";

const separator = field.verbatim({ label: "Separator", comments: "What stands between." });

describe("reading the answers of a form", () => {
  it.each([" ", "\n", " / "])("keeps a separator that is %j", (answer) => {
    expect(read({ separator: optional(separator) }, { separator: answer })).toEqual({ separator: answer });
  });

  it("takes an empty separator as none given", () => {
    expect(read({ separator: optional(separator) }, { separator: "" })).toEqual({});
  });

  const range = { fromDateTime: optional(fromDateTime), toDateTime: optional(toDateTime) };
  it.each([
    ["2026-02-05", "2026-01-05"],
    ["2026-01-05T10:00:00Z", "2026-01-05T11:00:00+01:00"],
  ])("refuses a range from %s to %s, whose end is not later", (from, to) => {
    expect(() => read(range, { fromDateTime: from, toDateTime: to })).toThrow(
      /To must be later than From\. Given: from /,
    );
  });

  it("takes a range with one end", () => {
    expect(read(range, { toDateTime: "2026-01-05" })).toEqual({ toDateTime: "2026-01-05T00:00:00Z" });
    expect(read(range, { fromDateTime: "2026-01-05", toDateTime: "2026-01-06" })).toEqual({
      fromDateTime: "2026-01-05T00:00:00Z",
      toDateTime: "2026-01-06T00:00:00Z",
    });
  });
});
