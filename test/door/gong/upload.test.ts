import { type AddressInfo, createServer, type Socket } from "node:net";
import { z } from "zod";
import * as field from "#src/form/field";
import { gong, InputError, NotAnsweredError } from "#src/gong/index";
import { isRecording } from "#src/gong/multipart";
import { type FileToSend, operation } from "#src/operation";
import { fromFile } from "#src/operations/calls/mediaFile";
import { operations } from "#src/operations/index";
import { tokenConnectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";
import { useHost, wavOf } from "../../support/host";
import { hurry } from "./support";

const sandbox = useSandbox();
const host = useHost((_request, response) => response.end(wavOf(70_000)));
let callId: string;

beforeEach(async () => {
  const primaryUser = sandbox.world.users[0]?.id ?? "";
  const created = await hurry(() =>
    gong(tokenConnectionTo(sandbox)).run(operations.createNewCall, {
      clientUniqueId: `upload-${Math.random()}`,
      actualStart: "2026-01-05T10:00:00Z",
      direction: "Outbound",
      primaryUser,
      parties: [{ userId: primaryUser }],
    } as never),
  );
  callId = String((created as { callId?: unknown }).callId);
  sandbox.world.state.recordings.clear();
  sandbox.log.clear();
});

const addMedia = (content: FileToSend["content"], fileName = "call.wav") =>
  operation({
    label: "Add Call Media",
    description: "Adds media.",
    endpoint: "PUT /v2/calls/{callId}/media",
    scopes: ["api:calls:create"],
    effect: "writes",
    fields: { callId: field.text({ label: "Call ID", comments: "The call." }) },
    request: () => ({ multipart: { fileName, contentType: "audio/wav", content } }),
    file: operations.addMedia.file,
    response: () => z.looseObject({}),
    example: {},
  });
const upload = (content: FileToSend["content"], fileName?: string) =>
  gong(tokenConnectionTo(sandbox)).run(addMedia(content, fileName), { callId });
const sent = () => sandbox.log.entries.at(-1)?.file;

describe("a recording", () => {
  it.each([1000, 64 * 1024, 200_001])("of %i bytes arrives whole from a buffer", async (size) => {
    expect(await upload(wavOf(size))).toMatchObject({ callId });
    expect(sent()).toMatchObject({ name: "mediaFile", size });
  });

  it("D18: arrives whole from base64 text", async () => {
    await upload(wavOf(100_000).toString("base64"));
    expect(sent()).toMatchObject({ size: 100_000 });
  });

  it.each([true, false])(
    "arrives whole from a web address (length announced: %s), which sees no credentials",
    async (hasLength) => {
      host.answer = (request, response) => {
        if (request.url === "/old") return void response.writeHead(302, { Location: "/new" }).end();
        if (hasLength) response.setHeader("Content-Length", 300_000);
        response.end(wavOf(300_000));
      };
      expect(await upload({ url: `${host.url}/old` })).toMatchObject({ callId });
      expect(sent()).toMatchObject({ size: 300_000 });
      expect(host.asked).toHaveLength(2);
      for (const { headers } of host.asked) expect(headers.authorization).toBeUndefined();
    },
  );

  it("is sent again after 429, from the beginning, and after nothing else", async () => {
    sandbox.faults.add({ kind: "429", match: { times: 1 } });
    await hurry(() => upload({ url: host.url }));
    expect(sent()).toMatchObject({ size: 70_000 });
    expect(host.asked).toHaveLength(2);
    sandbox.log.clear();
    sandbox.faults.add({ kind: "503", match: { times: 1 } });
    await expect(hurry(() => upload(wavOf(1000)))).rejects.toThrow(/look in Gong/);
    expect(sandbox.log.entries).toHaveLength(1);
  });

  it.each<[string, FileToSend["content"], RegExp]>([
    ["empty bytes", Buffer.alloc(0), /empty/],
    ["empty text", "", /empty/],
    ["text", "hello, this is no recording at all", /no recording that Gong takes/],
    ["a web page", Buffer.from("<!DOCTYPE html><p>Sign in"), /looks like a web page/],
    ["base64 of something else", Buffer.from("x".repeat(90)).toString("base64"), /looks like text/],
    ["nothing", null as never, /neither bytes nor text nor a web address/],
    ["a stream", { pipe: () => {} } as never, /neither bytes nor text nor a web address/],
    ["an unprotected address", { url: "http://media.example/a.wav" }, /https:\/\//],
  ])("D18: is refused before anything is sent: %s", async (_name, content, message) => {
    const fault = await upload(content).catch((each) => each);
    expect(fault).toBeInstanceOf(InputError);
    expect(fault.message).toMatch(message);
    expect(sandbox.log.entries).toHaveLength(0);
  });

  it("is refused when it is too large, before it is fetched", async () => {
    host.answer = (_request, response) => {
      response.writeHead(200, { "Content-Length": 1536 * 1024 * 1024 + 1 });
      response.write(wavOf(100));
    };
    await expect(upload({ url: host.url })).rejects.toThrow(/1,537 MB; Gong takes at most 1,536 MB/);
    expect(sandbox.log.entries).toHaveLength(0);
  });

  it("fails with words when the web address does, without its signature", async () => {
    host.answer = (_request, response) => void response.writeHead(403).end();
    await expect(upload({ url: `${host.url}/a?Signature=abc` })).rejects.toThrow(/answered 403. Signed links expire/);
    for (const [status, words] of [
      [401, /answered 401. Signed links expire/],
      [404, /answered 404. Check the address/],
      [410, /answered 410. Signed links expire/],
      [400, /answered 400. Check the address/],
      [299, /answered 299. Check the address/],
    ] as const) {
      host.answer = (_request, response) => void response.writeHead(status, { Location: "/elsewhere" }).end();
      await expect(upload({ url: host.url })).rejects.toThrow(words);
    }
    const before = host.asked.length;
    host.answer = (_request, response) => void response.writeHead(302, { Location: "/again" }).end();
    await expect(upload({ url: host.url })).rejects.toThrow(/redirects too often/);
    expect(host.asked.length - before).toBe(6);
    for (const [headers, words] of [
      [{ Location: "http://[" }, /redirects to something that is no web address/],
      [{}, /answered 302. Check the address/],
    ] as const) {
      host.answer = (_request, response) => void response.writeHead(302, headers).end();
      await expect(upload({ url: host.url })).rejects.toThrow(words);
    }
    host.answer = (_request, response) => void response.writeHead(302, { Location: "http://media.example/" }).end();
    await expect(upload({ url: host.url })).rejects.toThrow(/must begin with https/);
    host.answer = (_request, response) => {
      response.writeHead(200, { "Content-Length": 500_000 });
      response.write(wavOf(100_000));
      setTimeout(() => response.destroy(), 50);
    };
    const fault = await upload({ url: `${host.url}/a?Signature=abc` }).catch((each) => each);
    expect(fault).toBeInstanceOf(NotAnsweredError);
    expect(fault.message).toMatch(/file could not be fetched/);
    expect(JSON.stringify(fault)).not.toContain("abc");
  });

  it.each([
    "https://10.0.0.1/a.wav",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/a.wav",
    "https://[::ffff:127.0.0.1]/a.wav",
    "https://0x0a000001/a.wav",
    // A name is looked up, and what it leads to counts.
    "https://localhost/a.wav",
  ])("is not fetched from a private address, itself or after a redirect: %s", async (address) => {
    const allowed = process.env.GONG_ALLOWED_HOSTS;
    process.env.GONG_ALLOWED_HOSTS = "127.0.0.1";
    try {
      host.answer = (_request, response) => void response.writeHead(302, { Location: address }).end();
      for (const url of [address, host.url]) {
        const fault = await upload({ url }).catch((each) => each);
        expect(fault).toBeInstanceOf(InputError);
        expect(fault.message).toMatch(/no public address: it lies in a private network/);
      }
    } finally {
      process.env.GONG_ALLOWED_HOSTS = allowed;
    }
  });

  it("ends when its host falls silent, and when the run's time is over", async () => {
    for (const [budgetMs, mostMs, begins] of [
      [600_000, 70_000, true],
      [20_000, 25_000, true],
      [20_000, 25_000, false],
    ] as const) {
      host.answer = (_request, response) => {
        if (begins) response.writeHead(200, { "Content-Length": 500_000 }).write(wavOf(100_000));
      };
      let lastedMs = 0;
      const fault = await hurry(async () => {
        const began = Date.now();
        const work = gong(tokenConnectionTo(sandbox), undefined, { budgetMs }).run(addMedia({ url: host.url }), {
          callId,
        });
        const thrown = await work.catch((each) => each);
        lastedMs = Date.now() - began;
        return thrown;
      });
      expect(fault).toBeInstanceOf(NotAnsweredError);
      expect(fault.message).toMatch(/could not be fetched.*no answer came in time/);
      expect(lastedMs).toBeLessThan(mostMs);
    }
  });

  it("is sent without a content type that is empty, and with any name", async () => {
    const sends = (contentType: string, name: string) => {
      const multipart = { fileName: name, contentType, content: wavOf(1000) };
      return gong(tokenConnectionTo(sandbox)).run(
        { ...addMedia(wavOf(1)), request: () => ({ multipart }) },
        { callId },
      );
    };
    await sends(" ", "a.wav");
    expect(sent()?.size).toBe(1000);
    expect(fromFile(wavOf(100), "a.constructor").contentType).toBe("application/octet-stream");
  });

  it("is refused in words when its address redirects to none", async () => {
    host.answer = (_request, response) => void response.writeHead(302, { Location: "http://[" }).end();
    const fault = await upload({ url: host.url }).catch((each) => each);
    expect(fault).toBeInstanceOf(InputError);
    expect(fault.message).toMatch(/redirects to something that is no web address/);
  });

  it.each([
    ["breaks off", "", /connection broke/],
    ["answers before it has it all", "HTTP/1.1 400 Bad\r\nContent-Length: 2\r\n\r\n{}", /400/],
  ])("is fetched no further when Gong %s", async (_how, answer, expected) => {
    const isClosed = new Promise<void>((resolve) => {
      host.answer = (_request, response) => {
        response.once("close", resolve).writeHead(200).write(wavOf(1000));
      };
    });
    // By then the whole of what the host has sent is read, and the file waits for more.
    const end = (socket: Socket) => setTimeout(() => (answer ? socket.write(answer) : socket.destroy()), 50);
    const early = createServer((socket) => void socket.once("data", () => end(socket)).on("error", () => {}));
    await new Promise<void>((resolve) => early.listen(0, "127.0.0.1", resolve));
    const baseUrl = `http://127.0.0.1:${(early.address() as AddressInfo).port}`;
    const fields = { baseUrl, accessKey: "KEY-OF-UPLOADS", accessKeySecret: "secret-of-uploads" };
    const client = gong({ key: "gongApiKey", configVarKey: "Gong", fields });
    await expect(client.run(addMedia({ url: host.url }), { callId })).rejects.toThrow(expected);
    await isClosed;
    early.close();
  });

  it("cannot end its header with its name", async () => {
    await upload(wavOf(1000), 'a"\r\nX: y.wav');
    expect(sent()?.size).toBe(1000);
  });

  it.each<[string, string, boolean]>([
    ["WAV", "RIFF\0\0\0\0WAVE", true],
    ["MP3 with tags", "ID3\u0004", true],
    ["MP3", "\xff\xfb\x90\x00", true],
    ["MP4", "\0\0\0\x18ftypmp42", true],
    ["MKV", "\x1a\x45\xdf\xa3", true],
    ["FLAC", "fLaC", true],
    ["ADTS", "\xff\xf1\x50\x80", false],
    ["AVI", "RIFF\0\0\0\0AVI ", false],
    ["Ogg", "OggS", false],
  ])("is known by its first bytes: %s", (_name, head, expected) =>
    expect(isRecording(Buffer.from(head, "latin1"))).toBe(expected),
  );
});
