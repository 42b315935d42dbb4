import http from "node:http";
import https from "node:https";
import type { Sandbox } from "#sandbox/index";

/** A connection to a sandbox, as the platform hands it over. */
export const keyConnection = (sandbox: Sandbox) => ({
  key: "gongApiKey",
  configVarKey: "Gong",
  fields: { baseUrl: sandbox.url, accessKey: sandbox.accessKey, accessKeySecret: sandbox.accessKeySecret },
});

let flownTo = 0;

/**
 * Steps of the clock. Work may go on between two requests, so they are short for longer than a slow answer takes: what
 * is measured stays exact. Then nobody waits for anything but the clock, or for an answer: its way takes real time, in
 * which the clock could pass every limit, so each longer step lets some of that pass too.
 */
const shortestStepMs = 25;
const longestStepMs = 5_000;
const shortSteps = 40;
const realMsOfLongStep = 5;

const realTimeout = setTimeout;

/**
 * Counts the requests that are under way, and how often that changed. No spy of Jest's: Jest puts back what stood below
 * a spy once more when a file of tests is over, when nock, which stood there, has gone.
 */
const watchRequests = () => {
  const watched = { underWay: 0, changes: 0 };
  const givenBack = [http, https].map((module) => {
    const { request } = module;
    module.request = ((...args: Parameters<typeof http.request>) => {
      const sent = request(...args);
      watched.underWay += 1;
      watched.changes += 1;
      sent.once("close", () => {
        watched.underWay -= 1;
        watched.changes += 1;
      });
      return sent;
    }) as typeof request;
    return () => {
      module.request = request;
    };
  });
  const end = () => {
    for (const giveBack of givenBack) giveBack();
  };
  return { watched, end };
};

/**
 * Runs the clock that a test pretends while work goes on, and leaves the network real: in short steps, then to the next
 * timer where no request is under way, and in steps that grow where one is and nothing happens.
 * @returns what the work gives, or throws what it throws.
 */
export const whileTimeFlies = async <T>(begin: () => Promise<T>): Promise<T> => {
  const { watched, end } = watchRequests();
  try {
    let isSettled = false;
    const work = begin().finally(() => {
      isSettled = true;
    });
    work.catch(() => {});
    let stepMs = shortestStepMs;
    let idleSteps = 0;
    let seen = 0;
    while (!isSettled) {
      for (let pass = 0; pass < 6; pass++) await new Promise((resolve) => setImmediate(resolve));
      if (isSettled) break;
      idleSteps = watched.changes === seen ? idleSteps + 1 : 0;
      seen = watched.changes;
      const isIdle = idleSteps > shortSteps;
      stepMs = isIdle ? Math.min(stepMs * 1.25, longestStepMs) : shortestStepMs;
      if (isIdle && watched.underWay > 0) await new Promise((resolve) => realTimeout(resolve, realMsOfLongStep));
      // At once: a request that begins before the jump would see its whole time pass.
      if (isIdle && watched.underWay === 0) jest.advanceTimersToNextTimer();
      else await jest.advanceTimersByTimeAsync(stepMs);
    }
    return await work;
  } finally {
    end();
  }
};

/**
 * Lets time fly for the work that is begun under it. Time never goes back from one work to the next; `pauseMs` passes
 * before this one.
 * @returns what the work gives, or throws what it throws.
 */
export const hurry = async <T>(begin: () => Promise<T>, pauseMs = 0): Promise<T> => {
  const now = Math.max(Date.now(), flownTo) + pauseMs;
  jest.useFakeTimers({ now, doNotFake: ["nextTick", "setImmediate", "queueMicrotask", "performance"] });
  try {
    return await whileTimeFlies(begin);
  } finally {
    flownTo = Date.now();
    jest.useRealTimers();
  }
};
