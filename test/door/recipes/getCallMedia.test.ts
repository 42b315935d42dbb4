import nock from "nock";
import { getCallMedia } from "#src/recipes/calls/getCallMedia";
import { connectionTo, tokenConnectionTo } from "../../support/component";
import { act, useSandbox } from "../../support/door";
import { startHost } from "../../support/host";
import type { Sandbox } from "../../support/sandbox";

const sandbox = useSandbox({ world: { calls: 3 } });
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

const get = (inputs: Record<string, unknown>, scopes?: readonly string[]) =>
  act<{ url: string; title: string; expiresAt: string; kind: string; file: { data: Buffer } | null }>(
    sandbox,
    "getCallMedia",
    {
      connection: tokenConnectionTo(sandbox, scopes),
      ...inputs,
    },
  );
const addCall = (patch: Parameters<Sandbox["world"]["addCall"]>[0] = {}) =>
  sandbox.world.addCall({ isPrivate: false, visibleAt: 0, partsVisibleAt: 0, direction: "Conference", ...patch }).id;
const media = () => nock("https://media.gong.example").get(/.*/).query(true);

describe("Get Call Media", () => {
  it("gives a fresh link that lasts eight hours, with one request", async () => {
    const callId = addCall();
    const before = Date.now();
    const { url, title, expiresAt, kind, file } = await get({ callId });
    const call = sandbox.world.calls.find(({ id }) => id === callId);
    expect(title).toBe(call && sandbox.world.describeCall(call).metaData.title);
    expect(url).toMatch(/^https:\/\/media\.gong\.example\/\d+\/audio\.mp3\?Expires=/);
    expect(Date.parse(expiresAt)).toBeGreaterThanOrEqual(before + 8 * 3600_000 - 1000);
    expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now() + 8 * 3600_000);
    expect([kind, file]).toEqual(["audio", null]);
    expect(sandbox.log.entries).toHaveLength(1);
    expect((await get({ callId, kind: "video" })).url).toContain("video.mp4");
  });

  it("gives the file with its content type, and shows Gong's credentials to nobody", async () => {
    const bytes = Buffer.from("ID3 a recording of Northwind Robotics");
    let authorization: unknown = "none";
    media().reply(function () {
      authorization = this.req.headers.authorization;
      return [200, bytes, { "Content-Type": "audio/mpeg" }];
    });
    const { file } = await get({ callId: addCall(), as: "file" });
    expect(file).toEqual({ data: bytes, contentType: "audio/mpeg" });
    expect(authorization).toBeUndefined();
    media().reply(200, bytes);
    expect((await get({ callId: addCall(), as: "file" })).file).toEqual({
      data: bytes,
      contentType: "audio/mpeg",
    });
    media().reply(200, bytes);
    expect((await get({ callId: addCall(), as: "file", kind: "video" })).file).toMatchObject({
      contentType: "video/mp4",
    });
  });

  it("refuses a file that announces more than 100 MB", async () => {
    media().reply(200, Buffer.alloc(200), { "Content-Length": String(100 * 1024 * 1024 + 1) });
    await expect(get({ callId: addCall(), as: "file" })).rejects.toThrow(/more than 100 MB.*Use its link/);
  });

  it("says when the link cannot be opened, without its signature", async () => {
    media().reply(403, "expired");
    const fault = await get({ callId: addCall(), as: "file" }).catch((each: Error) => each);
    expect(fault).toMatchObject({ message: expect.stringMatching(/media\.gong\.example answered 403/) });
    expect(JSON.stringify(fault)).not.toContain("Signature=");
  });

  it("says why there is nothing: unknown, private, without video, without recording", async () => {
    await expect(get({ callId: "123456789" })).rejects.toThrow(/Gong has no call 123456789/);
    const hidden = addCall({ isPrivate: true });
    await expect(get({ callId: hidden })).rejects.toThrow(/^PRIVATE: the call \d+ is private/);
    expect((await get({ callId: hidden, includePrivateCalls: true })).url).toContain(hidden);
    const phone = addCall({ direction: "Outbound" });
    await expect(get({ callId: phone, kind: "video" })).rejects.toThrow(/has no video\. Choose audio/);
    const fresh = addCall({ partsVisibleAt: Date.now() + 3600_000 });
    await expect(get({ callId: fresh })).rejects.toThrow(/no recording of the call/);
  });

  it.each(["http://media.gong.example/a.mp3", "javascript:alert(1)", "https://10.0.0.1/a.mp3"])(
    "hands on no link but a public one over https: %s",
    async (audioUrl) => {
      const answer = { requestId: "r", calls: [{ metaData: { id: "1" }, media: { audioUrl } }] };
      const host = await startHost((_request, response) => response.end(JSON.stringify(answer)));
      const connection = connectionTo({ url: host.url, accessKey: "KEY-OF-MEDIA", accessKeySecret: "secret-of-media" });
      await expect(get({ connection, callId: "1" })).rejects.toThrow(/no public https/);
      await host.close();
    },
  );

  it("names the scope that it needs", async () => {
    await expect(get({ callId: addCall() }, ["api:calls:read:extensive"])).rejects.toThrow(/api:calls:read:media-url/);
  });

  it("has an example that fits what it returns", () => void getCallMedia.output().parse(getCallMedia.example));
});
