import { importSPKI, jwtVerify } from "jose";
import { checkAnswer, createWebhookKeys, operationOf, type Sandbox, signWebhook, startSandbox } from "#sandbox/index";
import { startHost } from "../support/host";

const now = Date.UTC(2026, 10, 20, 18);
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ clock: now, world: { calls: 10 } });
});
afterAll(() => sandbox.close());

const webhookUrl = "https://hooks.northwind.example/gong?flow=1";
const sha256 = async (text: string) =>
  Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toString("hex");
const tokenOf = (headers: Readonly<Record<string, string>>) => (headers.authorization ?? "").replace("Bearer ", "");
/** A call in which a tracker's phrases were said. */
const tracked = () => {
  const call = sandbox.world.calls.find(({ id }) => JSON.stringify(sandbox.callRecord(id)).includes('"phrases":[{'));
  return call?.id ?? "";
};
const callId = () => sandbox.world.calls[0]?.id ?? "";

it("signs so that another library verifies it", async () => {
  const { headers, body } = sandbox.webhook({ url: webhookUrl, callId: callId() });
  const pem = `-----BEGIN PUBLIC KEY-----\n${sandbox.webhookKeys.publicKey}\n-----END PUBLIC KEY-----`;
  const { payload } = await jwtVerify(tokenOf(headers), await importSPKI(pem, "RS256"), { currentDate: new Date(now) });
  expect(payload).toEqual({ webhook_url: webhookUrl, body_sha256: await sha256(body), exp: now / 1000 + 300 });
  const otherKey = await importSPKI(createWebhookKeys().publicKeyPem, "RS256");
  await expect(jwtVerify(tokenOf(headers), otherKey, { currentDate: new Date(now) })).rejects.toThrow("signature");
});

it("forges as told", async () => {
  const { privateKey, publicKeyPem } = sandbox.webhookKeys;
  const given = { body: '{"a": 1}', webhookUrl, privateKey, now };
  const parts = (token: string) =>
    token
      .split(".")
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()));
  const none = signWebhook({ ...given, algorithm: "none", bearer: false });
  expect(none.body).toBe('{"a": 1}');
  expect(none.headers.authorization).toMatch(/^[^ ]+\.[^ ]+\.$/);
  const [header, claims] = parts(
    tokenOf(
      signWebhook({
        ...given,
        algorithm: "HS256",
        hmacSecret: publicKeyPem,
        expiresInSeconds: -1,
        claims: { webhook_url: undefined },
        header: { crit: ["x"] },
      }).headers,
    ),
  );
  expect(header).toEqual({ alg: "HS256", typ: "JWT", crit: ["x"] });
  expect(claims).toEqual({ body_sha256: await sha256('{"a": 1}'), exp: now / 1000 - 1 });
});

it("sends a call in both generations", () => {
  const current = JSON.parse(sandbox.webhook({ url: webhookUrl, callId: callId(), mode: "none" }).body);
  const older = JSON.parse(
    sandbox.webhook({ url: webhookUrl, callId: callId(), mode: "none", generation: "older", isTest: true }).body,
  );
  expect(Object.keys(current)).toEqual(["callData", "isTest", "isPrivate"]);
  expect(current.callData.metaData.id).toBe(callId());
  expect(Object.keys(current.callData.content)).toEqual(["topics", "trackers", "scorecardsAnswers"]);
  expect(older).toMatchObject({ metaData: current.callData.metaData, parties: current.callData.parties, isTest: true });
  expect(older.callData).toBeUndefined();
  const trackers = sandbox.callRecord(tracked()).content as { trackers: { phrases: unknown[] }[] };
  expect(trackers.trackers[0]?.phrases).not.toHaveLength(0);
  const { callData } = JSON.parse(sandbox.webhook({ url: webhookUrl, callId: tracked(), mode: "none" }).body);
  expect(Object.keys(callData.content.trackers[0])).toEqual(["id", "name", "count", "type", "occurrences"]);
  expect(checkAnswer(operationOf("POST /v2/calls/extensive"), 200, { calls: [current.callData] })).toEqual([]);
  expect(() => sandbox.webhook({ url: webhookUrl, callId: "1" })).toThrow("Gong lists no call 1 now.");
});

it("delivers over HTTP, signed or with the secret in the address", async () => {
  const receiver = await startHost((_request, response) => response.writeHead(202).end("taken"));
  const url = `${receiver.url}/gong?key=k1`;
  expect(await sandbox.sendWebhook({ url, callId: callId() })).toEqual({ status: 202, body: "taken" });
  await sandbox.sendWebhook({ url, callId: callId(), mode: "urlSecret", overrides: { isPrivate: "yes" } });
  await receiver.close();
  const received = receiver.asked;

  expect(received.map((request) => request.url)).toEqual(["/gong?key=k1", "/gong?key=k1"]);
  expect(received[0]?.headers.authorization).toMatch(/^Bearer /);
  expect(received[1]?.headers.authorization).toBeUndefined();
  expect(JSON.parse(received[1]?.body.toString() ?? "{}").isPrivate).toBe("yes");
});
