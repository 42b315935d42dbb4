import { isLosslessNumber, isSafeNumber, LosslessNumber, parse as parseLossless, stringify } from "lossless-json";
import { z } from "zod";
import { InputError } from "#src/base/errors";
import { once } from "#src/base/lazy";
import { isObject } from "#src/base/object";
import * as value from "#src/form/value";

/** Gong takes no larger file. */
const mostUploadBytes = 200 * 1024 * 1024;

const mostFaultsShown = 20;

/** What Gong calls the types of objects that it takes. */
export type CrmObjectType = "ACCOUNT" | "CONTACT" | "DEAL" | "LEAD" | "BUSINESS_USER" | "STAGE";

/**
 * Builds the file of CRM objects that Gong takes: LDJSON, one object of one type on each line.
 *
 * @param given a list of objects, JSON text of such a list, one JSON object on each line, or a file (bytes, or `data`
 * that holds them) with either.
 * @throws InputError naming each line that Gong would refuse, at most 20 of them.
 */
export const toLdjson = (given: unknown, objectType: CrmObjectType): string => {
  const lines: string[] = [];
  const faults: string[] = [];
  const lineOfObject = new Map<string, number>();
  let bytes = 0;

  for (const [index, entry] of entriesOf(given).entries()) {
    if (value.isBlank(entry)) continue;
    const lineNumber = index + 1;
    const { object, faults: found } = readObject(entry, objectType);
    faults.push(...found.map((fault) => `Data File, line ${lineNumber}: ${fault}`));
    if (!object) continue;
    const earlier = lineOfObject.get(object.objectId);
    if (earlier)
      faults.push(
        `Data File, line ${lineNumber}: objectId "${object.objectId}" is also on line ${earlier}. Send two updates of one record in two uploads.`,
      );
    lineOfObject.set(object.objectId, lineNumber);
    const line = `${stringify(object)}\n`;
    bytes += Buffer.byteLength(line);
    lines.push(line);
  }

  if (faults.length > mostFaultsShown)
    throw new InputError([
      ...faults.slice(0, mostFaultsShown),
      `Data File has ${faults.length - mostFaultsShown} more faults.`,
    ]);
  if (faults.length > 0) throw new InputError(faults);
  if (lines.length === 0) throw new InputError(["Data File is empty. It needs at least one object."]);
  refuseAbove(bytes);
  return lines.join("");
};

/** The same moment without fractions of a second, of which Gong's CRM takes none. */
export const withoutFraction = (moment: string): string => moment.replace(/\.\d+(?=Z|[+-]\d{2}:?\d{2}$)/, "");

const refuseAbove = (bytes: number) => {
  if (bytes > mostUploadBytes)
    throw new InputError([
      `Data File has ${Math.ceil(bytes / 1024 / 1024)} MB, and Gong takes at most 200 MB. Split it into several uploads.`,
    ]);
};

const isRecord = (given: unknown): given is Record<string, unknown> => isObject(given) && !isLosslessNumber(given);

/** What was given, line by line: objects, or the JSON text of each. */
const entriesOf = (given: unknown): unknown[] => {
  if (Array.isArray(given)) return given;
  if (given instanceof Uint8Array) return entriesOf(decoded(given));
  if (typeof given === "string") return entriesOfText(given.replace(/^\uFEFF/, ""));
  if (isRecord(given) && given.type === "Buffer" && Array.isArray(given.data))
    return entriesOf(Buffer.from(given.data as number[]));
  if (isRecord(given) && "data" in given && !("objectId" in given)) return entriesOf(given.data);
  if (isRecord(given) && "objectId" in given) return [given];
  throw new InputError([wrongFile]);
};

const wrongFile =
  "Data File must be a list of objects, JSON text of such a list, text with one JSON object on each line, or a file with either.";

const decoded = (bytes: Uint8Array): string => {
  refuseAbove(bytes.length);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(["Data File must be a text file in UTF-8."]);
  }
};

const entriesOfText = (text: string): unknown[] => {
  refuseAbove(text.length);
  const start = text.trimStart().charAt(0);
  if (start === "{" || start === "") return wholeObject(text) ?? text.split("\n");
  if (start !== "[") throw new InputError([wrongFile]);
  try {
    return parseJson(text) as unknown[];
  } catch (error) {
    throw new InputError([`Data File is not valid JSON: ${(error as Error).message}.`]);
  }
};

/** One object over several lines; undefined for one object on each line, whose parsing stops at the second. */
const wholeObject = (text: string): unknown[] | undefined => {
  try {
    return [parseJson(text)];
  } catch {
    // The lines are read one by one, and each says what is wrong with it.
    return undefined;
  }
};

/** Numbers of up to 15 digits are the same before and after; anything longer takes the slow way. */
const mayLoseDigits = /\d[\d.]{15}|\d[eE]/;

const parseJson = (text: string): unknown =>
  mayLoseDigits.test(text)
    ? parseLossless(text, undefined, (digits) => (isSafeNumber(digits) ? Number(digits) : new LosslessNumber(digits)))
    : JSON.parse(text);

interface ReadObject {
  readonly object?: Record<string, unknown> & { readonly objectId: string };
  readonly faults: readonly string[];
}

const readObject = (entry: unknown, objectType: CrmObjectType): ReadObject => {
  let given = entry;
  try {
    if (typeof entry === "string") given = parseJson(entry);
  } catch (error) {
    return { faults: [`is not valid JSON: ${(error as Error).message}.`] };
  }
  if (!isRecord(given)) return { faults: ["must be a JSON object."] };
  const { data, error } = schemas[objectType]().safeParse(given, { reportInput: true });
  if (error) return { faults: error.issues.map(inWords) };
  return { faults: [], object: data };
};

const inWords = (issue: z.core.$ZodIssue): string => {
  const property = issue.path.join(".");
  if (issue.input === undefined || issue.input === null || issue.input === "") return `${property} is required.`;
  const given = stringify(issue.input) ?? String(issue.input);
  return `${property} ${issue.message}. Given: ${given.length > 120 ? `${given.slice(0, 120)}…` : given}.`;
};

/** Blank text says nothing; null stays, since it empties what Gong holds. */
const optional = <T extends z.ZodType>(type: T) =>
  z.preprocess((given) => (given !== null && value.isBlank(given) ? undefined : given), type.nullish()).optional();

const text = () => z.preprocess((given) => (isLosslessNumber(given) ? given.value : given), value.text());
const id = () => z.preprocess((given) => (isLosslessNumber(given) ? given.value : given), value.foreignId());
const moment = () => value.dateTime().transform(withoutFraction);

// Gong's words allow letters, digits and dashes; its own sample of a user has underscores.
const objectId = () =>
  id().refine((id) => id.length <= 64 && /^(?:[\w-]+|[^\s@]+@[^\s@]+\.[^\s@]+)$/.test(id), {
    error: "must have at most 64 letters, digits, dashes and underscores, or be an e-mail address",
  });

/** Like `value.decimal`, but a number of many digits stays as it is. */
const amount = () =>
  value.reader((given) => {
    if (isLosslessNumber(given)) return given;
    const read = typeof given === "string" ? Number(given) : given;
    if (typeof read === "number" && Number.isFinite(read)) return read;
    throw new Error("must be a number");
  });

const status = () => value.choice(["OPEN", "WON", "LOST"]);

const common = () => ({
  objectId: objectId(),
  modifiedDate: moment(),
  isDeleted: optional(value.toggle()),
  url: optional(value.url()),
});

const person = () => ({
  emailAddress: optional(value.emailAddress()),
  firstName: optional(text()),
  lastName: optional(text()),
  title: optional(text()),
  phoneNumber: optional(text()),
});

/** Custom fields pass; of those that hold a moment, fractions of a second are cut as everywhere. */
const objectOf = <S extends z.core.$ZodLooseShape & { objectId: z.ZodType<string> }>(
  objectType: CrmObjectType,
  shape: S,
) =>
  z
    .looseObject({ ...shape, objectId: shape.objectId })
    .superRefine((object, context) => {
      const named = (object as Record<string, unknown>).objectType;
      if (named !== objectType && typeof named === "string" && named in schemas)
        context.addIssue({
          code: "custom",
          path: ["objectType"],
          message: `must be ${objectType}, since a file holds objects of one type`,
          input: named,
        });
    })
    .transform(
      (object) =>
        Object.fromEntries(Object.entries(object).map(([key, each]) => [key, wholeSeconds(each)])) as Record<
          string,
          unknown
        > & { readonly objectId: string },
    );

const momentWithFraction = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d+(?:Z|[+-]\d{2}:?\d{2})$/;

const wholeSeconds = (given: unknown): unknown => {
  if (given instanceof Date) return withoutFraction(given.toISOString());
  return typeof given === "string" && momentWithFraction.test(given) ? withoutFraction(given) : given;
};

/** What Gong wants of an object of each type; other properties are custom fields. */
const schemas = {
  ACCOUNT: once(() =>
    objectOf("ACCOUNT", {
      ...common(),
      name: optional(text()),
      domains: optional(value.listOfText(text())),
    }),
  ),
  CONTACT: once(() => objectOf("CONTACT", { ...common(), ...person(), accountId: optional(id()) })),
  DEAL: once(() =>
    objectOf("DEAL", {
      ...common(),
      accountId: optional(id()),
      ownerId: optional(id()),
      name: optional(text()),
      createdDate: optional(moment()),
      closeDate: optional(value.date()),
      status: optional(status()),
      stage: optional(text()),
      amount: optional(amount()),
    }),
  ),
  LEAD: once(() =>
    objectOf("LEAD", {
      ...common(),
      ...person(),
      convertedToDealId: optional(id()),
      convertedToContactId: optional(id()),
      convertedToAccountId: optional(id()),
    }),
  ),
  BUSINESS_USER: once(() =>
    objectOf("BUSINESS_USER", { ...common(), emailAddress: optional(value.emailAddress()) }).superRefine(
      (object, context) => {
        if (object.isDeleted !== true && value.isBlank(object.emailAddress))
          context.addIssue({ code: "custom", path: ["emailAddress"], message: "is required", input: undefined });
      },
    ),
  ),
  STAGE: once(() =>
    objectOf("STAGE", {
      objectId: objectId(),
      name: z.preprocess((given) => (value.isBlank(given) ? undefined : given), text()),
      modifiedDate: optional(moment()),
      isActive: optional(value.toggle()),
      sortOrder: optional(value.integer()),
    }),
  ),
} satisfies Record<CrmObjectType, unknown>;
