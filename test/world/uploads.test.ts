import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { type Multipart, readMultipart } from "#sandbox/multipart";
import { useSandbox } from "../support/door";
import { ask, wordsOf } from "./ask";

const boundary = "----northwind";
const contentType = `multipart/form-data; boundary=${boundary}`;
const head = (name: string, fileName: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: audio/wav\r\n\r\n`;
const tail = `\r\n--${boundary}--\r\n`;

const read = async (body: Buffer, chunkBytes: number): Promise<Multipart> => {
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length; at += chunkBytes) chunks.push(body.subarray(at, at + chunkBytes));
  return readMultipart(Readable.from(chunks), contentType);
};

describe("readMultipart", () => {
  const tricky = Buffer.from(`a\r\n--north\r\r\n\r\n-${"x".repeat(100)}\r\n--${boundary.slice(0, -1)}`);
  const body = Buffer.concat([
    Buffer.from(head("one", "a.wav")),
    tricky,
    Buffer.from(`\r\n${head("two", "b.wav")}`),
    Buffer.from(tail),
  ]);

  it("reads the same however the body is cut", async () => {
    for (let chunkBytes = 1; chunkBytes < body.length; chunkBytes += 1) {
      expect(await read(body, chunkBytes)).toEqual({
        parts: [
          {
            name: "one",
            fileName: "a.wav",
            contentType: "audio/wav",
            size: tricky.length,
            head: tricky.subarray(0, 64),
            bytes: tricky,
            digest: createHash("sha256").update(tricky).digest("base64"),
          },
          expect.objectContaining({ name: "two", fileName: "b.wav", size: 0, bytes: Buffer.alloc(0) }),
        ],
      });
    }
  });

  it("lets a large part stream by without holding it", async () => {
    const block = Buffer.alloc(64 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    function* pieces() {
      yield Buffer.from(head("mediaFile", "call.wav"));
      for (let sent = 0; sent < 4096; sent += 1) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        yield block;
      }
      yield Buffer.from(tail);
    }
    const answer = await readMultipart(Readable.from(pieces()), contentType);
    expect(answer).toMatchObject({ parts: [{ size: 256 * 1024 * 1024, bytes: undefined }] });
    expect(most).toBeLessThan(64 * 1024 * 1024);
  });

  it("says what is wrong with a broken one", async () => {
    expect(await read(body.subarray(0, body.length - 10), 100)).toEqual({
      error: "the multipart body ends before its last boundary",
    });
    expect(await readMultipart(Readable.from([body]), "multipart/form-data")).toEqual({
      error: "the Content-Type names no boundary",
    });
  });
});

describe("in a sandbox", () => {
  const sandbox = useSandbox({ world: { calls: 3 } }, { mayBreakContract: true });

  async function newCall(): Promise<string> {
    const host = sandbox.world.users[0]?.id;
    const answer = await ask(sandbox, "POST /v2/calls", {
      clientUniqueId: "pbx-7731",
      actualStart: new Date(sandbox.clock.now() - 3_600_000).toISOString(),
      direction: "Outbound",
      primaryUser: host,
      parties: [{ userId: host }],
    });
    expect(answer.body.callId).toMatch(/^\d+$/);
    return String(answer.body.callId);
  }

  it("takes a file, and remembers its size and beginning", async () => {
    const callId = await newCall();
    const body = Buffer.from(`${head("mediaFile", "call.wav")}RIFF1234WAVE${tail}`);
    const answer = await ask(sandbox, `PUT /v2/calls/${callId}/media`, body, { "content-type": contentType });
    expect([answer.status, answer.body.callId]).toEqual([201, callId]);
    expect(sandbox.log.of("PUT /v2/calls/{id}/media")[0]?.file).toEqual({
      name: "mediaFile",
      size: 12,
      contentType: "audio/wav",
      head: Buffer.from("RIFF1234WAVE").toString("hex"),
    });
  });

  it("names the part that is missing or not declared, and refuses other content types", async () => {
    const body = Buffer.from(`${head("file", "call.wav")}RIFF${tail}`);
    const wrong = await ask(sandbox, "PUT /v2/calls/1/media", body, { "content-type": contentType });
    expect([wrong.status, wordsOf(wrong)]).toEqual([
      400,
      "Sandbox contract check: mediaFile part is missing. | Sandbox contract check: part file: is not a part that Gong has here.",
    ]);
    expect((await ask(sandbox, "PUT /v2/calls/1/media", { mediaFile: "RIFF" })).status).toBe(415);
  });
});
