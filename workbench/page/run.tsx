import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Detail, Entry, PlainError, RunReport, SentRequest } from "#workbench/types";
import { ask } from "./api";
import { codeCall, curl, yamlStep } from "./copies";
import { diff } from "./diff";
import { type FormDescription, formIn, JsonForm } from "./jsonForm";
import { routeOf, type Sheet, useStore } from "./store";
import { Tree } from "./tree";
import { recordOf } from "./values";

const duration = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

const chipOf = ({ outcome, simulated, flow }: RunReport): { readonly words: string; readonly tone: string } => {
  if (outcome.kind === "cancelled") return { words: "Cancelled", tone: "warn" };
  if (outcome.kind === "failed") return { words: "Failed", tone: "bad" };
  if (simulated) return { words: "Simulated", tone: "warn" };
  if (flow && !flow.starts) return { words: "Nothing new", tone: "plain" };
  return { words: "Done", tone: "ok" };
};

const Chip = ({ report }: { readonly report: RunReport }) => {
  const { words, tone } = chipOf(report);
  return (
    <span class={`chip ${tone}`} role="status">
      {words} · {duration(report.ms)}
    </span>
  );
};

const Failure = ({ error }: { readonly error: PlainError }) => (
  <div class="failure" role="alert">
    <h3>{error.name}</h3>
    {error.faults ? (
      <ul>
        {error.faults.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    ) : (
      <p>{error.message}</p>
    )}
    {error.details !== undefined && <Tree value={error.details} />}
  </div>
);

/** What of a result is the output, by kind; what stands beside it is shown in a line of its own. */
const outputOf = (entry: Entry, value: unknown) => {
  const name = { actions: "data", triggers: "payload", dataSources: "result", connections: "" }[entry.kind];
  const { [name]: output, ...rest } = recordOf(value);
  const {
    instanceState: _i,
    crossFlowState: _c,
    executionState: _e,
    integrationState: _n,
    resultType: _r,
    ...beside
  } = rest;
  return { output, beside };
};

const SourceForm = ({ form }: { readonly form: FormDescription }) => {
  const [value, setValue] = useState(form.data);
  return (
    <>
      <h3 class="ruled">The form, as the config wizard shows it</h3>
      <JsonForm form={form} value={value} onChange={setValue} />
      <h3 class="ruled">What the config variable holds</h3>
      <Tree value={value ?? {}} />
    </>
  );
};

const simulatedWords: Readonly<Record<NonNullable<RunReport["simulated"]>, string>> = {
  examplePerform:
    "Simulated: nothing was sent, and of the inputs only the required ones were checked. This is the component's example.",
  examplePayload:
    "Simulated: the component was not called, and of the inputs only the required ones were checked. This is its example.",
};

const FlowLine = ({ flow }: { readonly flow: NonNullable<RunReport["flow"]> }) => {
  if (!flow.starts)
    return <p class="note">No flow would start: the trigger found nothing new. A first poll only takes its place.</p>;
  if (!flow.items) return <p class="note">A flow would start with this payload.</p>;
  const runs = flow.batches === 1 ? "one run of the flow" : `${flow.batches} runs of the flow`;
  return (
    <p class="note">
      {flow.items.length} {flow.items.length === 1 ? "item" : "items"} for {runs}.
    </p>
  );
};

const Output = ({
  entry,
  report,
  detail,
}: {
  readonly entry: Entry;
  readonly report: RunReport;
  readonly detail?: Detail;
}) => {
  const { outcome, simulated, flow, title } = report;
  if (outcome.kind === "cancelled")
    return <p class="note">Cancelled. The component was loaded again: what it kept in memory is gone.</p>;
  if (outcome.kind === "failed")
    return (
      <>
        {title && <p class="note">{title}</p>}
        <Failure error={outcome.error} />
      </>
    );
  const { output, beside } = outputOf(entry, outcome.value);
  const form = entry.gives === "jsonForm" ? formIn(output) : undefined;
  return (
    <>
      {title && <p class="note">{title}</p>}
      {simulated && <p class="note warn">{simulatedWords[simulated]}</p>}
      {flow && <FlowLine flow={flow} />}
      {flow?.items && flow.items.length > 0 && <Tree value={flow.items} />}
      {form && <SourceForm key={JSON.stringify(form)} form={form} />}
      {output === undefined && <p class="note">The component gave nothing back.</p>}
      {form && <h3 class="ruled">What the data source gives</h3>}
      {output !== undefined && !flow?.items && flow?.starts !== false && (
        <Tree value={output} schema={detail?.schemas[0]?.schema} />
      )}
      {Object.keys(beside).length > 0 && (
        <>
          <h3 class="ruled">Beside it</h3>
          <Tree value={beside} />
        </>
      )}
    </>
  );
};

const toneOf = ({ status, error }: SentRequest): string => {
  if (error || (status ?? 0) >= 500) return "bad";
  return (status ?? 0) >= 400 ? "warn" : "ok";
};

const Requests = ({ requests }: { readonly requests: readonly SentRequest[] }) => {
  if (requests.length === 0) return <p class="note">No request was sent.</p>;
  const known = requests.some(({ cost }) => cost !== undefined);
  const cost = requests.reduce((sum, request) => sum + (request.cost ?? 0), 0);
  return (
    <>
      <p class="note">
        {requests.length === 1 ? "1 request" : `${requests.length} requests`}
        {known && `, ${cost} of the day's budget`}
      </p>
      <ol class="requests">
        {requests.map((request) => {
          const { pathname, search, host } = new URL(request.url);
          return (
            <li key={request.atMs}>
              <div class="request-line">
                <strong>{request.method}</strong>
                <code title={host}>{`${pathname}${search}`}</code>
                <span class={`chip ${toneOf(request)}`}>{request.status ?? request.error ?? "…"}</span>
                <span class="ms">{request.ms === undefined ? "" : duration(request.ms)}</span>
              </div>
              <p class="request-note">
                {host} · after {duration(request.atMs)}
                {request.cost !== undefined && ` · costs ${request.cost}`}
                {request.bodyBytes > 0 && ` · sent ${request.bodyBytes.toLocaleString("en")} bytes`}
                {request.note && ` · ${request.note}`}
              </p>
              {request.body && (
                <details>
                  <summary>Body</summary>
                  <pre>{pretty(request.body)}</pre>
                </details>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
};

const pretty = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

const Log = ({ report }: { readonly report: RunReport }) =>
  report.log.length === 0 ? (
    <p class="note">Nothing was logged.</p>
  ) : (
    <ol class="log">
      {report.log.map((line) => (
        <li key={line.atMs} class={line.level}>
          <span class="level">{line.level === "metric" ? "debug" : line.level}</span>
          <span>{line.text}</span>
          <span class="ms">{duration(line.atMs)}</span>
        </li>
      ))}
    </ol>
  );

const State = ({ report, onForget }: { readonly report: RunReport; readonly onForget: () => void }) => {
  const { before, after } = report.state ?? {};
  const lines = diff(JSON.stringify(before ?? {}, null, 2), JSON.stringify(after ?? {}, null, 2));
  const isSame = lines.every(({ mark }) => mark === " ");
  return (
    <>
      <p class="note">
        {isSame
          ? "The trigger remembers the same as before."
          : "What the trigger remembers: lines with − were there before, lines with + are new."}
      </p>
      <pre class="diff">
        {lines.map((line, index) => (
          <span
            key={index}
            class={{ " ": "same", "-": "gone", "+": "added" }[line.mark]}
          >{`${line.mark === "-" ? "−" : line.mark} ${line.text}\n`}</span>
        ))}
      </pre>
      <button type="button" class="small" onClick={onForget}>
        Forget it
      </button>
    </>
  );
};

const Copies = ({ entry, sheet }: { readonly entry: Entry; readonly sheet: Sheet }) => {
  const { start } = useStore();
  const [said, setSaid] = useState("");
  const requests = sheet.reports.flatMap((report) => report.requests);
  const texts = [
    { title: "A step in a workflow file", text: yamlStep(start.component, entry, sheet.values) },
    ...(entry.kind === "actions"
      ? [{ title: "A call in a code-native integration", text: codeCall(start.component, entry, sheet.values) }]
      : []),
    ...(requests.length > 0
      ? [{ title: "The requests, with curl", text: curl(requests, start.companion?.curlSignIn) }]
      : []),
  ];
  const copy = (title: string, text: string) =>
    navigator.clipboard.writeText(text).then(
      () => setSaid(`${title}: copied.`),
      () => setSaid("The browser did not let it be copied. Select the text instead."),
    );
  return (
    <>
      <p class="note">Placeholders stand for connections, passwords and files.</p>
      {texts.map(({ title, text }) => (
        <section key={title}>
          <div class="copy-head">
            <h3>{title}</h3>
            <button type="button" class="small" onClick={() => void copy(title, text)}>
              Copy<span class="hidden"> {title}</span>
            </button>
          </div>
          <pre>{text}</pre>
        </section>
      ))}
      <p class="note" role="status">
        {said}
      </p>
    </>
  );
};

interface Tab {
  readonly name: string;
  readonly count?: number;
  readonly body: () => ComponentChildren;
}

/** Tabs with the keyboard of tabs: one stop, and arrows between them. */
const Tabs = ({ tabs, label }: { readonly tabs: readonly Tab[]; readonly label: string }) => {
  const id = useId();
  const [chosen, setChosen] = useState(tabs[0]?.name);
  const list = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    tabs.findIndex(({ name }) => name === chosen),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    const next = (at + by + tabs.length) % tabs.length;
    setChosen(tabs[next]?.name);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <>
      <div ref={list} role="tablist" aria-label={label} class="tabs" onKeyDown={onKeyDown}>
        {tabs.map(({ name, count }, index) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={index === at}
            aria-controls={`${id}-panel`}
            tabIndex={index === at ? 0 : -1}
            onClick={() => setChosen(name)}
          >
            {name}
            {count !== undefined && <span class="count"> {count}</span>}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tabs[at]?.name}`} class="panel">
        {tabs[at]?.body()}
      </div>
    </>
  );
};

const Report = ({
  entry,
  report,
  detail,
  sheet,
}: {
  readonly entry: Entry;
  readonly report: RunReport;
  readonly detail?: Detail;
  readonly sheet: Sheet;
}) => {
  const { change } = useStore();
  const forget = () => void ask("forget", { key: entry.key }).then(() => change(entry, { reports: [] }));
  const tabs: readonly Tab[] = [
    { name: "Output", body: () => <Output entry={entry} report={report} detail={detail} /> },
    { name: "Requests", count: report.requests.length, body: () => <Requests requests={report.requests} /> },
    { name: "Log", count: report.log.length, body: () => <Log report={report} /> },
    ...(report.state ? [{ name: "State", body: () => <State report={report} onForget={forget} /> }] : []),
    { name: "Sent", body: () => <Tree value={report.sent} /> },
    { name: "Copy", body: () => <Copies entry={entry} sheet={sheet} /> },
  ];
  return (
    <section class="report">
      <Chip report={report} />
      <Tabs tabs={tabs} label="What became of the run" />
    </section>
  );
};

const nothingYet = (entry: Entry): string => {
  if (entry.kind === "triggers") return "What the trigger gives to a flow appears here.";
  return "What comes out appears here.";
};

/** Before the first run: the example that the component has of its output. */
const Before = ({
  entry,
  detail,
  sheet,
}: {
  readonly entry: Entry;
  readonly detail?: Detail;
  readonly sheet: Sheet;
}) => {
  const { output } = outputOf(entry, detail?.example);
  const example = () => (
    <>
      <p class="note">
        {nothingYet(entry)} {output !== undefined && "Until then, the component's own example."}
      </p>
      {output !== undefined && <Tree value={output} schema={detail?.schemas[0]?.schema} />}
    </>
  );
  return (
    <Tabs
      label="Before the first run"
      tabs={[
        { name: "Example", body: example },
        { name: "Copy", body: () => <Copies entry={entry} sheet={sheet} /> },
      ]}
    />
  );
};

const useDetail = (entry: Entry): Detail | undefined => {
  const { status } = useStore();
  const [detail, setDetail] = useState<Detail>();
  const route = routeOf(entry);
  useEffect(() => {
    setDetail(undefined);
    ask<Detail>("detail", { kind: entry.kind, key: entry.key }).then(setDetail, () => {});
  }, [route, status.version]);
  return detail;
};

/** Rings a webhook: in the ways that the companion knows, or with a request of one's own. */
const RingBar = ({ entry, isRunning }: { readonly entry: Entry; readonly isRunning: boolean }) => {
  const { start, run } = useStore();
  const rings = start.companion?.rings[entry.key] ?? [];
  const [way, setWay] = useState(rings[0]?.value ?? "");
  const [body, setBody] = useState("{}");
  const id = useId();
  const ring = () =>
    run(entry, way === "" ? { request: { headers: { "content-type": "application/json" }, body } } : { ring: way });
  return (
    <>
      <div class="bar-line">
        <button type="button" class="primary" disabled={isRunning} onClick={() => void ring()}>
          {way === "" ? "Send" : "Ring"}
        </button>
        <select aria-label="How to ring" value={way} onChange={({ currentTarget }) => setWay(currentTarget.value)}>
          {rings.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
          <option value="">A request of your own</option>
        </select>
      </div>
      {way === "" ? (
        <>
          <label for={id}>JSON body</label>
          <textarea
            id={id}
            class="code"
            rows={3}
            value={body}
            onInput={({ currentTarget }) => setBody(currentTarget.value)}
          />
        </>
      ) : (
        <p class="comment">{rings.find(({ value }) => value === way)?.comments}</p>
      )}
    </>
  );
};

const runWords = (entry: Entry, sheet: Sheet, account: string, isPractice: boolean): string => {
  if (entry.isPolling) return "Poll now";
  if (entry.kind === "dataSources") return "Load";
  if (entry.isSafe) return "Run";
  if (!sheet.isWriting) return "Run simulated";
  return isPractice ? `Write to ${account}` : `Write to ${account}…`;
};

const RunBar = ({ entry, sheet }: { readonly entry: Entry; readonly sheet: Sheet }) => {
  const { start, connectionId, change, run, status } = useStore();
  const connection = start.connections.find(({ id }) => id === connectionId);
  const isRing = entry.kind === "triggers" && !entry.isPolling;
  const unsafeTone = sheet.isWriting ? "primary danger" : "outlined";
  return (
    <div class="bar">
      {isRing ? (
        <RingBar entry={entry} isRunning={sheet.isRunning} />
      ) : (
        <div class="bar-line">
          <button
            type="button"
            class={`run ${entry.isSafe ? "primary" : unsafeTone}`}
            title="Ctrl+Enter"
            disabled={sheet.isRunning}
            onClick={() => void run(entry)}
          >
            {runWords(entry, sheet, connection?.account ?? "the account", connection?.isPractice === true)}
          </button>
          {!entry.isSafe && (
            <label class="with-switch">
              <input
                type="checkbox"
                role="switch"
                aria-checked={sheet.isWriting}
                checked={sheet.isWriting}
                onChange={({ currentTarget }) => change(entry, { isWriting: currentTarget.checked })}
              />
              <span>Really write</span>
            </label>
          )}
        </div>
      )}
      {sheet.isRunning && (
        <div class="bar-line" role="status">
          <span class="busy">
            Running… {status.running ? `${status.running.requests} requests so far. ${status.running.log}` : ""}
          </span>
          <button type="button" class="small" onClick={() => void ask("cancel", {})}>
            Cancel
          </button>
        </div>
      )}
    </div>
  );
};

/** The pane on the right: run it, and see what became of it. */
export const RunPane = ({ entry }: { readonly entry: Entry }) => {
  const { sheetOf } = useStore();
  const sheet = sheetOf(entry);
  const detail = useDetail(entry);
  const pane = useRef<HTMLElement>(null);
  const isWide = () => matchMedia("(min-width: 720px)").matches;
  useEffect(() => {
    if (sheet.reports.length > 0 && Object.keys(sheet.problems).length === 0 && !isWide())
      pane.current?.scrollIntoView();
  }, [sheet.reports, sheet.problems]);
  return (
    <aside ref={pane} class="run-pane" aria-label="Run">
      <RunBar entry={entry} sheet={sheet} />
      {sheet.reports.length === 0 && <Before entry={entry} detail={detail} sheet={sheet} />}
      {sheet.reports.map((report, index) => (
        <Report key={index} entry={entry} report={report} detail={detail} sheet={sheet} />
      ))}
    </aside>
  );
};
