import { type RequestOptions, request } from "node:http";
import { type Running, startCommand } from "./support";

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

let workbench: Running;
beforeAll(async () => {
  workbench = await startCommand();
});
afterAll(() => workbench.stop());

const token = () => /token=(.+)/.exec(workbench.address)?.[1] ?? "";

/** Sends exactly these headers, as no browser lets a page do. */
const send = (path: string, options: RequestOptions = {}, body?: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request(`${workbench.origin}${path}`, options, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += String(chunk);
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    asked.on("error", reject);
    asked.end(body);
  });

const asked = (headers: Readonly<Record<string, string>> = {}, path = "/api/status") =>
  send(path, { headers: { authorization: `Bearer ${token()}`, ...headers } });

const done = async (name: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
  const { status, text } = await send(
    `/api/${name}`,
    {
      method: "POST",
      headers: { authorization: `Bearer ${token()}`, "content-type": "application/json", ...headers },
    },
    JSON.stringify(body),
  );
  return { status, value: JSON.parse(text) as Record<string, unknown> };
};

it("answers to its own name only, on every path", async () => {
  for (const path of ["/", "/page.js", "/api/status", "/hook/x"])
    await expect(asked({ host: "rebound.example" }, path)).resolves.toMatchObject({ status: 421 });
  await expect(asked({ host: workbench.origin.replace("http://127.0.0.1", "localhost") })).resolves.toMatchObject({
    status: 421,
  });
});

it("answers no other origin, and nobody without the token", async () => {
  await expect(asked()).resolves.toMatchObject({ status: 200 });
  await expect(asked({ origin: workbench.origin })).resolves.toMatchObject({ status: 200 });
  await expect(asked({ origin: "https://elsewhere.example" })).resolves.toMatchObject({ status: 403 });
  await expect(asked({ origin: "null" })).resolves.toMatchObject({ status: 403 });
  await expect(asked({ authorization: "Bearer wrong" })).resolves.toMatchObject({ status: 401 });
  await expect(done("control", { key: "reset", values: {} }, { "content-type": "text/plain" })).resolves.toMatchObject({
    status: 415,
  });
  await expect(send("/hook/unknown", { method: "POST" }, "{}")).resolves.toMatchObject({ status: 410 });
});

it("lets a page load nothing from elsewhere, and be framed by nobody", async () => {
  const { headers, text } = await send("/");
  expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  expect(text).not.toContain(token());
});

it("writes nothing without the tick, nor to a real account that was not named, whatever the page asks", async () => {
  const order = {
    kind: "actions",
    key: "deleteMeeting",
    values: { connection: "sandbox", meetingId: "1", organizerEmail: "ada.reyes@northwind.example" },
  };
  const { value } = await done("run", order);
  expect(value).toMatchObject({ simulated: "examplePerform", requests: [] });
  const fields = {
    baseUrl: "https://us-1.api.gong.example",
    accessKey: "REALACCESSKEY0001",
    accessKeySecret: "a-real-secret",
  };
  const connected = await done("connect", { definition: "gongApiKey", name: "Real", fields });
  expect(JSON.stringify(connected.value)).not.toMatch(/REALACCESSKEY|a-real-secret/);
  const real = { ...order, values: { ...order.values, connection: connected.value.id }, reallyWrite: true };
  const refused = await done("run", real);
  expect(refused).toMatchObject({ status: 400, value: { error: expect.stringContaining("us-1.api.gong.example") } });
});

it("shows no secret of the sandbox either, and counts what requests cost", async () => {
  const { value } = await done("run", { kind: "actions", key: "listUsers", values: { connection: "sandbox" } });
  expect(value).toMatchObject({ outcome: { kind: "done" }, requests: [{ method: "GET", status: 200, cost: 1 }] });
  expect(JSON.stringify(value)).not.toMatch(/sandbox-secret-of|SANDBOXACCESSKEY/);
});

it("takes an OAuth token as JSON, and repeats nothing of what is none", async () => {
  const given = { definition: "oauth2", name: "OAuth", fields: {} };
  const refused = await done("connect", { ...given, token: "a-secret-that-is-no-json" });
  expect(refused).toMatchObject({ status: 400, value: { error: expect.stringContaining("access_token") } });
  expect(JSON.stringify(refused)).not.toContain("a-secret-that");
  const token = { access_token: "a-secret-token", api_base_url_for_customer: "https://us-7.api.gong.example" };
  const { value } = await done("connect", { ...given, token: JSON.stringify(token) });
  expect(value.connections).toContainEqual(expect.objectContaining({ account: "us-7.api.gong.example" }));
  expect(JSON.stringify(value)).not.toContain("a-secret-token");
});
