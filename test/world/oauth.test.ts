import { useSandbox } from "../support/door";
import { type Asked, ask, wordsOf } from "./ask";

const sandbox = useSandbox({ clock: Date.UTC(2026, 10, 20, 18), world: { calls: 3 } }, { mayBreakContract: true });

const redirectUri = "https://northwind.example/callback";
const appCredentials = () => ({
  authorization: `Basic ${Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString("base64")}`,
});
const bearer = (token: unknown) => ({ authorization: `Bearer ${token}` });

async function askForCode(scope = "api:users:read api:workspaces:read"): Promise<URL> {
  const parameters = new URLSearchParams({
    client_id: sandbox.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    state: "s1",
    scope,
  });
  const answer = await ask(sandbox, `GET /oauth2/authorize?${parameters}`, undefined, { authorization: undefined });
  return new URL(String(answer.headers.location));
}

function askForToken(parameters: Record<string, string>, inForm = false): Promise<Asked> {
  const text = new URLSearchParams(parameters).toString();
  const form = { ...appCredentials(), "content-type": "application/x-www-form-urlencoded" };
  return inForm
    ? ask(sandbox, "POST /oauth2/generate-customer-token", text, form)
    : ask(sandbox, `POST /oauth2/generate-customer-token?${text}`, undefined, appCredentials());
}

const exchange = (code: string | null, inForm = false) =>
  askForToken({ grant_type: "authorization_code", code: code ?? "", redirect_uri: redirectUri }, inForm);

it("walks from consent to a token that works, and to the next one", async () => {
  const consent = await askForCode();
  expect([consent.origin + consent.pathname, consent.searchParams.get("state")]).toEqual([redirectUri, "s1"]);
  const token = await exchange(consent.searchParams.get("code"));
  expect(token.body).toMatchObject({
    access_token: expect.any(String),
    refresh_token: expect.any(String),
    expires_in: 86_400,
    scope: "api:users:read api:workspaces:read",
    token_type: "bearer",
    api_base_url_for_customer: sandbox.url,
  });
  expect((await ask(sandbox, "GET /v2/users", undefined, bearer(token.body.access_token))).status).toBe(200);

  const refreshed = await askForToken({ grant_type: "refresh_token", refresh_token: String(token.body.refresh_token) });
  expect((await ask(sandbox, "GET /v2/users", undefined, bearer(refreshed.body.access_token))).status).toBe(200);
  const again = await askForToken({ grant_type: "refresh_token", refresh_token: String(token.body.refresh_token) });
  expect([again.status, again.body.error]).toEqual([400, "invalid_grant"]);
});

it("takes the parameters in a form too", async () => {
  const consent = await askForCode();
  expect((await exchange(consent.searchParams.get("code"), true)).status).toBe(200);
});

it("takes a code once, and within ten minutes", async () => {
  const code = (await askForCode()).searchParams.get("code");
  expect((await exchange(code)).status).toBe(200);
  expect((await exchange(code)).body.error).toBe("invalid_grant");
  const late = (await askForCode()).searchParams.get("code");
  sandbox.clock.advance(10 * 60 * 1000);
  expect((await exchange(late)).body.error).toBe("invalid_grant");
});

it("refuses wrong app credentials and unknown scopes", async () => {
  const answer = await ask(sandbox, "POST /oauth2/generate-customer-token?grant_type=refresh_token", undefined, {
    authorization: "Basic x",
  });
  expect([answer.status, answer.body.error]).toEqual([401, "invalid_client"]);
  const scope = await ask(
    sandbox,
    `GET /oauth2/authorize?client_id=${sandbox.clientId}&redirect_uri=${redirectUri}&response_type=code&scope=api:nothing`,
  );
  expect([scope.status, scope.body.error]).toEqual([400, "invalid_scope"]);
});

it("logs no secret of these requests", async () => {
  const consent = await askForCode();
  const code = consent.searchParams.get("code") ?? "";
  await exchange(code);
  await exchange(code, true);
  const logged = JSON.stringify(sandbox.log.entries);
  expect(logged).toContain("authorization_code");
  for (const secret of [code, sandbox.clientSecret, sandbox.accessKeySecret]) expect(logged).not.toContain(secret);
});

it("ends a token after a day", async () => {
  const headers = bearer(sandbox.issueToken().access_token);
  sandbox.clock.advance(24 * 60 * 60 * 1000 - 1);
  expect((await ask(sandbox, "GET /v2/users", undefined, headers)).status).toBe(200);
  sandbox.clock.advance(1);
  expect((await ask(sandbox, "GET /v2/users", undefined, headers)).status).toBe(401);
});

it("answers 401 in Gong's words to a missing scope", async () => {
  const headers = bearer(sandbox.issueToken(["api:calls:read:extensive"]).access_token);
  const users = await ask(sandbox, "GET /v2/users", undefined, headers);
  expect([users.status, wordsOf(users)]).toEqual([
    401,
    "You don't have permission to use 'api:users:read' in your app.",
  ]);
  const filter = { fromDateTime: "2020-01-01T00:00:00Z" };
  expect((await ask(sandbox, "POST /v2/calls/extensive", { filter }, headers)).status).toBe(200);
  const media = { filter, contentSelector: { exposedFields: { media: true } } };
  expect(wordsOf(await ask(sandbox, "POST /v2/calls/extensive", media, headers))).toContain(
    "'api:calls:read:media-url'",
  );
});

it("narrows the access key only when told so", async () => {
  sandbox.grant(["api:workspaces:read"]);
  expect((await ask(sandbox, "GET /v2/workspaces")).status).toBe(200);
  expect((await ask(sandbox, "GET /v2/users")).status).toBe(401);
});

it.each(["Basic eDp5", "Bearer x", undefined])("answers 401 to credentials %p", async (authorization) => {
  const answer = await ask(sandbox, "GET /v2/users", undefined, { authorization });
  expect([answer.status, answer.body.errors]).toEqual([401, [expect.any(String)]]);
  expect(sandbox.log.entries[0]).toMatchObject({ isAuthorized: false, status: 401 });
});
