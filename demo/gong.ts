import { type LogEntry, type Sandbox, startSandbox } from "#sandbox/index";
import { firstLook } from "#tools/firstLook";
import { screen } from "./screen";

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

/**
 * A real Gong when its three variables are set, and when none is, a sandbox with a little latency, as a real one has.
 * @throws Error naming what is missing when only some are set: whoever means a real Gong should not get the sandbox;
 * and when nothing answers at the address.
 */
export const openGong = async (environment: NodeJS.ProcessEnv): Promise<DemoGong> => {
  const { GONG_BASE_URL, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET } = environment;
  if (GONG_BASE_URL && GONG_ACCESS_KEY && GONG_ACCESS_KEY_SECRET) {
    screen.text(`Looking whether ${GONG_BASE_URL} answers …`);
    await firstLook(GONG_BASE_URL, "GONG_BASE_URL");
    return {
      name: GONG_BASE_URL,
      connection: connectionWith(GONG_BASE_URL, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET),
      requests: () => [],
      close: async () => {},
    };
  }
  const variables = { GONG_BASE_URL, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET };
  const missing = Object.entries(variables).flatMap(([name, value]) => (value ? [] : [name]));
  if (missing.length < 3)
    throw new Error(
      `To read a real Gong, set ${missing.join(" and ")} too. To use the sandbox, set none of the three.`,
    );
  const sandbox = await startSandbox({ latencyMs: 60 });
  return {
    name: `the sandbox at ${sandbox.url}`,
    connection: connectionWith(sandbox.url, sandbox.accessKey, sandbox.accessKeySecret),
    sandbox,
    requests: () => sandbox.log.entries,
    close: () => sandbox.close(),
  };
};
