import type { Sandbox } from "./sandbox";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const toHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

/** The page at `/`: where the sandbox is, with which keys, and what can be asked of it. */
export function homePage(sandbox: Sandbox): string {
  const { url, accessKey, accessKeySecret, clientId, clientSecret, webhookKeys } = sandbox;
  const facts = {
    "Base URL": url,
    "Access key": accessKey,
    "Access key secret": accessKeySecret,
    "OAuth client id": clientId,
    "OAuth client secret": clientSecret,
    "Authorize URL": `${url}/oauth2/authorize`,
    "Token URL": `${url}/oauth2/generate-customer-token`,
    "Webhook public key": webhookKeys.publicKey,
  };
  const links = {
    "/openapi.json": "the contract that every request is checked against",
    "/sandbox/state": "clock, requests, what is left of the day",
    "/sandbox/log": "every request, and what was wrong with it",
    "/sandbox/faults": "the faults to come",
  };
  const row = ([name, value]: [string, string]) =>
    `<tr><th>${toHtml(name)}</th><td><code>${toHtml(value)}</code></td></tr>`;
  const link = ([path, words]: [string, string]) => `<li><a href="${path}">${path}</a>: ${toHtml(words)}</li>`;
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gong sandbox</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; }
  th { text-align: left; font-weight: 500; padding: .2rem 1.5rem .2rem 0; vertical-align: top; white-space: nowrap; }
  code { overflow-wrap: anywhere; }
</style>
<h1>Gong sandbox</h1>
<p>A Gong on this machine, for a made-up company. It forgets everything when it stops.</p>
<table>
${Object.entries(facts).map(row).join("\n")}
</table>
<h2>Look</h2>
<ul>
${Object.entries(links).map(link).join("\n")}
</ul>
</html>
`;
}
