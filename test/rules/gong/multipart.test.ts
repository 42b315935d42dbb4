import { InputError } from "#src/base/errors";
import { type Body, isRecording, toFormBody, toMultipartBody } from "#src/gong/multipart";

const textOf = async ({ content }: Body) => {
  const chunks: Buffer[] = [];
  for await (const chunk of content as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("latin1");
};

const boundaryOf = ({ headers }: Body) => headers["Content-Type"]?.split("boundary=")[1];
const file = { part: "file", fileName: "a.csv", contentType: "text/csv", content: "a,b" };

describe("a multipart body", () => {
  it("has each part with its name, and the length that it says", async () => {
    const body = toFormBody({
      fields: { text: "a b", number: 5, none: undefined, object: { a: 6286478263646001879n } },
      files: [{ part: "f", fileName: 'b"\r\n.bin', content: Buffer.from([255]) }],
    });
    const boundary = boundaryOf(body);
    const part = (name: string, content: string, more = "") =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${content}\r\n`;
    const text = await textOf(body);
    expect(text).toBe(
      part("text", "a b") +
        part("number", "5") +
        part("none", "") +
        part("object", '{"a":6286478263646001879}') +
        part("f", "\xff", '; filename="b%22%0D%0A.bin"\r\nContent-Type: application/octet-stream') +
        `--${boundary}--\r\n`,
    );
    expect(body.headers["Content-Length"]).toBe(String(text.length));
    expect(boundaryOf(toFormBody({ fields: {}, files: [] }))).not.toBe(boundary);
  });

  it("holds its content type in one line, and none that is blank", async () => {
    const typed = await textOf(await toMultipartBody({ ...file, contentType: "text/csv\r\n\r\nX-A: b" }));
    expect(typed).toContain('filename="a.csv"\r\nContent-Type: text/csv X-A: b\r\n\r\na,b\r\n--');
    for (const contentType of [undefined, " "])
      expect(await textOf(await toMultipartBody({ ...file, contentType } as never))).not.toContain("Content-Type");
  });

  it("tells now and then how far it is", async () => {
    const lines: string[] = [];
    const logger = { debug: () => {}, info: (line: string) => void lines.push(line), warn: () => {} };
    const content = Buffer.alloc(3 * 1024 * 1024, 1);
    const body = await toMultipartBody({ ...file, content }, { logger } as never);
    let now = Date.now();
    const clock = jest.spyOn(Date, "now").mockImplementation(() => {
      now += 300;
      return now;
    });
    expect(await textOf(body)).toHaveLength(Number(body.headers["Content-Length"]));
    clock.mockRestore();
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.length).toBeLessThan(10);
    expect(lines[0]).toMatch(/^Sending a\.csv: [12] of 3 MB \([1-5]\d %\)\.$/);
  });

  it.each([
    ["nothing", "", {}, "The file is empty"],
    ["too much", "abcd", { maxBytes: 3 }, "The file has 1 MB; Gong takes at most 1 MB"],
    ["a list", Buffer.from(" [1]"), { isRecording: true }, "it looks like JSON"],
    ["music", Buffer.from("OggS"), { isRecording: true }, "it looks like Ogg"],
    ["an archive", Buffer.from("PK"), { isRecording: true }, "it looks like a ZIP archive"],
    ["a PDF", Buffer.from("%PDF-1"), { isRecording: true }, "it looks like a PDF"],
    ["an address", "s3://a", { isRecording: true }, "it looks like an address: use the input"],
    ["a page", Buffer.from(" <HTML>"), { isRecording: true }, "it looks like a web page"],
    ["words", "a b ".repeat(9), { isRecording: true }, "it looks like text"],
    [
      "words before bytes",
      Buffer.from(`${"abc ".repeat(9)}\u0000\u0001`),
      { isRecording: true },
      "FLAC). Convert it first.",
    ],
    ["few words", "a b", { isRecording: true }, "MKV or FLAC). Convert it first."],
    [
      "an odd length of base64",
      `data:audio/wav;base64,${Buffer.from("RIFF....WAVEfmt ").toString("base64")}*`,
      { isRecording: true },
      "no recording",
    ],
  ])("is refused with %s", async (_what, content, more, words) => {
    const refused = toMultipartBody({ ...file, content, ...more } as Parameters<typeof toMultipartBody>[0]);
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(words);
  });

  it("takes exactly what Gong takes", async () => {
    expect(await textOf(await toMultipartBody({ ...file, content: "abc", maxBytes: 3 }))).toContain("\r\n\r\nabc\r\n");
  });

  it("reads base64 text as bytes where a recording is due, with or without its lead", async () => {
    const wav = Buffer.from("RIFF....WAVEfmt and more");
    for (const lead of ["", " data:audio/wav;base64,", "data:;base64,"]) {
      const body = await toMultipartBody({ ...file, isRecording: true, content: lead + wav.toString("base64") });
      expect(await textOf(body)).toContain(`\r\n\r\n${wav.toString("latin1")}\r\n--`);
    }
  });
});

it.each([
  ["RIFF....WAVE", true],
  ["RF64....WAVE", true],
  ["RIFF....AVI ", false],
  ["xRIFF...WAVE", false],
  ["fLaC", true],
  ["xfLaC", false],
  ["ID3", true],
  ["xID3", false],
  ["....ftypisom", true],
  ["...ftypisom", false],
  ["\x1a\x45\xdf\xa3", true],
  ["\x1a\x45\xdf", false],
  ["\x1a\x45\xdf\xa4", false],
  ["\xff\xfb", true],
  ["\xff\xf3", true],
  ["\xff\xe3", true],
  ["\xff\xeb", false],
  ["\xff\xf9", false],
  ["\xff\xdb", false],
  ["\xfe\xfb", false],
  ["", false],
])("%j begins like a recording: %s", (text, is) => expect(isRecording(Buffer.from(text, "latin1"))).toBe(is));
