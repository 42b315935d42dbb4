import type { Sandbox } from "#sandbox/index";

/** A connection to a sandbox, as the platform hands it over. */
export const keyConnection = (sandbox: Sandbox) => ({
  key: "gongApiKey",
  configVarKey: "Gong",
  fields: { baseUrl: sandbox.url, accessKey: sandbox.accessKey, accessKeySecret: sandbox.accessKeySecret },
});

let flownTo = 0;

/**
 * Lets time fly for clocks and timers, while the network stays real. Give it the work that was begun under it.
 * Time never goes back from one work to the next; `pauseMs` passes before this one.
 * @returns what the work gives, or throws what it throws.
 */
export const hurry = async <T>(begin: () => Promise<T>, pauseMs = 0): Promise<T> => {
  const now = Math.max(Date.now(), flownTo) + pauseMs;
  jest.useFakeTimers({ now, doNotFake: ["nextTick", "setImmediate", "queueMicrotask", "performance"] });
  try {
    let isSettled = false;
    const work = begin().finally(() => {
      isSettled = true;
    });
    work.catch(() => {});
    while (!isSettled) {
      for (let pass = 0; pass < 6; pass++) await new Promise((resolve) => setImmediate(resolve));
      await jest.advanceTimersByTimeAsync(25);
    }
    return await work;
  } finally {
    flownTo = Date.now();
    jest.useRealTimers();
  }
};
