import { useState } from "preact/hooks";
import type { ConnectionView, Entry } from "#workbench/types";
import { ask } from "./api";
import { Comment, Fields } from "./fields";
import { routeOf, useStore } from "./store";
import { initialValues, missing, type Values, withExamples } from "./values";

/** One line for all inputs that take a connection. */
const ConnectionLine = ({ entry }: { readonly entry: Entry }) => {
  const { start, connectionId, choose, sheetOf } = useStore();
  const key = entry.inputs.find(({ type }) => type === "connection")?.key ?? "";
  const problem = sheetOf(entry).problems[key];
  const connection = start.connections.find(({ id }) => id === connectionId);
  if (start.connections.length === 0)
    return (
      <p class={problem ? "connection-line problem" : "connection-line"} role={problem ? "alert" : undefined}>
        This needs a connection. <a href={`#/${firstDefinition(start.component.entries)}`}>Set one up</a>
      </p>
    );
  return (
    <div class="connection-line">
      <label for="connection">Connection</label>
      <select id="connection" value={connectionId} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {start.connections.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {connection?.note && <span class="comment">{connection.note}</span>}
    </div>
  );
};

const firstDefinition = (entries: readonly Entry[]) => {
  const definition = entries.find(({ kind }) => kind === "connections");
  return definition ? routeOf(definition) : "";
};

const safetyOf = (entry: Entry): string | undefined => {
  if (entry.kind !== "actions") return undefined;
  return entry.isSafe ? "Only reads" : "May write";
};

const Heading = ({ entry }: { readonly entry: Entry }) => {
  const safety = safetyOf(entry);
  return (
    <header class="heading">
      <h1>{entry.label}</h1>
      <p class="facts">
        <code>{entry.key}</code>
        {entry.endpoint && <code>{entry.endpoint}</code>}
        {safety && <span class={entry.isSafe ? "chip ok" : "chip warn"}>{safety}</span>}
        {entry.gives && <span class="chip plain">Gives {entry.gives}</span>}
        {entry.isPolling && <span class="chip plain">Polls on a schedule</span>}
      </p>
      {entry.description && <p>{entry.description}</p>}
      {entry.directions && <p class="comment">{entry.directions}</p>}
      {entry.note && <p class="comment">{entry.note}</p>}
    </header>
  );
};

const hasFields = (entry: Entry) => entry.inputs.some(({ type }) => type !== "connection" && type !== "template");

const EntryForm = ({ entry }: { readonly entry: Entry }) => {
  const { sheetOf, change, connectionId, run } = useStore();
  const sheet = sheetOf(entry);
  const takesConnection = entry.inputs.some(({ type }) => type === "connection");
  const around = { problems: sheet.problems, values: sheet.values, connectionId };
  const onChange = (key: string, value: unknown) => {
    const problems = Object.fromEntries(
      Object.entries(sheet.problems).filter(
        ([path]) => path !== key && !path.startsWith(`${key}.`) && !path.startsWith(`${key}[`),
      ),
    );
    change(entry, { values: { ...sheet.values, [key]: value }, problems });
  };
  const set = (values: Values) => change(entry, { values, problems: {}, top: [] });
  const onDeploy = entry.inputs.filter(({ scope }) => scope === "ON_DEPLOY");
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (entry.kind !== "triggers" || entry.isPolling) void run(entry);
  };
  const fields = { values: sheet.values, onChange, around };
  return (
    <form onSubmit={(event) => event.preventDefault()} onKeyDown={onKeyDown} aria-label={entry.label} noValidate>
      {takesConnection && <ConnectionLine entry={entry} />}
      {sheet.top.length > 0 && (
        <div class="failure" role="alert">
          {sheet.top.map((words) => (
            <p key={words}>{words}</p>
          ))}
        </div>
      )}
      {hasFields(entry) ? (
        <>
          <p class="form-tools">
            {entry.inputs.some(({ required, type }) => required && type !== "connection") && (
              <button type="button" class="link" onClick={() => set(withExamples(entry.inputs, sheet.values, false))}>
                Examples for required inputs
              </button>
            )}
            <button type="button" class="link" onClick={() => set(withExamples(entry.inputs, sheet.values))}>
              Examples for all inputs
            </button>
            <button type="button" class="link" onClick={() => set(initialValues(entry.inputs))}>
              Empty the form
            </button>
          </p>
          <Fields inputs={entry.inputs.filter(({ scope }) => scope !== "ON_DEPLOY")} {...fields} />
        </>
      ) : (
        <p class="note">It has no inputs{takesConnection ? " beside the connection" : ""}.</p>
      )}
      {onDeploy.length > 0 && (
        <>
          <h2 class="ruled">Read once, after a deployment</h2>
          <Fields inputs={onDeploy} {...fields} />
        </>
      )}
    </form>
  );
};

const StoredConnections = ({ entry }: { readonly entry: Entry }) => {
  const { start, refresh } = useStore();
  const stored = start.connections.filter(({ definition }) => definition === entry.key);
  if (stored.length === 0) return null;
  const remove = ({ id }: ConnectionView) => void ask("disconnect", { id }).then(refresh);
  return (
    <section>
      <h2 class="ruled">Set up</h2>
      <ul class="stored">
        {stored.map((connection) => (
          <li key={connection.id}>
            <span>
              {connection.name} <span class="faint">{connection.account}</span>
            </span>
            {connection.isPractice ? (
              <span class="chip ok">Ready</span>
            ) : (
              <button type="button" class="small" onClick={() => remove(connection)}>
                Forget<span class="hidden"> {connection.name}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** The form of a connection. What is typed leaves the page once, and stays in the command's memory. */
const ConnectionForm = ({ entry }: { readonly entry: Entry }) => {
  const { choose, refresh, connectionId } = useStore();
  const [values, setValues] = useState<Values>(initialValues(entry.inputs));
  const [token, setToken] = useState("");
  const [name, setName] = useState(entry.label);
  const [said, setSaid] = useState("");
  const [problems, setProblems] = useState({});
  const isOAuth = entry.oauth2Type !== undefined;

  const connect = async () => {
    // A pasted token is all that a component gets to see of OAuth; its client may be left out.
    const found = isOAuth ? {} : missing(entry.inputs, values);
    setProblems(found);
    if (Object.keys(found).length > 0) return setSaid("Fill in what is required.");
    try {
      const { id } = await ask<{ id: string }>("connect", {
        definition: entry.key,
        name,
        fields: values,
        token: token || undefined,
      });
      setValues(initialValues(entry.inputs));
      setToken("");
      await refresh();
      choose(id);
      setSaid(`${name} is set up, and chosen in every form. It ends with the command.`);
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form onSubmit={(event) => event.preventDefault()} aria-label={entry.label} noValidate>
      <StoredConnections entry={entry} />
      <h2 class="ruled">Another one</h2>
      <p class="note">It stays in the memory of this command: on no disk, in no address, in no log.</p>
      <div class="field">
        <div class="label-row">
          <label for="connection-name">Name</label>
        </div>
        <input
          id="connection-name"
          type="text"
          autocomplete="off"
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </div>
      <Fields
        inputs={entry.inputs}
        values={values}
        onChange={(key, value) => setValues({ ...values, [key]: value })}
        around={{ problems, values, connectionId }}
      />
      {isOAuth && (
        <div class="field">
          <div class="label-row">
            <label for="connection-token">Token</label>
          </div>
          <textarea
            id="connection-token"
            class="code"
            autocomplete="off"
            spellcheck={false}
            aria-describedby="connection-token-comment"
            value={token}
            onInput={({ currentTarget }) => setToken(currentTarget.value)}
          />
          <Comment
            id="connection-token-comment"
            text="The workbench does not sign in by itself: paste the JSON that the token endpoint answered, with access_token in it."
          />
        </div>
      )}
      <p>
        <button type="button" class="primary" onClick={() => void connect()}>
          Set up
        </button>
      </p>
      <p class="note" role="status">
        {said}
      </p>
    </form>
  );
};

/** The form of an entry as a builder sees it. */
export const Form = ({ entry }: { readonly entry: Entry }) => (
  <>
    <Heading entry={entry} />
    {entry.kind === "connections" ? (
      <ConnectionForm key={entry.key} entry={entry} />
    ) : (
      <EntryForm key={routeOf(entry)} entry={entry} />
    )}
  </>
);
