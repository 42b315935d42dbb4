import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Choice, WireInput } from "#workbench/types";
import { useSource } from "./source";
import { type FormAround, listOf, recordOf } from "./values";

const choicesIn = (result: unknown): readonly Choice[] =>
  listOf(result).map((each) => {
    if (typeof each === "string") return { value: each, label: each };
    const { key, label } = recordOf(each);
    return { value: String(key), label: String(label ?? key) };
  });

interface ListProps {
  readonly input: WireInput;
  readonly around: FormAround;
  readonly value: unknown;
  readonly onPick: (choice: Choice) => void;
  readonly onClose: () => void;
}

const useChoices = (input: WireInput, around: FormAround) => {
  const { load, cacheKey } = useSource(input, around);
  const [choices, setChoices] = useState<readonly Choice[]>();
  const [note, setNote] = useState("");
  const read = (isFresh: boolean) => {
    setNote("");
    setChoices(undefined);
    load(isFresh).then(
      (result) => setChoices(choicesIn(result)),
      (error: unknown) => setNote(error instanceof Error ? error.message : String(error)),
    );
  };
  useEffect(() => read(false), [cacheKey]);
  return { choices, note, read };
};

const step = (event: KeyboardEvent, at: number, count: number): number | undefined => {
  if (event.key === "ArrowDown") return Math.min(at + 1, count - 1);
  if (event.key === "ArrowUp") return Math.max(at - 1, 0);
  if (event.key === "Home") return 0;
  return event.key === "End" ? count - 1 : undefined;
};

/** The open list: a box to filter it, and the choices. */
const ChoiceList = ({ input, around, value, onPick, onClose }: ListProps) => {
  const id = useId();
  const { choices, note, read } = useChoices(input, around);
  const [filter, setFilter] = useState("");
  const [at, setAt] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const isMany = Array.isArray(value);
  useEffect(() => {
    box.current?.focus();
    list.current?.parentElement?.scrollIntoView({ block: "nearest" });
  }, []);
  useEffect(() => list.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" }), [at]);

  const words = filter.toLowerCase();
  const found = (choices ?? []).filter((choice) => `${choice.label} ${choice.value}`.toLowerCase().includes(words));
  const isChosen = (choice: Choice) => (isMany ? listOf(value).includes(choice.value) : value === choice.value);
  const pick = (choice: Choice | undefined) => {
    if (!choice) return;
    onPick(choice);
    if (!isMany) onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      return onClose();
    }
    if (event.key === "Enter") pick(found[at]);
    const next = step(event, at, found.length);
    if (next !== undefined) setAt(next);
    if (next !== undefined || event.key === "Enter") event.preventDefault();
  };
  return (
    <div class="popover">
      <div class="side-by-side">
        <input
          ref={box}
          type="text"
          role="combobox"
          aria-label={`Choose ${input.label}`}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          placeholder="Type to filter"
          value={filter}
          onInput={({ currentTarget }) => {
            setFilter(currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" class="ghost" aria-label="Load again" title="Load again" onClick={() => read(true)}>
          ↻
        </button>
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        class="options"
        aria-label={input.label}
        aria-multiselectable={isMany}
        tabIndex={-1}
      >
        {found.map((choice, index) => (
          <div
            key={choice.value}
            id={`${id}-${index}`}
            role="option"
            class="option"
            tabIndex={-1}
            aria-selected={isChosen(choice)}
            data-active={index === at || undefined}
            onMouseMove={() => setAt(index)}
            onClick={() => pick(choice)}
            onKeyDown={onKeyDown}
          >
            <span>
              {isChosen(choice) ? "✓ " : ""}
              {choice.label}
            </span>
            {choice.label !== choice.value && <code>{choice.value}</code>}
          </div>
        ))}
      </div>
      <p class="popover-note" role="status">
        {statusText(choices, found.length, note)}
      </p>
      <p class="popover-note">As in the embedded workflow builder. In the designer, this is a text or a reference.</p>
    </div>
  );
};

const statusText = (choices: readonly Choice[] | undefined, found: number, note: string): string => {
  if (note !== "") return note;
  if (!choices) return "Loading…";
  return found === 0 ? "No options found" : `${found} of ${choices.length}`;
};

interface ChooseProps {
  readonly input: WireInput;
  readonly around: FormAround;
  /** One value, or all of a list. */
  readonly value: unknown;
  readonly onPick: (choice: Choice) => void;
}

/** The button that opens the choices of a data source. */
export const Choose = ({ input, around, value, onPick }: ChooseProps) => {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const whole = useRef<HTMLSpanElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!isOpen) return;
    const onDown = ({ target }: Event) => {
      if (!whole.current?.contains(target as Node)) setOpen(false);
    };
    addEventListener("pointerdown", onDown);
    return () => removeEventListener("pointerdown", onDown);
  }, [isOpen]);
  return (
    <span ref={whole} class="choose">
      <button
        ref={button}
        type="button"
        class="small"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        Choose<span class="hidden"> {input.label}</span>
      </button>
      {isOpen && <ChoiceList input={input} around={around} value={value} onPick={onPick} onClose={close} />}
    </span>
  );
};
