import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Sandbox } from "./sandbox";
import { startSandbox } from "./server";

const help = `A Gong on this machine: every operation of Gong's public API, for a made-up company.

Usage: gong-sandbox [options], or in the connector's folder: npm run sandbox -- [options]

  --port <number>      Port on 127.0.0.1. A free one when left out.
  --seed <number>      Another seed makes other people and calls. 1 when left out.
  --calls <number>     How many calls there are. 250 when left out.
  --users <number>     How many users there are. 15 when left out.
  --latency <ms>       Milliseconds until each answer. 0 when left out.
  --no-limits          No limits. Otherwise 3 requests a second and 10,000 a day, as at Gong.
  --https              HTTPS, with a certificate of its own.
  --webhooks-anywhere  Rings webhooks at any address. Otherwise on this machine only.
  --help               This text.

It runs until stopped with Ctrl+C, and forgets everything then.`;

/** Reads the options, starts a sandbox, says where it is, and keeps running. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      seed: { type: "string" },
      calls: { type: "string" },
      users: { type: "string" },
      latency: { type: "string" },
      "no-limits": { type: "boolean" },
      https: { type: "boolean" },
      "webhooks-anywhere": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const sandbox = await startSandbox({
    port: count("port", values.port),
    latencyMs: count("latency", values.latency),
    limits: values["no-limits"] ? false : undefined,
    https: values.https,
    webhooksAnywhere: values["webhooks-anywhere"],
    world: {
      seed: count("seed", values.seed),
      calls: count("calls", values.calls),
      users: count("users", values.users),
    },
  });
  console.log(introduction(sandbox));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => sandbox.close().then(() => process.exit(0)));
  }
}

function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new Error(`--${name} needs a whole number, not "${text}".`);
  return Number(text);
}

function introduction(sandbox: Sandbox): string {
  const { url, accessKey, accessKeySecret, clientId, clientSecret, ca, webhookKeys } = sandbox;
  const certificate = ca === undefined ? undefined : join(tmpdir(), `gong-sandbox-${new URL(url).port}.pem`);
  if (certificate && ca) writeFileSync(certificate, ca);
  const curl = certificate ? `curl --cacert ${certificate}` : "curl";
  return `The Gong sandbox runs at ${url} (open it in a browser for this list)

  Access key           ${accessKey}
  Access key secret    ${accessKeySecret}
  OAuth client id      ${clientId}
  OAuth client secret  ${clientSecret}
  Authorize URL        ${url}/oauth2/authorize
  Token URL            ${url}/oauth2/generate-customer-token
  Webhook public key   ${webhookKeys.publicKey}
${certificate ? `  Certificate          ${certificate} (set NODE_EXTRA_CA_CERTS to it)\n` : ""}
The component signs in at Gong alone: where it runs, set GONG_ALLOWED_HOSTS to 127.0.0.1.

Try it:

  KEY=${accessKey}:${accessKeySecret}
  ${curl} -u "$KEY" ${url}/v2/users
  ${curl} -u "$KEY" ${url}/v2/calls
  ${curl} -u "$KEY" ${url}/v2/calls/extensive -H 'Content-Type: application/json' \\
    -d '{"filter":{"callIds":["${firstCallId(sandbox)}"]},"contentSelector":{"exposedFields":{"parties":true}}}'

Make it misbehave, look what it was asked, let it ring:

  ${curl} ${url}/sandbox/faults -H 'Content-Type: application/json' -d '{"kind":"503","retryAfter":2}'
  ${curl} ${url}/sandbox/log
  ${curl} ${url}/sandbox/webhook -H 'Content-Type: application/json' \\
    -d '{"url":"http://127.0.0.1:3000/","callId":"${firstCallId(sandbox)}"}'

The contract it checks every request against: ${url}/openapi.json
Stop it with Ctrl+C.`;
}

const firstCallId = ({ world }: Sandbox) => world.calls[0]?.id ?? "1";

main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : String(error)} Try --help.`);
  process.exitCode = 1;
});
