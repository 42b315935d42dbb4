import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import type { Choice, FileValue, WireInput } from "#workbench/types";
import { Choose } from "./choose";
import { drawingOf } from "./drawings";
import { JsonForm, useFormOf } from "./jsonForm";
import { type FormAround, initialItem, listOf, recordOf, rowsOf, type Values } from "./values";

interface ControlProps {
  readonly input: WireInput;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly path: string;
  readonly around: FormAround;
  readonly id: string;
  /** The ids of the comment and the fault. */
  readonly describedBy?: string;
  /** Read out where no label stands beside it. */
  readonly name?: string;
}

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

const common = ({ input, path, around, id, describedBy, name }: ControlProps) => ({
  id,
  "data-path": path,
  "aria-label": name,
  "aria-describedby": describedBy,
  "aria-invalid": path in around.problems,
  "aria-required": input.required === true,
  placeholder: input.placeholder,
});

const TextLine = (props: ControlProps) => (
  <input
    {...common(props)}
    type="text"
    autocomplete="off"
    spellcheck={false}
    value={textOf(props.value)}
    onInput={({ currentTarget }) => props.onChange(currentTarget.value)}
  />
);

const other = "\u0000other";

/** The choices of an input, and a text of one's own, since a value may be a reference. */
const Choices = (props: ControlProps) => {
  const model = props.input.model ?? [];
  const value = textOf(props.value);
  const isListed = value === "" || model.some((choice) => choice.value === value);
  const [isOther, setOther] = useState(!isListed);
  const onSelect = (next: string) => {
    setOther(next === other);
    props.onChange(next === other ? "" : next);
  };
  return (
    <span class="side-by-side">
      <select
        {...common(props)}
        value={isOther ? other : value}
        onChange={({ currentTarget }) => onSelect(currentTarget.value)}
      >
        <option value="">–</option>
        {model.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
        <option value={other}>Other value…</option>
      </select>
      {isOther && (
        <TextLine {...props} id={`${props.id}-other`} name={`${props.name ?? props.input.label}: other value`} />
      )}
    </span>
  );
};

/** A text, and what a data source offers for it; the label of what was picked stays below its id. */
const ChosenLine = (props: ControlProps) => {
  const [picked, setPicked] = useState<Choice>();
  const onPick = (choice: Choice) => {
    setPicked(choice);
    props.onChange(choice.value);
  };
  return (
    <>
      <span class="side-by-side">
        <TextLine {...props} />
        <Choose input={props.input} around={props.around} value={textOf(props.value)} onPick={onPick} />
      </span>
      {picked && picked.value === props.value && picked.label !== picked.value && (
        <span class="json-note">{picked.label}</span>
      )}
    </>
  );
};

const Line = (props: ControlProps) => {
  if (props.input.model) return <Choices {...props} />;
  return props.input.dataSource && !props.input.collection ? <ChosenLine {...props} /> : <TextLine {...props} />;
};

const Area = (props: ControlProps) => (
  <textarea
    {...common(props)}
    rows={2}
    value={textOf(props.value)}
    onInput={({ currentTarget }) => props.onChange(currentTarget.value)}
  />
);

const Password = (props: ControlProps) => {
  const [isShown, setShown] = useState(false);
  return (
    <span class="side-by-side">
      <input
        {...common(props)}
        {...(isShown ? { type: "text" as const } : { type: "password" as const })}
        autocomplete="new-password"
        value={textOf(props.value)}
        onInput={({ currentTarget }) => props.onChange(currentTarget.value)}
      />
      <button type="button" class="small" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
        {isShown ? "Hide" : "Show"}
      </button>
    </span>
  );
};

const Switch = (props: ControlProps) => {
  const { placeholder: _, "aria-required": _required, ...rest } = common(props);
  return (
    <input
      {...rest}
      type="checkbox"
      role="switch"
      aria-checked={props.value === "true"}
      checked={props.value === "true"}
      onChange={({ currentTarget }) => props.onChange(currentTarget.checked ? "true" : "false")}
    />
  );
};

/** What a person reads of a text that should be JSON. Not a fault: some inputs take other formats too. */
const jsonNote = (text: string): string | undefined => {
  if (text.trim() === "") return undefined;
  try {
    JSON.parse(text);
    return "This is JSON.";
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    if (position === undefined) return "This is not JSON: it ends too early, or is another format.";
    const before = text.slice(0, Number(position)).split("\n");
    return `This is not JSON from line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}.`;
  }
};

const Code = (props: ControlProps) => {
  const text = textOf(props.value);
  const isJson = props.input.type !== "code" || props.input.language === "json";
  const note = isJson ? jsonNote(text) : undefined;
  return (
    <>
      <textarea
        {...common(props)}
        class="code"
        rows={4}
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => props.onChange(currentTarget.value)}
      />
      {note && <span class="json-note">{note}</span>}
    </>
  );
};

/** A text box for anything, and a picker beside it. The picker has no zone, so what it gives is written in UTC. */
const Dated = ({ kind, ...props }: ControlProps & { readonly kind: "date" | "datetime-local" }) => {
  const onPick = (picked: string) => {
    if (picked !== "") props.onChange(kind === "date" ? picked : new Date(picked).toISOString());
  };
  return (
    <span class="side-by-side">
      <TextLine {...props} />
      <input
        type={kind}
        class="picker"
        aria-label={`Pick ${props.name ?? props.input.label}${kind === "date" ? "" : ", in local time"}`}
        title={kind === "date" ? "Pick a date" : "Pick a date and time. Local time is written in UTC."}
        onInput={({ currentTarget }) => onPick(currentTarget.value)}
      />
    </span>
  );
};

const chunkSize = 32_768;

const toBase64 = async (file: File): Promise<string> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += chunkSize)
    text += String.fromCharCode(...bytes.subarray(at, at + chunkSize));
  return btoa(text);
};

/** A file from the disk, or a text. */
const FileBox = (props: ControlProps) => {
  const { $file } = recordOf(props.value) as Partial<FileValue>;
  const onPick = async (file: File | undefined) => {
    if (!file) return;
    const contentType = file.type || "application/octet-stream";
    props.onChange({ $file: { name: file.name, contentType, base64: await toBase64(file) } });
  };
  return (
    <span class="side-by-side">
      {$file ? (
        <span class="chosen-file">
          {$file.name}, {Math.ceil(($file.base64.length * 3) / 4).toLocaleString("en")} bytes
          <button type="button" class="ghost" aria-label={`Remove ${$file.name}`} onClick={() => props.onChange("")}>
            ✕
          </button>
        </span>
      ) : (
        <TextLine {...props} />
      )}
      <label class="button small">
        Choose file
        <input
          type="file"
          class="hidden"
          aria-label={`${props.name ?? props.input.label}: choose a file`}
          onChange={({ currentTarget }) => void onPick(currentTarget.files?.[0])}
        />
      </label>
    </span>
  );
};

const Group = ({ input, value, onChange, path, around }: ControlProps) => {
  const record = recordOf(value);
  return (
    <div class="group">
      <Fields
        inputs={input.inputs ?? []}
        values={record}
        onChange={(key, next) => onChange({ ...record, [key]: next })}
        before={`${path}.`}
        around={{ ...around, row: record }}
      />
    </div>
  );
};

const Configurations = (props: ControlProps) => {
  const { configuration, values } = recordOf(props.value);
  const chosen = props.input.inputs?.find(({ key }) => key === configuration);
  return (
    <div class="group">
      <select
        {...common(props)}
        value={textOf(configuration)}
        onChange={({ currentTarget }) => {
          const next = props.input.inputs?.find(({ key }) => key === currentTarget.value);
          props.onChange({ configuration: currentTarget.value, values: next ? initialItem(next) : {} });
        }}
      >
        <option value="">–</option>
        {props.input.inputs?.map(({ key, label }) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
      {chosen?.comments && <Comment text={chosen.comments} />}
      {chosen && (
        <Fields
          inputs={chosen.inputs ?? []}
          values={recordOf(values)}
          onChange={(key, next) => props.onChange({ configuration, values: { ...recordOf(values), [key]: next } })}
          before={`${props.path}.`}
          around={{ ...props.around, row: recordOf(values) }}
        />
      )}
    </div>
  );
};

/** The form that a data source describes; loaded when asked for, since it asks the component. */
const FormOfSource = (props: ControlProps) => {
  const { form, note, load } = useFormOf(props.input, props.around);
  if (form)
    return <JsonForm form={form} value={props.value === "" ? form.data : props.value} onChange={props.onChange} />;
  return (
    <span class="side-by-side">
      <button
        {...common(props)}
        type="button"
        class="small"
        aria-label={`Open the form: ${props.input.label}`}
        onClick={load}
      >
        Open the form
      </button>
      {note && <span class="json-note">{note}</span>}
    </span>
  );
};

/** One value of an input. */
const Control = (props: ControlProps) => {
  switch (drawingOf(props.input).control) {
    case "line":
      return <Line {...props} />;
    case "area":
      return <Area {...props} />;
    case "password":
      return <Password {...props} />;
    case "switch":
      return <Switch {...props} />;
    case "code":
    case "json":
      return <Code {...props} />;
    case "date":
      return <Dated {...props} kind="date" />;
    case "timestamp":
      return <Dated {...props} kind="datetime-local" />;
    case "file":
      return <FileBox {...props} />;
    case "group":
      return <Group {...props} />;
    case "configurations":
      return <Configurations {...props} />;
    case "jsonForm":
      return <FormOfSource {...props} />;
    default:
      return null;
  }
};

const moved = <T,>(items: readonly T[], from: number, to: number): readonly T[] => {
  const next = [...items];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
};

interface RowsProps {
  readonly label: string;
  readonly count: number;
  readonly isGroup: boolean;
  readonly onMove: (from: number, to: number) => void;
  readonly onRemove: (index: number) => void;
  readonly children: (index: number) => ComponentChildren;
}

const Rows = ({ label, count, isGroup, onMove, onRemove, children }: RowsProps) => (
  <ol class={isGroup ? "rows groups" : "rows"}>
    {Array.from({ length: count }, (_, index) => {
      const name = `${label} ${index + 1}`;
      return (
        <li key={index}>
          {isGroup && <strong class="row-number">{index + 1}</strong>}
          <div class="row-body">{children(index)}</div>
          <span class="row-buttons">
            {isGroup && (
              <>
                <button
                  type="button"
                  class="ghost"
                  aria-label={`Move ${name} up`}
                  disabled={index === 0}
                  onClick={() => onMove(index, index - 1)}
                >
                  ↑
                </button>
                <button
                  type="button"
                  class="ghost"
                  aria-label={`Move ${name} down`}
                  disabled={index === count - 1}
                  onClick={() => onMove(index, index + 1)}
                >
                  ↓
                </button>
              </>
            )}
            <button type="button" class="ghost" aria-label={`Remove ${name}`} onClick={() => onRemove(index)}>
              ✕
            </button>
          </span>
        </li>
      );
    })}
  </ol>
);

const ValueList = (props: ControlProps) => {
  const { input, onChange, path, id } = props;
  const items = listOf(props.value);
  const isGroup = drawingOf(input).control === "group";
  const replace = (index: number, next: unknown) => onChange(items.map((item, at) => (at === index ? next : item)));
  const toggle = ({ value: picked }: Choice) =>
    onChange(items.includes(picked) ? items.filter((item) => item !== picked) : [...items, picked]);
  return (
    <div class="list">
      <Rows
        label={input.label}
        count={items.length}
        isGroup={isGroup}
        onMove={(from, to) => onChange(moved(items, from, to))}
        onRemove={(index) => onChange(items.filter((_, at) => at !== index))}
      >
        {(index) => (
          <Control
            {...props}
            id={`${id}-${index}`}
            name={`${input.label} ${index + 1}`}
            value={items[index]}
            onChange={(next) => replace(index, next)}
            path={`${path}[${index}]`}
          />
        )}
      </Rows>
      <span class="side-by-side">
        <button
          type="button"
          id={id}
          class="small"
          data-path={path}
          aria-describedby={props.describedBy}
          onClick={() => onChange([...items, initialItem(input)])}
        >
          Add value<span class="hidden"> to {input.label}</span>
        </button>
        {input.dataSource && !isGroup && <Choose input={input} around={props.around} value={items} onPick={toggle} />}
      </span>
    </div>
  );
};

const KeyValueList = (props: ControlProps) => {
  const { input, onChange, path, id } = props;
  const rows = rowsOf(props.value);
  const replace = (index: number, patch: object) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...patch } : row)));
  return (
    <div class="list">
      <Rows
        label={input.label}
        count={rows.length}
        isGroup={drawingOf(input).control === "group"}
        onMove={(from, to) => onChange(moved(rows, from, to))}
        onRemove={(index) => onChange(rows.filter((_, at) => at !== index))}
      >
        {(index) => (
          <span class="key-value">
            <input
              type="text"
              aria-label={`${input.label} ${index + 1}: ${input.keyLabel ?? "Key"}`}
              placeholder={input.keyLabel ?? "Key"}
              value={rows[index]?.key ?? ""}
              onInput={({ currentTarget }) => replace(index, { key: currentTarget.value })}
            />
            <Control
              {...props}
              input={{ ...input, placeholder: input.placeholder ?? "Value" }}
              id={`${id}-${index}`}
              name={`${input.label} ${index + 1}: Value`}
              value={rows[index]?.value}
              onChange={(value) => replace(index, { value })}
              path={`${path}[${index}]`}
            />
          </span>
        )}
      </Rows>
      <button
        type="button"
        id={id}
        class="small"
        data-path={path}
        onClick={() => onChange([...rows, { key: "", value: initialItem(input) }])}
      >
        Add a value<span class="hidden"> to {input.label}</span>
      </button>
    </div>
  );
};

const linked = (text: string) =>
  text.split(/(https?:\/\/[^\s),;]+[^\s),;.])/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={part} href={part} target="_blank" rel="noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  );

const longest = 260;

/** A comment; of a long one three lines, until asked for more. */
export const Comment = ({ text, id }: { readonly text: string; readonly id?: string }) => {
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > longest;
  return (
    <div class="comment">
      <p id={id} class={isLong && !isWhole ? "clamped" : undefined}>
        {linked(text)}
      </p>
      {isLong && (
        <button type="button" class="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Less" : "More"}
        </button>
      )}
    </div>
  );
};

const presetOf = ({ default: preset, type, model }: WireInput): string | undefined => {
  if (typeof preset !== "string" || preset === "" || type === "boolean" || preset.length > 40) return undefined;
  return model?.find(({ value }) => value === preset)?.label ?? preset;
};

interface FieldProps {
  readonly input: WireInput;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly path: string;
  readonly around: FormAround;
}

const drawOf = (input: WireInput) => {
  if (input.collection === "valuelist") return ValueList;
  return input.collection === "keyvaluelist" ? KeyValueList : Control;
};

/** An input with its label, its control, what is wrong with it, and its comment. */
const Field = ({ input, value, onChange, path, around }: FieldProps) => {
  const id = useId();
  const { control, notDrawn } = drawingOf(input);
  const problem = around.problems[path];
  const isBlock = control === "group" || control === "configurations" || input.collection !== undefined;
  const described = [problem && `${id}-problem`, (input.comments || notDrawn) && `${id}-comment`]
    .filter(Boolean)
    .join(" ");
  const preset = presetOf(input);
  const Draw = drawOf(input);
  const Box = isBlock ? "fieldset" : "div";
  const drawn = (
    <Draw
      input={input}
      value={value}
      onChange={onChange}
      path={path}
      around={around}
      id={id}
      describedBy={described || undefined}
    />
  );
  const isSwitch = control === "switch" && !input.collection;
  const label = (
    <>
      {input.label}
      {input.required && (
        <>
          <span class="star" aria-hidden="true">
            *
          </span>
          <span class="hidden"> required</span>
        </>
      )}
    </>
  );
  return (
    <Box class={isSwitch ? "field with-switch" : "field"} aria-labelledby={isBlock ? `${id}-label` : undefined}>
      <div class="label-row">
        {isSwitch && drawn}
        {isBlock ? (
          <span id={`${id}-label`} class="label">
            {label}
          </span>
        ) : (
          <label for={id}>{label}</label>
        )}
        {preset && value !== input.default && <span class="preset">default: {preset}</span>}
        <code class="key">{input.key}</code>
      </div>
      {!isSwitch && drawn}
      {problem && (
        <p id={`${id}-problem`} class="problem">
          {problem}
        </p>
      )}
      {input.comments && <Comment id={`${id}-comment`} text={input.comments} />}
      {notDrawn && <Comment id={input.comments ? undefined : `${id}-comment`} text={notDrawn} />}
    </Box>
  );
};

interface FieldsProps {
  readonly inputs: readonly WireInput[];
  readonly values: Values;
  readonly onChange: (key: string, value: unknown) => void;
  readonly before?: string;
  readonly around: FormAround;
}

/** The inputs of a form or a group. Connections have a line of their own, and hidden inputs none. */
export const Fields = ({ inputs, values, onChange, before = "", around }: FieldsProps) => (
  <>
    {inputs
      .filter((input) => !["connection", "hidden"].includes(drawingOf(input).control) && input.shown !== false)
      .map((input) => (
        <Field
          key={input.key}
          input={input}
          value={values[input.key]}
          onChange={(value) => onChange(input.key, value)}
          path={`${before}${input.key}`}
          around={around}
        />
      ))}
  </>
);
