import { type Sandbox, type SandboxOptions, startSandbox as start } from "#sandbox/index";

export type { Sandbox, SandboxOptions } from "#sandbox/index";

/**
 * A sandbox that fails its test when it is closed after a request that Gong's contract does not allow, even if the
 * log was cleared since. Tests that send such requests on purpose start a plain one.
 */
export const startSandbox = async (options?: SandboxOptions): Promise<Sandbox> => {
  const sandbox = await start(options);
  const found: string[] = [];
  const collect = () => void found.push(...sandbox.log.violations());
  return Object.defineProperties({} as Sandbox, {
    ...Object.getOwnPropertyDescriptors(sandbox),
    log: {
      enumerable: true,
      value: Object.create(sandbox.log, {
        clear: {
          value: () => {
            collect();
            sandbox.log.clear();
          },
        },
      }),
    },
    reset: {
      value: () => {
        collect();
        sandbox.reset();
      },
    },
    close: {
      value: async () => {
        collect();
        await sandbox.close();
        if (found.length > 0) throw new Error(`Requests that Gong's contract does not allow:\n${found.join("\n")}`);
      },
    },
  });
};
