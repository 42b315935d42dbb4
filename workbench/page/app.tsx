import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Control, Start, Status } from "#workbench/types";
import { ask } from "./api";
import { Fields } from "./fields";
import { Form } from "./form";
import { Nav } from "./nav";
import { RunPane } from "./run";
import { kinds } from "./search";
import { type Question, routeOf, StoreProvider, useNewStore, useStore } from "./store";
import { initialValues, missing, type Problems, type Values } from "./values";

/** One thing that can be done to the sandbox, drawn as any form is. */
const ControlForm = ({ control }: { readonly control: Control }) => {
  const { grow, connectionId } = useStore();
  const [values, setValues] = useState<Values>(initialValues(control.inputs));
  const [problems, setProblems] = useState<Problems>({});
  const [said, setSaid] = useState("");
  const act = async () => {
    const found = missing(control.inputs, values);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    try {
      const { words } = await ask<{ words: string; status: Status }>("control", { key: control.key, values });
      setSaid(words);
      grow();
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section class="group" aria-label={control.label}>
      <h3>{control.label}</h3>
      <p class="comment">{control.comments}</p>
      <div class="control-fields">
        <Fields
          inputs={control.inputs}
          values={values}
          onChange={(key, value) => setValues({ ...values, [key]: value })}
          before={`${control.key}.`}
          around={{ problems, values, connectionId }}
        />
      </div>
      <button type="button" class="small" onClick={() => void act()}>
        {control.label}
      </button>
      <p class="note" role="status">
        {said}
      </p>
    </section>
  );
};

/** What the companion offers: a panel beside the page, so that one can poll, move the clock, and poll again. */
const Panel = ({ onClose }: { readonly onClose: () => void }) => {
  const { start, status } = useStore();
  const panel = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    panel.current?.show();
    panel.current?.querySelector("button")?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
  };
  return (
    <dialog ref={panel} class="side-panel" aria-label={start.companion?.name} onKeyDown={onKeyDown}>
      <div class="panel-head">
        <h2>{start.companion?.name}</h2>
        <button type="button" class="ghost" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      </div>
      <dl class="panel-facts">
        {status.facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {start.companion?.controls.map((control) => (
        <ControlForm key={control.key} control={control} />
      ))}
    </dialog>
  );
};

const Header = ({
  onMenu,
  onPanel,
  isPanelOpen,
}: {
  readonly onMenu: () => void;
  readonly onPanel: () => void;
  readonly isPanelOpen: boolean;
}) => {
  const { start, status, connectionId } = useStore();
  const { component, companion, connections } = start;
  const connection = connections.find(({ id }) => id === connectionId);
  return (
    <header class="top">
      <button type="button" class="ghost menu" aria-label="Menu" onClick={onMenu}>
        ☰
      </button>
      {component.icon && <img src={component.icon} alt="" width={20} height={20} />}
      <a class="title" href="#/">
        {component.label}
      </a>
      <span class="faint title-note">Workbench</span>
      <span class="spacer" />
      {connection && !connection.isPractice && <span class="chip real">Real account · {connection.account}</span>}
      {companion && (
        <button type="button" class="chip-button" aria-expanded={isPanelOpen} onClick={onPanel}>
          <span class="live" aria-hidden="true" />
          {companion.name}
          {status.facts[0] && (
            <span class="faint chip-fact">
              {status.facts[0].value} {status.facts[0].label}
            </span>
          )}
        </button>
      )}
    </header>
  );
};

const Front = () => {
  const { start, status } = useStore();
  const { component } = start;
  return (
    <>
      <header class="heading">
        <h1>{component.label}</h1>
        <p>{component.description}</p>
      </header>
      <ul class="counts">
        {kinds.map(({ kind, title }) => {
          const all = component.entries.filter((entry) => entry.kind === kind);
          return (
            <li key={kind}>
              <strong>{all.length}</strong> {title.toLowerCase()}
            </li>
          );
        })}
      </ul>
      <p class="note">
        Choose one on the left, or press <kbd>/</kbd> to search. <kbd>Ctrl</kbd>+<kbd>Enter</kbd> runs the open form.
      </p>
      <p class="note">
        Loaded from <code>{component.path}</code>, {status.version === 1 ? "once" : `${status.version} times`}; loaded
        again whenever that file changes.
      </p>
    </>
  );
};

const Confirm = ({ question }: { readonly question: Question }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { entry, account, answer } = question;
  return (
    <dialog ref={dialog} class="confirm" aria-labelledby="confirm-title" onCancel={() => answer(false)}>
      <h2 id="confirm-title">Write to {account}?</h2>
      <p>
        <strong>{entry.label}</strong> will run for real against <strong>{account}</strong>, and may change what is
        there.
        {entry.endpoint && ` Its endpoint is ${entry.endpoint}.`}
      </p>
      <p class="bar-line">
        <button type="button" class="primary danger" onClick={() => answer(true)}>
          Write
        </button>
        <button type="button" class="outlined" onClick={() => answer(false)}>
          Cancel
        </button>
      </p>
    </dialog>
  );
};

const Nothing = () => {
  const { route } = useStore();
  return <p class="note">The component has no {route}. Choose something else on the left.</p>;
};

const Middle = () => {
  const { route, entry } = useStore();
  if (entry) return <Form entry={entry} />;
  return route === "" ? <Front /> : <Nothing />;
};

const Drawer = ({ onClose }: { readonly onClose: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="drawer" aria-label="Menu" onClose={onClose}>
      <button type="button" class="ghost drawer-close" aria-label="Close menu" onClick={onClose}>
        ✕
      </button>
      <Nav onGo={onClose} />
    </dialog>
  );
};

const App = ({ start }: { readonly start: Start }) => {
  const store = useNewStore(start);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isPanelOpen, setPanelOpen] = useState(false);
  const { route, entry, status, question } = store;
  const title = entry ? `${entry.label} · ${start.component.label}` : start.component.label;
  useEffect(() => {
    document.title = `${title} · Workbench`;
  }, [title]);
  return (
    <StoreProvider value={store}>
      <button type="button" class="skip" onClick={() => document.querySelector<HTMLElement>("main")?.focus()}>
        Skip to the form
      </button>
      <Header onMenu={() => setMenuOpen(true)} onPanel={() => setPanelOpen(!isPanelOpen)} isPanelOpen={isPanelOpen} />
      {status.broken && (
        <p class="broken" role="alert">
          The component could not be loaded again: {status.broken}
        </p>
      )}
      <div class={entry && entry.kind !== "connections" ? "panes" : "panes two"}>
        <div class="nav-pane">
          <Nav onGo={() => {}} />
        </div>
        <main key={route} tabIndex={-1}>
          <div class="sheet">
            <Middle />
          </div>
        </main>
        {entry && entry.kind !== "connections" && <RunPane key={routeOf(entry)} entry={entry} />}
      </div>
      {isMenuOpen && <Drawer onClose={() => setMenuOpen(false)} />}
      {isPanelOpen && <Panel onClose={() => setPanelOpen(false)} />}
      {question && <Confirm question={question} />}
    </StoreProvider>
  );
};

/** Only a form, for a picture of it: as the component has it, without what a companion would fill in. */
const Picture = ({ start }: { readonly start: Start }) => {
  const store = useNewStore({ ...start, companion: undefined });
  return (
    <StoreProvider value={store}>
      <main class="picture">{store.entry && <Form entry={store.entry} />}</main>
    </StoreProvider>
  );
};

const page = document.getElementById("page");
if (page) {
  const Whole = new URLSearchParams(location.search).has("picture") ? Picture : App;
  ask<Start>("start").then(
    (start) => render(<Whole start={start} />, page),
    (error: unknown) => render(<p class="broken">{error instanceof Error ? error.message : String(error)}</p>, page),
  );
}
