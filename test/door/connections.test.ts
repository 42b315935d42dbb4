import type { Operation, Scope } from "#src/operation";
import { operations } from "#src/operations/index";
import { defaultScopes, scopesLeftOut } from "#src/operations/scopes";
import { built } from "../support/component";

const scopesOf = ({ scopes, optionalScopes = [] }: Operation): readonly Scope[] => [...scopes, ...optionalScopes];
const all = Object.entries<Operation>(operations);

it.each(all.filter(([, { effect }]) => effect === "reads"))(
  "D16: %s works with the default scopes, or its scope is left out for a reason",
  (_key, operation) => {
    for (const scope of scopesOf(operation)) {
      if (defaultScopes.includes(scope)) continue;
      expect(scopesLeftOut[scope]).toMatch(/^[A-Z].*\.$/);
    }
  },
);

it("D16: asks by default for nothing that only writes, spends credits or opens personal data", () => {
  const readable = new Set(all.filter(([, { effect }]) => effect === "reads").flatMap(([, each]) => scopesOf(each)));
  expect(defaultScopes.filter((scope) => !readable.has(scope))).toEqual([]);
  expect(defaultScopes.filter((scope) => /:(write|create|delete|register|update)\b/.test(scope))).toEqual([]);
  expect(defaultScopes.filter((scope) => scope in scopesLeftOut)).toEqual([]);
  const writing = new Set(all.filter(([, { effect }]) => effect !== "reads").flatMap(([, each]) => scopesOf(each)));
  expect(defaultScopes.filter((scope) => writing.has(scope))).toEqual([]);
});

it("leaves out only scopes that some reading operation has", () => {
  const known = new Set(all.flatMap(([, each]) => scopesOf(each)));
  expect(Object.keys(scopesLeftOut).filter((scope) => !known.has(scope as Scope))).toEqual([]);
});

it("offers the default scopes in the form of the connection", () => {
  const oauth2 = built.connections.find(({ key }) => key === "oauth2");
  expect(oauth2?.inputs.find(({ key }) => key === "scopes")?.default).toBe(defaultScopes.join(" "));
});

it("says which action needs which scope", () => {
  const needed = Object.fromEntries(all.map(([key, operation]) => [key, scopesOf(operation).join(" ")]));
  expect(needed).toMatchSnapshot();
});
