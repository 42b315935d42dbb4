import type { InputFieldType } from "@prismatic-io/spectral";
import type { WireInput } from "#workbench/types";

/** What draws an input. */
export type Control =
  | "line"
  | "area"
  | "password"
  | "switch"
  | "code"
  | "date"
  | "timestamp"
  | "file"
  | "connection"
  | "group"
  | "configurations"
  | "jsonForm"
  | "json"
  | "hidden";

interface Drawing {
  readonly control: Control;
  /** Set where the platform has a control of its own that is not drawn here: what to type instead. */
  readonly notDrawn?: string;
}

/** Every type of input, by what draws it. The compiler holds the list complete. */
export const drawings: Readonly<Record<InputFieldType, Drawing>> = {
  string: { control: "line" },
  text: { control: "area" },
  password: { control: "password" },
  boolean: { control: "switch" },
  code: { control: "code" },
  date: { control: "date" },
  timestamp: { control: "timestamp" },
  data: { control: "file" },
  connection: { control: "connection" },
  structuredObject: { control: "group" },
  dynamicObject: { control: "configurations" },
  jsonForm: { control: "jsonForm" },
  template: { control: "hidden", notDrawn: "The platform fills it, and shows it to nobody." },
  conditional: {
    control: "json",
    notDrawn:
      'The platform has an expression builder here. Type the expression as JSON: ["and", ["equal", "a", "b"], …] with and, or, equal, notEqual, greaterThan, lessThan, contains, isEmpty and so on.',
  },
  objectSelection: {
    control: "json",
    notDrawn: 'The platform has a picker here. Type JSON: [{"object": {"key": "…"}, "fields": [{"key": "…"}]}].',
  },
  objectFieldMap: {
    control: "json",
    notDrawn:
      'The platform has a mapping here. Type JSON: {"fields": [{"field": {"key": "…"}, "mappedField": {"key": "…"}}]}.',
  },
  dynamicObjectSelection: { control: "area", notDrawn: "The platform has a picker here. Type what it would give." },
  dynamicFieldSelection: { control: "area", notDrawn: "The platform has a picker here. Type what it would give." },
  flow: { control: "line", notDrawn: "The platform lists the flows here. Type the name of a flow." },
};

const unknownType: Drawing = {
  control: "json",
  notDrawn: "The workbench does not know this type of input. Type JSON.",
};

const isKnown = (type: string): type is InputFieldType => Object.hasOwn(drawings, type);

/** How an input is drawn. A form without a data source has nothing that says how it looks. */
export const drawingOf = ({ type, dataSource }: WireInput): Drawing => {
  if (type === "jsonForm" && !dataSource)
    return {
      control: "json",
      notDrawn: "A data source says how this form looks, and this input names none. Type JSON.",
    };
  return isKnown(type) ? drawings[type] : unknownType;
};

/** What is drawn of a form, without how it looks: the same content draws the same picture. */
export const contentOf = (inputs: readonly WireInput[]): readonly unknown[] =>
  inputs
    .filter((input) => drawingOf(input).control !== "hidden" && input.shown !== false)
    .map((input) => ({
      label: input.label,
      key: input.key,
      control: [input.collection, input.model && "choice", input.dataSource && "choose", drawingOf(input).control]
        .filter(Boolean)
        .join(" "),
      required: input.required === true,
      comments: input.comments,
      placeholder: input.placeholder,
      default: input.default,
      choices: input.model?.map(({ label }) => label),
      inputs: input.inputs && contentOf(input.inputs),
    }));
