import { useId, useState } from "preact/hooks";
import type { WireInput } from "#workbench/types";
import { useSource } from "./source";
import { type FormAround, listOf, recordOf, type Values } from "./values";

/** A form as a data source describes it: what JSON Forms takes. */
export interface FormDescription {
  readonly schema: Schema;
  readonly uiSchema?: Layout;
  readonly data?: unknown;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly readOnly?: boolean;
  readonly default?: unknown;
}

interface Layout {
  readonly type?: string;
  readonly scope?: string;
  readonly label?: string | boolean;
  readonly text?: string;
  readonly elements?: readonly Layout[];
  readonly options?: { readonly detail?: Layout };
  readonly rule?: {
    readonly effect: string;
    readonly condition: { readonly scope?: string; readonly schema?: Schema };
  };
}

/** The form in the result of a data source; undefined when it is none. */
export const formIn = (result: unknown): FormDescription | undefined => {
  const { schema } = recordOf(result);
  return typeof schema === "object" && schema !== null ? (result as FormDescription) : undefined;
};

/** Loads the form that an input's data source describes. */
export const useFormOf = (input: WireInput, around: FormAround) => {
  const { load } = useSource(input, around);
  const [form, setForm] = useState<FormDescription>();
  const [note, setNote] = useState("");
  const read = async () => {
    setNote("Loading…");
    try {
      const found = formIn(await load(false));
      setForm(found);
      setNote(found ? "" : "The data source gave no form.");
    } catch (error) {
      setNote(error instanceof Error ? error.message : String(error));
    }
  };
  return { form, note, load: () => void read() };
};

const typeOf = ({ type, properties, items }: Schema): string | undefined => {
  if (typeof type === "string") return type;
  if (Array.isArray(type)) return type.find((each) => each !== "null");
  if (properties) return "object";
  return items ? "array" : undefined;
};

interface Option {
  readonly value: unknown;
  readonly label: string;
}

const optionsOf = ({ enum: values, oneOf }: Schema): readonly Option[] | undefined => {
  if (values) return values.map((value) => ({ value, label: String(value) }));
  if (!oneOf?.every((each) => "const" in each)) return undefined;
  return oneOf.map((each) => ({ value: each.const, label: each.title ?? String(each.const) }));
};

const initialOf = (schema: Schema): unknown => {
  if (schema.default !== undefined) return schema.default;
  if (typeOf(schema) === "object")
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, each]) => [key, initialOf(each)]));
  if (typeOf(schema) === "array") return [];
  return typeOf(schema) === "boolean" ? false : undefined;
};

const nameIn = (scope: string | undefined): string | undefined => /^#\/properties\/([^/]+)$/.exec(scope ?? "")?.[1];

const valueAt = (data: unknown, scope: string | undefined): unknown =>
  (scope ?? "#")
    .split("/properties/")
    .slice(1)
    .reduce<unknown>((inner, name) => recordOf(inner)[name], data);

const fits = (value: unknown, schema: Schema | undefined): boolean => {
  if (schema && "const" in schema) return value === schema.const;
  return schema?.enum ? schema.enum.includes(value) : value !== undefined;
};

const isShown = ({ rule }: Layout, data: unknown): boolean => {
  if (rule?.effect !== "HIDE" && rule?.effect !== "SHOW") return true;
  return fits(valueAt(data, rule.condition.scope), rule.condition.schema) === (rule.effect === "SHOW");
};

/** The properties in the order of the layout, with its labels; in the order of the schema where there is none. */
const controlsOf = (
  schema: Schema,
  layout: Layout | undefined,
  data: unknown,
): readonly { name: string; label?: string; detail?: Layout }[] => {
  if (!layout?.elements) return Object.keys(schema.properties ?? {}).map((name) => ({ name }));
  return layout.elements
    .filter((element) => isShown(element, data))
    .flatMap((element) => {
      const name = nameIn(element.scope);
      if (!name) return controlsOf({ properties: {} }, element, data);
      const label = typeof element.label === "string" ? element.label : undefined;
      return [{ name, label, detail: element.options?.detail }];
    });
};

const sentence = (key: string) => {
  const words = key.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

interface PartProps {
  readonly schema: Schema;
  readonly layout?: Layout;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly id: string;
  readonly name: string;
}

const Options = ({
  schema,
  options,
  value,
  onChange,
  id,
  name,
}: PartProps & { readonly options: readonly Option[] }) => (
  <select
    id={id}
    aria-label={name}
    disabled={schema.readOnly}
    value={String(options.findIndex((option) => option.value === value))}
    onChange={({ currentTarget }) => onChange(options[Number(currentTarget.value)]?.value)}
  >
    <option value="-1">–</option>
    {options.map((option, index) => (
      <option key={option.label} value={String(index)}>
        {option.label}
      </option>
    ))}
  </select>
);

const numberOf = (text: string): unknown => {
  if (text.trim() === "") return undefined;
  return Number.isFinite(Number(text)) ? Number(text) : text;
};

const Text = ({ schema, value, onChange, id, name }: PartProps) => {
  const isNumber = typeOf(schema) === "number" || typeOf(schema) === "integer";
  return (
    <input
      id={id}
      aria-label={name}
      {...(schema.format === "date" ? { type: "date" as const } : { type: "text" as const })}
      inputMode={isNumber ? "decimal" : undefined}
      readOnly={schema.readOnly}
      value={value === undefined || value === null ? "" : String(value)}
      onInput={({ currentTarget: { value: text } }) => onChange(isNumber ? numberOf(text) : text || undefined)}
    />
  );
};

const rowsAtOnce = 50;

const List = ({ schema, layout, value, onChange, id, name }: PartProps) => {
  const [shown, setShown] = useState(rowsAtOnce);
  const items = listOf(value);
  const item = schema.items ?? {};
  return (
    <div class="list">
      <ol class="rows form-rows">
        {items.slice(0, shown).map((each, index) => (
          <li key={index}>
            <div class="row-body">
              <Part
                schema={item}
                layout={layout}
                value={each}
                onChange={(next) => onChange(items.map((old, at) => (at === index ? next : old)))}
                id={`${id}-${index}`}
                name={`${name} ${index + 1}`}
              />
            </div>
            <span class="row-buttons">
              <button
                type="button"
                class="ghost"
                aria-label={`Remove ${name} ${index + 1}`}
                onClick={() => onChange(items.filter((_, at) => at !== index))}
              >
                ✕
              </button>
            </span>
          </li>
        ))}
      </ol>
      <span class="side-by-side">
        {items.length > shown && (
          <button type="button" class="small" onClick={() => setShown(shown + rowsAtOnce)}>
            Show more of {items.length}
          </button>
        )}
        <button
          type="button"
          class="small"
          onClick={() => {
            onChange([...items, initialOf(item)]);
            setShown(Math.max(shown, items.length + 1));
          }}
        >
          Add<span class="hidden"> to {name}</span>
        </button>
      </span>
    </div>
  );
};

const Properties = ({ schema, layout, value, onChange, id }: PartProps) => {
  const record: Values = recordOf(value);
  return (
    <div class="form-properties">
      {controlsOf(schema, layout, record).map(({ name, label, detail }) => {
        const inner = schema.properties?.[name];
        if (!inner) return null;
        const words = label ?? inner.title ?? sentence(name);
        const isSwitch = typeOf(inner) === "boolean";
        const part = (
          <Part
            schema={inner}
            layout={detail}
            value={record[name]}
            onChange={(next) => onChange({ ...record, [name]: next })}
            id={`${id}-${name}`}
            name={words}
          />
        );
        return (
          <div key={name} class={typeOf(inner) === "array" ? "form-property wide" : "form-property"}>
            <label for={`${id}-${name}`} class={isSwitch ? "with-switch" : undefined}>
              {isSwitch && part}
              <span>
                {words}
                {schema.required?.includes(name) && (
                  <span class="star" aria-hidden="true">
                    *
                  </span>
                )}
              </span>
            </label>
            {!isSwitch && part}
            {inner.description && <p class="comment">{inner.description}</p>}
          </div>
        );
      })}
    </div>
  );
};

/** What fits no control: its JSON. */
const Json = ({ value, onChange, id, name }: PartProps) => {
  const [text, setText] = useState(JSON.stringify(value, null, 2) ?? "");
  const onInput = (next: string) => {
    setText(next);
    try {
      onChange(next.trim() === "" ? undefined : JSON.parse(next));
    } catch {
      // Not yet JSON: the value stays until it is.
    }
  };
  return (
    <textarea
      id={id}
      aria-label={name}
      class="code"
      value={text}
      onInput={({ currentTarget }) => onInput(currentTarget.value)}
    />
  );
};

const Part = (props: PartProps) => {
  const options = optionsOf(props.schema);
  if (options) return <Options {...props} options={options} />;
  switch (typeOf(props.schema)) {
    case "object":
      return <Properties {...props} />;
    case "array":
      return <List {...props} />;
    case "string":
    case "number":
    case "integer":
      return <Text {...props} />;
    case "boolean":
      return (
        <input
          id={props.id}
          type="checkbox"
          role="switch"
          aria-label={props.name}
          aria-checked={props.value === true}
          checked={props.value === true}
          onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
        />
      );
    default:
      return <Json {...props} />;
  }
};

interface JsonFormProps {
  readonly form: FormDescription;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A form that a data source describes, as the config wizard draws it. */
export const JsonForm = ({ form, value, onChange }: JsonFormProps) => {
  const id = useId();
  // A layout with one control for the whole says how its rows are laid out.
  const whole = form.uiSchema?.scope === "#" ? form.uiSchema.options?.detail : form.uiSchema;
  return (
    <div class="group json-form">
      <Part
        schema={form.schema}
        layout={whole}
        value={value}
        onChange={onChange}
        id={id}
        name={form.schema.title ?? "Form"}
      />
    </div>
  );
};
