import type { InputFieldDefinition } from "@prismatic-io/spectral";
import type { Field, Fields } from "#src/form/field";

/** Two bars of silence: the smallest file that begins like a WAV file. */
export const wav = Buffer.concat([Buffer.from("RIFF\x24\x00\x00\x00WAVEfmt ", "latin1"), Buffer.alloc(64)]);

/** An object for CRM uploads of any type. */
const crmObjects = Buffer.from(
  '{"objectId":"acc-4711","modifiedDate":"2026-01-05T10:00:00Z","name":"Contoso Farms","emailAddress":"ada.reyes@northwind.example"}\n',
);

const files: Record<string, unknown> = {
  fileInput: { data: wav, contentType: "audio/wav" },
  dataFile: { data: crmObjects, contentType: "application/x-ndjson" },
};

/** The answer that a form's own example shows, as a builder would type it. */
export const exampleAnswer = (key: string, field: Field): unknown => {
  const { form } = field;
  if (form.type === "structuredObject") {
    const row = Object.fromEntries(
      Object.entries(form.inputs).map(([child, each]) => [child, leafExample(child, each as InputFieldDefinition)]),
    );
    return form.collection === "valuelist" ? [row] : row;
  }
  return leafExample(key, form);
};

const leafExample = (key: string, form: InputFieldDefinition): unknown => {
  if (form.type === "boolean") return form.default === "true" ? "false" : "true";
  if (form.type === "data") return files[key];
  const { example } = form as { example?: string };
  const collection = "collection" in form ? form.collection : undefined;
  if (collection === "keyvaluelist") return [{ key: "name", value: example ?? "value" }];
  return collection === "valuelist" && example !== undefined ? [example] : example;
};

/** Answers to all of these fields, from their examples. */
export const exampleAnswers = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, exampleAnswer(key, field)]));

/** Answers to the required ones only. */
export const requiredAnswers = (fields: Fields): Record<string, unknown> =>
  exampleAnswers(Object.fromEntries(Object.entries(fields).filter(([, { required }]) => required)));

/** Answers to all fields that go together: those that exclude an earlier one are left out. */
export const compatibleAnswers = (
  fields: Fields,
  isAccepted: (answers: Record<string, unknown>) => boolean,
  least = requiredAnswers(fields),
) => {
  const examples = exampleAnswers(fields);
  let answers = least;
  for (const key of Object.keys(fields)) {
    const more = { ...answers, [key]: examples[key] };
    if (isAccepted(more)) answers = more;
  }
  return answers;
};

/** The fewest answers that are accepted: the required ones, and where one of several is needed, the first that will do. */
export const leastAnswers = (fields: Fields, isAccepted: (answers: Record<string, unknown>) => boolean) => {
  const required = requiredAnswers(fields);
  const examples = exampleAnswers(fields);
  const candidates = Object.keys(fields).map((key) => ({ ...required, [key]: examples[key] }));
  return [required, ...candidates].find(isAccepted) ?? required;
};
