import { readFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "#src/base/lazy";
import { type Fields, read } from "#src/form/field";
import { toRequest } from "#src/gong/request";
import { fieldsOf, type Operation } from "#src/operation";
import { operations } from "#src/operations/index";
import { contract, differences, pathsOf, withoutNames } from "../../support/contract";
import { exampleAnswers, requiredAnswers } from "../../support/forms";
import { jsonBoxes, leftOut, unlikeExamples } from "./leftOut";

const all = Object.entries<Operation>(operations);
const catalogue = readFileSync(join(__dirname, "../../support/catalogue.txt"), "utf8");

/** The requests of a form: with required inputs only, with each other input alone beside them, and with all that go together. */
const requestsOf = (operation: Operation) => {
  const fields = operation.fields;
  const required = requiredAnswers(fields);
  const examples = exampleAnswers(fields);
  const requests: ReturnType<typeof toRequest>[] = [];
  // What reads calls wants some of them, or a range.
  const ranged = fields.fromDateTime ? { ...required, fromDateTime: examples.fromDateTime } : required;
  let together: Record<string, unknown> = required;
  for (const key of ["", ...Object.keys(fields)]) {
    for (const base of [required, ranged, together]) {
      const answers = key ? { ...base, [key]: examples[key] } : base;
      try {
        requests.push(toRequest(operation, read(fields, answers)));
        if (base === together) together = answers;
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "InputError") throw error;
      }
    }
  }
  return requests;
};

const contractOf = (operation: Operation) => {
  const found = contract[withoutNames(operation.endpoint)];
  if (!found) throw new Error(`Gong has no ${operation.endpoint}`);
  return found;
};

it("covers every operation of the contract, and no other", () => {
  const ours = all.map(([, { endpoint }]) => withoutNames(endpoint)).sort();
  expect(ours).toEqual(Object.keys(contract).sort());
});

it("says of each input that is one JSON box why, also inside groups", () => {
  const boxesOf = (where: string, form: { type: string; inputs?: object }): string[] =>
    form.type === "code"
      ? [where]
      : Object.entries(form.inputs ?? {}).flatMap(([name, child]) => boxesOf(`${where}.${name}`, child));
  const boxes = all.flatMap(([key, { fields }]) =>
    Object.entries<Fields[string]>(fields).flatMap(([name, { form }]) => boxesOf(`${key}.${name}`, form)),
  );
  expect(boxes.sort()).toEqual(Object.keys(jsonBoxes).sort());
});

describe.each(all)("%s", (key, operation) => {
  const fields = fieldsOf(operation);
  const gong = contractOf(operation);
  const requests = once(() => requestsOf(operation));

  it("has the key, label and endpoint of the catalogue", () => {
    const endpoint = withoutNames(operation.endpoint);
    expect(catalogue).toContain(`${key}|${operation.label}|${endpoint}\n`);
  });

  it("has words for people", () => {
    expect(operation.description).toMatch(/^[A-Z].*\.$/s);
    for (const note of operation.notes ?? []) expect(note).toMatch(/^[A-Z`].*\.$/s);
    for (const { form, required } of Object.values(fields)) {
      const { label, comments, example } = form as { label: string; comments?: string; example?: string };
      expect(label).toMatch(/^[A-Z]/);
      expect(comments).toMatch(/^[A-Z].*\.$/s);
      expect(comments).not.toMatch(/\byou(r)?\b/i);
      if (!required && ["string", "code", "timestamp", "date"].includes(form.type))
        expect(comments).toMatch(/leave|when off|empty|only/i);
      if (!["boolean", "data", "structuredObject"].includes(form.type)) expect(typeof example).toBe("string");
    }
  });

  it("asks for Gong's scopes", () => {
    expect([...operation.scopes].sort()).toEqual([...gong.scopes].sort());
    expect([...(operation.optionalScopes ?? [])].sort()).toEqual([...gong.optionalScopes].sort());
    expect(Boolean(operation.scopesAreUnsure)).toBe(gong.scopesAreUnsure);
  });

  it("finds the list and the cursor where Gong has them", () => {
    const { listKey, style, cursorIn } = gong.paging ?? { style: "none" };
    expect(operation.list?.key).toBe(listKey ?? undefined);
    expect(operation.list?.cursor).toBe(style === "cursor" ? cursorIn : undefined);
    if (gong.emptyIs404) expect(operation.list?.empty).toBe("noCalls");
  });

  it("reaches every parameter and property of the contract, and no other", () => {
    const sentQuery = new Set(requests().flatMap(({ query }) => Object.keys(query ?? {})));
    const sentBody = new Set(requests().flatMap(({ body }) => (body === undefined ? [] : pathsOf(body))));
    const known = (part: string) => part === "cursor" || leftOut[operation.endpoint]?.[part] !== undefined;
    const unreached = [
      ...gong.query.filter(({ path }) => !sentQuery.has(path)),
      ...gong.body.filter(
        ({ path }) => !sentBody.has(path) && ![...sentBody].some((sent) => sent.startsWith(`${path}.`)),
      ),
    ].map(({ path }) => path);
    expect(unreached.filter((part) => !known(part))).toEqual([]);
    const declared = new Set([...gong.query, ...gong.body].map(({ path }) => path));
    const isDeclared = (path: string) =>
      declared.has(path) ||
      [...declared].some(
        (each) => path.startsWith(`${each}.`) || path.startsWith(`${each}[]`) || each.startsWith(`${path}.`),
      );
    expect([...sentQuery, ...sentBody].filter((path) => path && !isDeclared(path))).toEqual([]);
    expect(
      requests()
        .map(({ multipart }) => multipart?.part)
        .find(Boolean),
    ).toBe(gong.multipart[0]);
  });

  it("requires what Gong requires", () => {
    const [least] = requests();
    const sent = new Set([
      ...Object.keys(least?.query ?? {}),
      ...(least?.body === undefined ? [] : pathsOf(least.body)),
    ]);
    const missing = [...gong.query, ...gong.body]
      .filter(
        ({ path, required }) =>
          required && path !== "cursor" && !sent.has(path) && leftOut[operation.endpoint]?.[path] === undefined,
      )
      .map(({ path }) => path);
    expect(missing).toEqual([]);
  });

  it("offers exactly the choices that Gong has", () => {
    const offered = Object.values<Fields[string]>(operation.fields).flatMap(({ form }) =>
      form.type === "structuredObject" ? Object.entries(form.inputs) : [],
    );
    const forms = [...Object.entries(operation.fields).map(([name, { form }]) => [name, form] as const), ...offered];
    for (const { path, choices } of [...gong.query, ...gong.body]) {
      const name = path.replace(/\[\]/g, "").split(".").at(-1);
      const form = forms.find(([each]) => each === name)?.[1] as { model?: { value: string }[] } | undefined;
      if (choices && form?.model) expect(form.model.map(({ value }) => value).sort()).toEqual([...choices].sort());
    }
  });

  it("takes exactly Gong's choices inside JSON", () => {
    const examples = exampleAnswers(operation.fields);
    for (const { path, choices } of [...gong.query, ...gong.body]) {
      const steps = path.replace(/\[\]/g, ".[]").split(".").filter(Boolean);
      if (!choices || isOffered(operation, steps.filter((step) => step !== "[]").at(-1))) continue;
      const refusals = Object.entries<Fields[string]>(operation.fields).flatMap(([name, field]) => {
        // A body is a whole input, an input under Gong's name, or one under a published name.
        const changed =
          withValue(examples[name], steps, "NOT_THERE") ??
          (name === steps[0] || name === `${steps[0]}Param`
            ? withValue(examples[name], steps.slice(1), "NOT_THERE")
            : undefined);
        return changed === undefined ? [] : [refusalOf({ [name]: field }, { [name]: changed })];
      });
      const offered = refusals.map((words) =>
        /must be one of (.*?)\. Given: "NOT_THERE"/.exec(words)?.[1]?.split(", "),
      );
      expect({ path, offered: offered.map((each) => each?.sort()) }).toEqual({ path, offered: [[...choices].sort()] });
    }
  });

  it("changes the request with every input that is not form-only", () => {
    const required = requiredAnswers(operation.fields);
    const examples = exampleAnswers(operation.fields);
    for (const [name, field] of Object.entries<Fields[string]>(operation.fields)) {
      if (field.formOnly) continue;
      const alone = tryRequest(operation, { ...required, [name]: undefined });
      const set = tryRequest(operation, { ...required, [name]: examples[name] });
      expect({ name, changes: set === undefined ? requests().length > 1 : set !== alone }).toEqual({
        name,
        changes: true,
      });
    }
  });

  it("has an example that holds all that Gong declares, and fits its own description", () => {
    expect(operation.response().safeParse(operation.example).error).toBeUndefined();
    expect(differences(gong.answer, operation.example).sort()).toEqual([...(unlikeExamples[key] ?? [])].sort());
  });
});

/** True when a form offers the choices of this property; then they are compared there. */
const isOffered = ({ fields }: Operation, property: string | undefined): boolean =>
  Object.entries<Fields[string]>(fields)
    .flatMap(([name, { form }]): [string, object][] =>
      form.type === "structuredObject" ? [[name, form], ...Object.entries(form.inputs)] : [[name, form]],
    )
    .some(([name, form]) => name === property && "model" in form);

/** A copy with another text at this place, also in JSON text on the way; undefined when no text is there. */
const withValue = (holder: unknown, [step, ...rest]: readonly string[], text: string): unknown => {
  if (step === undefined) return typeof holder === "string" ? text : undefined;
  if (typeof holder === "string")
    return /^[[{]/.test(holder) ? withValue(JSON.parse(holder), [step, ...rest], text) : undefined;
  if (Array.isArray(holder)) {
    if (step !== "[]") return undefined;
    const changed = holder.map((each) => withValue(each, rest, text));
    return changed.some((each) => each !== undefined) ? holder.map((each, index) => changed[index] ?? each) : undefined;
  }
  if (typeof holder !== "object" || holder === null) return undefined;
  const child = withValue((holder as Record<string, unknown>)[step], rest, text);
  return child === undefined ? undefined : { ...holder, [step]: child };
};

const refusalOf = (fields: Fields, answers: Record<string, unknown>): string => {
  try {
    read(fields, answers);
  } catch (error) {
    return String(error);
  }
  return "It was taken.";
};

const tryRequest = (operation: Operation, answers: Record<string, unknown>): string | undefined => {
  try {
    return JSON.stringify(toRequest(operation, read(operation.fields, answers)));
  } catch {
    return undefined;
  }
};
