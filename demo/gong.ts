import { type LogEntry, type Sandbox, startSandbox } from "../sandbox";

/** The Gong that the demo works with: the sandbox, or a real one whose keys are in the environment. */
export interface DemoGong {
  readonly name: string;
  readonly connection: { readonly key: string; readonly configVarKey: string; readonly fields: Record<string, string> };
  /** The sandbox itself; undefined for a real Gong, whose requests cannot be watched. */
  readonly sandbox?: Sandbox;
  /** Requests that reached the sandbox so far. */
  readonly requests: () => readonly LogEntry[];
  readonly close: () => Promise<void>;
}

const connectionWith = (baseUrl: string, accessKey: string, accessKeySecret: string) => ({
  key: "gongApiKey",
  configVarKey: "Gong Connection",
  fields: { baseUrl, accessKey, accessKeySecret },
});

/** A real Gong when its three variables are set, else a sandbox with a little latency, as a real one has. */
export const openGong = async (environment: NodeJS.ProcessEnv): Promise<DemoGong> => {
  const { GONG_BASE_URL, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET } = environment;
  if (GONG_BASE_URL && GONG_ACCESS_KEY && GONG_ACCESS_KEY_SECRET)
    return {
      name: GONG_BASE_URL,
      connection: connectionWith(GONG_BASE_URL, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET),
      requests: () => [],
      close: async () => {},
    };
  const sandbox = await startSandbox({ latencyMs: 60 });
  return {
    name: `the sandbox at ${sandbox.url}`,
    connection: connectionWith(sandbox.url, sandbox.accessKey, sandbox.accessKeySecret),
    sandbox,
    requests: () => sandbox.log.entries,
    close: () => sandbox.close(),
  };
};
