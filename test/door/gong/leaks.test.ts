import type { ServerResponse } from "node:http";
import { z } from "zod";
import { recipeToAction } from "#src/actions/toAction";
import { gong } from "#src/gong/index";
import { recipe } from "#src/recipe";
import { harness, quietLogger } from "../../support/component";
import { startHost } from "../../support/host";

const connectionTo = (baseUrl: string, tenant: string) => ({
  key: "gongApiKey",
  configVarKey: "Gong",
  fields: { baseUrl, accessKey: `KEY-OF-${tenant}`, accessKeySecret: `secret-of-${tenant}` },
});

describe("what a step says", () => {
  it("hides the secrets of a running request even after 400 other tenants came", async () => {
    let reply: (response: ServerResponse) => void = () => {};
    const asked = new Promise<ServerResponse>((resolve) => {
      reply = resolve;
    });
    const host = await startHost((_request, response) => reply(response));
    const logger = quietLogger();
    const run = harness.action("getCallUsingGet", { connection: connectionTo(host.url, "tenant-0"), callId: "1" }, {
      logger,
    } as never);
    const response = await asked;
    for (let tenant = 1; tenant <= 400; tenant++) gong(connectionTo(host.url, `tenant-${tenant}`));
    response.writeHead(400, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ requestId: "r", errors: ["You sent secret-of-tenant-0 as KEY-OF-tenant-0."] }));
    const error = (await run.catch((thrown: unknown) => thrown)) as Error;
    await host.close();
    expect(error.message).toContain("You sent [redacted] as [redacted]");
    expect(JSON.stringify([error, error.stack, logger.lines])).not.toMatch(/(secret-of|KEY-OF)-tenant-0/);
  });

  it("is redacted in every line of the log and every message of a finding, while links that were asked for stay", async () => {
    const link = "htps//bucket.example/a.wav?X-Amz-Signature=abc123";
    const telling = recipe({
      label: "Tell All",
      description: "Tells all.",
      uses: [],
      effect: "reads",
      fields: {},
      output: () => z.object({ url: z.string(), failed: z.array(z.object({ code: z.string(), message: z.string() })) }),
      example: { url: link, failed: [] },
      run: async (_input, { logger }) => {
        logger.info(`Fetching ${link}.`);
        logger.warn(link);
        return { url: link, failed: [{ code: "BAD_LINK", message: `Given: ${link}.` }] };
      },
    });
    const logger = quietLogger();
    const connection = connectionTo("https://api.gong.io", "teller");
    const { data } = (await recipeToAction(telling).perform({ logger } as never, { connection } as never)) as {
      data: unknown;
    };
    const safe = "htps//bucket.example/a.wav?X-Amz-Signature=[redacted]";
    expect(data).toEqual({ url: link, failed: [{ code: "BAD_LINK", message: `Given: ${safe}` }] });
    expect(logger.lines).toEqual([`Fetching ${safe}`, safe]);
  });
});
