/** One request that reached the sandbox. It never holds credentials. */
export interface LogEntry {
  readonly requestId: string;
  readonly method: string;
  /** The path as sent, without the query. */
  readonly path: string;
  /** Query parameters by name; only the grant type of a request for tokens. */
  readonly query: Readonly<Record<string, string>>;
  /** The parsed JSON body; integers that a JavaScript number cannot hold are bigints. */
  body: unknown;
  /** The operation of the contract: "GET /v2/calls". */
  operation?: string;
  /** The page that was asked for; the first is 0. */
  page?: number;
  /** The file of a multipart request. `head` is its first 64 bytes in hexadecimal. */
  file?: { readonly name: string; readonly size: number; readonly contentType?: string; readonly head: string };
  /** The status that was answered; 0 while there is none, or when the connection was broken off. */
  status: number;
  /** When it arrived, on the sandbox's clock, in milliseconds since 1970. */
  readonly startedAt: number;
  isAuthorized: boolean;
  /** What the contract check found. */
  violations: readonly string[];
  /** The fault that it met. */
  fault?: string;
}

/** Every request since the start or the last `clear`, in order of arrival. */
export interface RequestLog {
  readonly entries: readonly LogEntry[];
  /** The requests of one operation, such as "GET /v2/calls". */
  of(operation: string): readonly LogEntry[];
  /** Every violation of the contract, each with its request: empty when all requests were good. */
  violations(): readonly string[];
  clear(): void;
}

/** A log that can be written to. */
interface WritableLog extends RequestLog {
  write(entry: LogEntry): void;
}

/** An empty log. */
export function createLog(): WritableLog {
  let entries: LogEntry[] = [];
  return {
    get entries() {
      return entries;
    },
    of: (operation) => entries.filter((entry) => entry.operation === operation),
    violations: () =>
      entries.flatMap(({ method, path, violations }) => violations.map((words) => `${method} ${path}: ${words}`)),
    clear() {
      entries = [];
    },
    write(entry) {
      entries.push(entry);
    },
  };
}
