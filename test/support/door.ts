import { startSandbox as startAny } from "#sandbox/index";
import { harness, quietLogger, tokenConnectionTo } from "./component";
import { type Sandbox, type SandboxOptions, startSandbox } from "./sandbox";

/**
 * One sandbox for the tests of a file or block: without Gong's limits unless asked for, its log cleared before each
 * test, as at the beginning after each. It may have met nothing that Gong's contract forbids, but where tests do that
 * on purpose and say so.
 */
export const useSandbox = (options?: SandboxOptions, { mayBreakContract = false } = {}): Sandbox => {
  let running: Sandbox | undefined;
  const started = () => {
    if (!running) throw new Error("The sandbox runs only while tests do.");
    return running;
  };
  const gong = new Proxy({} as Sandbox, {
    get: (_, key) => Reflect.get(started(), key),
    // So that it can be spread.
    ownKeys: () => Reflect.ownKeys(started()),
    getOwnPropertyDescriptor: (_, key) => ({
      ...Reflect.getOwnPropertyDescriptor(started(), key),
      configurable: true,
    }),
  });
  beforeAll(async () => {
    running = await (mayBreakContract ? startAny : startSandbox)({ limits: false, ...options });
  });
  beforeEach(() => gong.log.clear());
  afterEach(() => {
    if (!mayBreakContract) expect(gong.log.violations()).toEqual([]);
    jest.restoreAllMocks();
    gong.reset();
  });
  afterAll(() => gong.close());
  return gong;
};

/** Runs an action of the built component as the platform does, by default with a token of the sandbox. */
export const act = async <T>(
  gong: Sandbox,
  key: string,
  inputs: Record<string, unknown>,
  logger = quietLogger(),
): Promise<T> => {
  const all = { connection: tokenConnectionTo(gong), ...inputs };
  const { data } = (await harness.action(key, all, { logger })) as { data: T };
  return data;
};
