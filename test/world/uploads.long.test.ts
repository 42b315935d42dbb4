import { request } from "node:http";
import { Readable } from "node:stream";
import { useSandbox } from "../support/door";
import { ask, basic, wordsOf } from "./ask";

const boundary = "----northwind";
const contentType = `multipart/form-data; boundary=${boundary}`;
const head = (name: string, fileName: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: audio/wav\r\n\r\n`;
const tail = `\r\n--${boundary}--\r\n`;

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

function upload(line: string, part: string, megabytes: number): Promise<string> {
  const [method, path] = line.split(" ");
  const block = Buffer.alloc(1024 * 1024);
  function* pieces() {
    yield Buffer.from(head(part, "large"));
    for (let sent = 0; sent < megabytes; sent += 1) yield block;
    yield Buffer.from(tail);
  }
  return new Promise((resolve, reject) => {
    const headers = { authorization: basic(sandbox), "content-type": contentType };
    const sending = request(`${sandbox.url}${path}`, { method, headers });
    sending.on("error", reject);
    sending.on("response", (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk;
      });
      response.on("end", () => resolve(text));
    });
    Readable.from(pieces(), { objectMode: true, highWaterMark: 1 }).pipe(sending);
  });
}

it("takes large files, and refuses what is larger than Gong takes", async () => {
  expect(await upload(`PUT /v2/calls/${await newCall()}/media`, "mediaFile", 201)).toContain('"callId"');
  expect(sandbox.log.of("PUT /v2/calls/{id}/media")[0]?.file?.size).toBe(201 * 1024 * 1024);
  const objects = "/v2/crm/entities?integrationId=1&objectType=DEAL&clientRequestId=a";
  expect(await upload(`POST ${objects}`, "dataFile", 201)).toContain("must not be larger than 200 MB");
  expect(wordsOf(await ask(sandbox, `POST ${objects}`, "", { "content-type": contentType }))).toContain(
    "last boundary",
  );
});
