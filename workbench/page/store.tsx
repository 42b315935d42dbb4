import { createContext } from "preact";
import { useCallback, useContext, useEffect, useState } from "preact/hooks";
import type { Entry, RunOrder, RunReport, Start, Status } from "#workbench/types";
import { ask } from "./api";
import {
  faultsAt,
  initialValues,
  missing,
  NotJsonError,
  type Problems,
  recordOf,
  sentValues,
  storable,
  type Values,
} from "./values";

/** What is known of one form: what was typed, what is wrong, and what came out. */
export interface Sheet {
  readonly values: Values;
  readonly problems: Problems;
  /** Faults that belong to no input. */
  readonly top: readonly string[];
  readonly reports: readonly RunReport[];
  readonly isRunning: boolean;
  /** The tick: really write. */
  readonly isWriting: boolean;
}

/** Asks before something is written to a real account. */
export interface Question {
  readonly entry: Entry;
  readonly account: string;
  readonly answer: (isYes: boolean) => void;
}

export interface Store {
  readonly start: Start;
  readonly status: Status;
  /** `kind/key`, or "" for the front page. */
  readonly route: string;
  readonly entry?: Entry;
  readonly connectionId: string;
  readonly question?: Question;
  sheetOf(entry: Entry): Sheet;
  change(entry: Entry, patch: Partial<Sheet>): void;
  /** Runs an entry, or says what is missing. */
  run(entry: Entry, more?: Pick<RunOrder, "ring" | "request">): Promise<void>;
  choose(connectionId: string): void;
  refresh(): Promise<void>;
  /** Raised when the sandbox changed: what was loaded from it is not true any more. */
  readonly age: number;
  grow(): void;
}

const Context = createContext<Store | undefined>(undefined);

export const StoreProvider = Context.Provider;

export const useStore = (): Store => {
  const store = useContext(Context);
  if (!store) throw new Error("There is no store above this part of the page.");
  return store;
};

export const routeOf = ({ kind, key }: Entry) => `${kind}/${key}`;

/** The route in the address: what stands behind #/ and before any question mark. */
const routeInAddress = () => /^#\/([\w/]+)/.exec(location.hash)?.[1] ?? "";

const useRoute = (): string => {
  const [route, setRoute] = useState(routeInAddress);
  useEffect(() => {
    const onChange = () => setRoute(routeInAddress());
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  return route;
};

const storageKey = (entry: Entry) => `sheet ${routeOf(entry)}`;

const storedValues = (entry: Entry): Values => {
  const text = entry.kind === "connections" ? null : sessionStorage.getItem(storageKey(entry));
  return text === null ? {} : recordOf(JSON.parse(text));
};

const emptySheet = (entry: Entry, prefill: Values = {}): Sheet => ({
  values: { ...initialValues(entry.inputs), ...prefill, ...storedValues(entry) },
  problems: {},
  top: [],
  reports: [],
  isRunning: false,
  isWriting: false,
});

const pollMs = 3000;
const pollWhileRunningMs = 500;

/** The status, asked now and then while the page can be seen. */
const useStatus = (first: Status, isRunning: boolean) => {
  const [status, setStatus] = useState(first);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== "visible") return;
      // The command has ended when nothing answers: the page stays as it is.
      ask<Status>("status").then(setStatus, () => {});
    };
    const timer = setInterval(look, isRunning ? pollWhileRunningMs : pollMs);
    return () => clearInterval(timer);
  }, [isRunning]);
  return [status, setStatus] as const;
};

/** The connection that entries of this component use: the first one that is there. */
const firstConnection = ({ connections }: Start) => connections[0]?.id ?? "";

const focusFirst = (problems: Problems) => {
  const [path] = Object.keys(problems);
  if (path) setTimeout(() => document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)?.focus(), 0);
};

/** Everything that the page knows, and what can be done with it. */
export const useNewStore = (given: Start): Store => {
  const [start, setStart] = useState(given);
  const route = useRoute();
  const [sheets, setSheets] = useState<Readonly<Record<string, Sheet>>>({});
  const [connectionId, setConnectionId] = useState(firstConnection(given));
  const [question, setQuestion] = useState<Question>();
  const [age, setAge] = useState(0);
  const isRunning = Object.values(sheets).some((sheet) => sheet.isRunning);
  const [status, setStatus] = useStatus(given.status, isRunning);

  const sheetOf = (entry: Entry): Sheet =>
    sheets[routeOf(entry)] ?? emptySheet(entry, start.companion?.prefill[routeOf(entry)]);

  const change = (entry: Entry, patch: Partial<Sheet>) => {
    if (patch.values && entry.kind !== "connections")
      sessionStorage.setItem(storageKey(entry), JSON.stringify(storable(entry.inputs, patch.values)));
    setSheets((all) => {
      const sheet = all[routeOf(entry)] ?? emptySheet(entry, start.companion?.prefill[routeOf(entry)]);
      return { ...all, [routeOf(entry)]: { ...sheet, ...patch } };
    });
  };

  /** The tick is for one action and one connection. */
  const untick = useCallback(
    () =>
      setSheets((all) =>
        Object.fromEntries(Object.entries(all).map(([key, sheet]) => [key, { ...sheet, isWriting: false }])),
      ),
    [],
  );
  useEffect(untick, [route, connectionId]);

  const refresh = useCallback(async () => {
    const next = await ask<Start>("start");
    setStart(next);
    setConnectionId((id) => (next.connections.some((each) => each.id === id) ? id : firstConnection(next)));
  }, []);

  // A rebuilt component may have other forms.
  useEffect(() => {
    if (status.version !== given.status.version) void refresh();
  }, [status.version]);

  const connection = start.connections.find(({ id }) => id === connectionId);

  const confirm = (entry: Entry, account: string) =>
    new Promise<boolean>((resolve) =>
      setQuestion({
        entry,
        account,
        answer: (isYes) => {
          setQuestion(undefined);
          resolve(isYes);
        },
      }),
    );

  const withConnection = (entry: Entry, values: Values): Values => ({
    ...values,
    ...Object.fromEntries(
      entry.inputs.filter(({ type }) => type === "connection").map(({ key }) => [key, connectionId]),
    ),
  });

  /** What can be said without the component. */
  const check = (entry: Entry, values: Values): Problems => {
    const problems = missing(entry.inputs, values);
    if (Object.keys(problems).length > 0) return problems;
    try {
      sentValues(entry.inputs, values);
      return {};
    } catch (error) {
      if (error instanceof NotJsonError) return { [error.path]: error.message };
      throw error;
    }
  };

  const settle = (entry: Entry, reports: readonly RunReport[]) => {
    const failed = reports.map(({ outcome }) => outcome).find((outcome) => outcome.kind === "failed");
    const { problems, rest } = failed ? faultsAt(failed.error, entry.inputs) : { problems: {}, rest: [] };
    change(entry, { reports, problems, top: Object.keys(problems).length > 0 ? rest : [], isRunning: false });
    focusFirst(problems);
  };

  const run: Store["run"] = async (entry, more = {}) => {
    if (entry.kind === "connections") return;
    const { values: typed, isWriting } = sheetOf(entry);
    const values = withConnection(entry, typed);
    const problems = check(entry, values);
    if (Object.keys(problems).length > 0) {
      change(entry, { problems, top: [] });
      return focusFirst(problems);
    }
    const account = connection?.account ?? "";
    const isReal = !entry.isSafe && isWriting && !connection?.isPractice;
    if (isReal && !(await confirm(entry, account))) return;
    change(entry, { isRunning: true, problems: {}, top: [] });
    const order: RunOrder = {
      kind: entry.kind,
      key: entry.key,
      values: sentValues(entry.inputs, values),
      reallyWrite: isWriting,
      confirmedAccount: isReal ? account : undefined,
      ...more,
    };
    try {
      const rings = more.ring !== undefined || more.request !== undefined;
      settle(entry, rings ? await ask<RunReport[]>("ring", order) : [await ask<RunReport>("run", order)]);
    } catch (error) {
      change(entry, { isRunning: false, top: [error instanceof Error ? error.message : String(error)] });
    }
    ask<Status>("status").then(setStatus, () => {});
  };

  return {
    start,
    status,
    route,
    entry: start.component.entries.find((each) => routeOf(each) === route),
    connectionId,
    question,
    sheetOf,
    change,
    run,
    choose: setConnectionId,
    refresh,
    age,
    grow: () => {
      setAge((before) => before + 1);
      ask<Status>("status").then(setStatus, () => {});
    },
  };
};
