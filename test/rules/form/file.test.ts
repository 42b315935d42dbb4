import { toFile } from "#src/form/file";

const bytes = Buffer.from("abc");

it.each<[string, unknown, unknown]>([
  ["a Buffer", bytes, { content: bytes }],
  ["text", "abc", { content: "abc" }],
  ["a part of other bytes", new Uint8Array(new Uint8Array([120, 97, 98, 99, 120]).buffer, 1, 3), { content: bytes }],
  ["a Buffer that went through JSON", bytes.toJSON(), { content: bytes }],
  ["data with its type", { data: bytes, contentType: "audio/wav" }, { content: bytes, contentType: "audio/wav" }],
  ["data with a type that is none", { data: "abc", contentType: 5 }, { content: "abc" }],
  ["data of a kind that is none", { type: "Buffer", data: "abc" }, { content: "abc" }],
  ["data alone", { data: bytes.toJSON() }, { content: bytes }],
  [
    "data within data",
    { data: { data: bytes, contentType: "b" }, contentType: "a" },
    { content: bytes, contentType: "b" },
  ],
])("%s is a file", (_what, given, file) => expect(toFile(given)).toEqual(file));

it.each([undefined, null, 5, {}, [], { data: 5 }, { type: "Blob", data: [97] }])("%j is none", (given) =>
  expect(() => toFile(given)).toThrow("must be a file from an earlier step"),
);
