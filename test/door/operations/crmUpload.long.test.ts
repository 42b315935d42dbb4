import { toLdjson } from "#src/operations/crmUpload";

it("refuses objects that make a file of more than 200 MB", () => {
  const note = "x".repeat(2 * 1024 * 1024);
  const objects = Array.from({ length: 101 }, (_, index) => ({
    objectId: `acc-${index}`,
    modifiedDate: "2026-01-05T10:00:00Z",
    name: "Contoso Farms",
    note,
  }));
  const refusal = { name: "InputError", message: expect.stringContaining("at most 200 MB") };
  expect(() => toLdjson(objects, "ACCOUNT")).toThrow(expect.objectContaining(refusal));
});
