import { createWebhookKeys, type LogEntry, startSandbox, webhookBody } from "../sandbox";

/** The Gong that the demo works with: the sandbox, or a real one whose keys are in the environment. */
export interface DemoGong {
  readonly isReal: boolean;
  readonly name: string;
  readonly connection: { readonly key: string; readonly configVarKey: string; readonly fields: Record<string, string> };
  /** Requests that reached the sandbox; a real Gong cannot be watched. */
  readonly requests: () => readonly LogEntry[];
  readonly close: () => Promise<void>;
}

const connectionWith = (baseUrl: string, accessKey: string, accessKeySecret: string) => ({
  key: "gongApiKey",
  configVarKey: "Gong",
  fields: { baseUrl, accessKey, accessKeySecret },
});

/** A real Gong when its three variables are set, else a sandbox with a little latency, as a real one has. */
export const openGong = async (environment: NodeJS.ProcessEnv): Promise<DemoGong> => {
  const { GONG_BASE_URL, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET } = environment;
  if (GONG_BASE_URL && GONG_ACCESS_KEY && GONG_ACCESS_KEY_SECRET)
    return {
      isReal: true,
      name: GONG_BASE_URL,
      connection: connectionWith(GONG_BASE_URL, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET),
      requests: () => [],
      close: async () => {},
    };
  const sandbox = await startSandbox({ latencyMs: 60 });
  return {
    isReal: false,
    name: `the sandbox at ${sandbox.url}`,
    connection: connectionWith(sandbox.url, sandbox.accessKey, sandbox.accessKeySecret),
    requests: () => sandbox.log.entries,
    close: () => sandbox.close(),
  };
};

export { createWebhookKeys, webhookBody };
