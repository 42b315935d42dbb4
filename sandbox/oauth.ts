import { randomBytes } from "node:crypto";
import { allScopes } from "./contract";

const codeLifeMs = 10 * 60 * 1000;
/** Seconds an access token lives: Gong's default of one day. */
const accessTokenLifeSeconds = 24 * 60 * 60;

/** What the token endpoint answers. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
  /** Seconds. */
  readonly expires_in: number;
  /** Scopes separated by spaces. */
  readonly scope: string;
  readonly token_type: "bearer";
  /** The only address that this token works on. */
  readonly api_base_url_for_customer: string;
}

/** An answer of the OAuth endpoints, without its request id. */
export type OAuthAnswer =
  | { readonly status: 302; readonly location: string }
  | { readonly status: 200; readonly body: TokenAnswer }
  | { readonly status: 400 | 401; readonly error: string; readonly words: string };

/** Gong's authorization server for one app. */
export interface OAuth {
  readonly clientId: string;
  readonly clientSecret: string;
  /** GET /oauth2/authorize: everybody consents at once. */
  authorize(parameters: URLSearchParams): OAuthAnswer;
  /** POST /oauth2/generate-customer-token. */
  token(parameters: URLSearchParams, authorization: string | undefined): OAuthAnswer;
  /** Tokens without the walk through the browser; every scope unless some are named. */
  issue(scopes?: readonly string[]): TokenAnswer;
  /** The scopes of a living access token, else undefined. */
  scopesOf(accessToken: string): readonly string[] | undefined;
  /** Ends every token and code. */
  revokeAll(): void;
}

/**
 * @param options.grantable the scopes that the app has.
 * @param options.baseUrl what the answer names as the customer's address; read when a token is made.
 * @param options.now the clock, in milliseconds since 1970.
 */
export function createOAuth(options: {
  readonly grantable: () => readonly string[];
  readonly baseUrl: () => string;
  readonly now: () => number;
}): OAuth {
  const clientId = "northwind-sandbox-app";
  const clientSecret = randomBytes(24).toString("hex");
  const credentials = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
  const codes = new Map<string, { scopes: readonly string[]; redirectUri: string; expiresAt: number }>();
  const accessTokens = new Map<string, { scopes: readonly string[]; expiresAt: number }>();
  const refreshTokens = new Map<string, readonly string[]>();

  function issue(scopes: readonly string[] = options.grantable()): TokenAnswer {
    const accessToken = randomBytes(24).toString("base64url");
    const refreshToken = randomBytes(24).toString("base64url");
    accessTokens.set(accessToken, { scopes, expiresAt: options.now() + accessTokenLifeSeconds * 1000 });
    refreshTokens.set(refreshToken, scopes);
    return {
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_in: accessTokenLifeSeconds,
      scope: scopes.join(" "),
      token_type: "bearer",
      api_base_url_for_customer: options.baseUrl(),
    };
  }

  function tokenForCode(parameters: URLSearchParams): OAuthAnswer {
    const code = parameters.get("code") ?? "";
    const known = codes.get(code);
    codes.delete(code);
    if (!known || known.expiresAt <= options.now()) {
      return refuse("invalid_grant", "The code is unknown, used, or older than ten minutes.");
    }
    if (parameters.get("redirect_uri") !== known.redirectUri) {
      return refuse("invalid_grant", "The redirect_uri is not the one the code was made for.");
    }
    return { status: 200, body: issue(known.scopes) };
  }

  function tokenForRefresh(parameters: URLSearchParams): OAuthAnswer {
    const refreshToken = parameters.get("refresh_token") ?? "";
    const scopes = refreshTokens.get(refreshToken);
    if (!scopes) return refuse("invalid_grant", "The refresh token is unknown or was replaced.");
    refreshTokens.delete(refreshToken);
    return { status: 200, body: issue(scopes) };
  }

  return {
    clientId,
    clientSecret,
    issue,
    authorize(parameters) {
      if (parameters.get("client_id") !== clientId) return refuse("invalid_client", "The client_id is unknown.");
      if (parameters.get("response_type") !== "code") {
        return refuse("unsupported_response_type", "The response_type must be code.");
      }
      const redirectUri = parameters.get("redirect_uri") ?? "";
      if (!URL.canParse(redirectUri)) return refuse("invalid_request", "The redirect_uri is not an address.");
      const scopes = (parameters.get("scope") ?? "").split(" ").filter(Boolean);
      const unknown = scopes.find((scope) => !allScopes.includes(scope) || !options.grantable().includes(scope));
      if (unknown) return refuse("invalid_scope", `The app has no scope '${unknown}'.`);
      const code = randomBytes(24).toString("base64url");
      codes.set(code, { scopes, redirectUri, expiresAt: options.now() + codeLifeMs });
      const location = new URL(redirectUri);
      location.searchParams.set("code", code);
      const state = parameters.get("state");
      if (state !== null) location.searchParams.set("state", state);
      return { status: 302, location: location.href };
    },
    token(parameters, authorization) {
      if (authorization !== credentials) {
        return { status: 401, error: "invalid_client", words: "The client id or its secret is wrong." };
      }
      const grantType = parameters.get("grant_type");
      if (grantType === "authorization_code") return tokenForCode(parameters);
      if (grantType === "refresh_token") return tokenForRefresh(parameters);
      return refuse("unsupported_grant_type", "The grant_type must be authorization_code or refresh_token.");
    },
    scopesOf(accessToken) {
      const known = accessTokens.get(accessToken);
      return known && known.expiresAt > options.now() ? known.scopes : undefined;
    },
    revokeAll() {
      codes.clear();
      accessTokens.clear();
      refreshTokens.clear();
    },
  };
}

const refuse = (error: string, words: string): OAuthAnswer => ({ status: 400, error, words });
