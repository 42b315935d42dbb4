import { z } from "zod";

type Nullish<S extends z.core.$ZodLooseShape> = { [K in keyof S]: z.ZodOptional<z.ZodNullable<S[K]>> };

/**
 * Something that Gong returns. Any property may be null or missing, and unknown ones are let through: Gong says so
 * for every answer, and shows it.
 */
export const entity = <S extends z.core.$ZodLooseShape>(shape: S): z.ZodObject<Nullish<S>, z.core.$loose> => {
  const parts: Partial<Nullish<S>> = {};
  for (const key in shape) parts[key] = z.nullish(shape[key]);
  return z.looseObject(parts as Nullish<S>);
};

/** An answer with the request's id, which Gong's support asks for. */
export const answerWith = <S extends z.core.$ZodLooseShape>(shape: S) =>
  entity({ requestId: z.string().describe("Gong's id of the request; its support asks for it."), ...shape });

/** How Gong counts a paged list. */
const recordsShape = () =>
  entity({
    totalRecords: z.number().describe("How many records the whole range has; it may run ahead of what is listed."),
    currentPageSize: z.number().describe("Records on this page."),
    currentPageNumber: z.number().describe("Counts from 0."),
    cursor: z.string().describe("Where the next page begins; absent on the last one. It expires after about an hour."),
  });

/** An answer that holds a list with `records`, one page or all of it. */
export const listAnswer = <S extends z.core.$ZodLooseShape>(shape: S) =>
  answerWith({ records: recordsShape().describe("How Gong counts the list; null when it does not."), ...shape });

/** The request id of every sample. */
export const requestId = "4al018gzaztcr8nbukw";

/** `records` of a sample page that is followed by another. */
export const records = {
  totalRecords: 250,
  currentPageSize: 100,
  currentPageNumber: 0,
  cursor: "eyJhbGciOiJIUzI1NiJ9.eyJwYWdlIjoxfQ.c2lnbmF0dXJl",
};
