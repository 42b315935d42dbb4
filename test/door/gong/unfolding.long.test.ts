import { gzipSync } from "node:zlib";
import { connectionTo, harness } from "../../support/component";
import { useHost } from "../../support/host";

const small = gzipSync(Buffer.alloc(101 * 1024 ** 2, 32));
const host = useHost((_request, response) => {
  response.writeHead(200, { "Content-Encoding": "gzip" });
  response.end(small);
});

// Unpacking goes through thousands of turns between threads, which takes long beside other work.
it("ends an answer that unfolds to more than 100 MB", async () => {
  expect(small.length).toBeLessThan(200_000);
  const connection = connectionTo({ url: host.url, accessKey: "key", accessKeySecret: "secret" });
  await expect(harness.action("listUsers", { connection })).rejects.toThrow(/more than 100 MB.*Ask for fewer records/);
});
