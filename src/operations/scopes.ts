import type { Operation, Scope } from "#src/operation";
import { operations } from "./index";

/**
 * Scopes of reading operations that are not asked for by default, with the reason. Whoever needs such an action adds
 * the scope in Gong and in the connection.
 */
export const scopesLeftOut: Readonly<Partial<Record<Scope, string>>> = {
  "api:permission-profile:read": "Gong does not document this scope; it may not exist under this name.",
  "api:ai-ask:read": "Every request that it allows spends AI credits.",
  "api:ai-briefer:read": "It allows requests that spend AI credits.",
  "api:data-privacy:read": "It opens everything that Gong holds about any person.",
  "api:crm:upload": "It also permits uploading and deleting CRM objects.",
  "api:crm:schema": "It also permits changing the schema of CRM objects.",
};

const scopesOf = ({ scopes, optionalScopes = [] }: Operation): readonly Scope[] => [...scopes, ...optionalScopes];

/** Every scope that the reading operations need, less those left out, sorted. */
export const defaultScopes: readonly Scope[] = [
  ...new Set(
    Object.values<Operation>(operations)
      .filter(({ effect }) => effect === "reads")
      .flatMap(scopesOf),
  ),
]
  .filter((scope) => !scopesLeftOut[scope])
  .sort();
