import { type FSWatcher, watch } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { KeptBytes } from "./plain";
import type { ComponentView } from "./types";
import type { Command, Told } from "./worker";

/** The thread was ended while it was at work. */
export class CancelledError extends Error {}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The component, in a thread of its own: a run can be ended only with its thread. */
interface Thread {
  readonly view: ComponentView;
  /** Grows with each thread. */
  readonly version: number;
  readonly broken?: string;
  readonly progress?: { readonly requests: number; readonly log: string };
  /** @throws CancelledError when the thread ends first. */
  ask<T>(command: Command): Promise<T>;
  /** Ends the thread with whatever it does, and starts another one. */
  restart(): Promise<void>;
  moveClock(offsetMs: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Loads a component in a thread, and again whenever its file changes.
 * @param onBytes takes bytes that outputs held.
 * @throws Error when the file cannot be loaded.
 */
export const startThread = async (path: string, onBytes: (kept: KeptBytes) => void): Promise<Thread> => {
  let worker: Worker;
  let waiting = new Map<number, Waiting>();
  let nextId = 1;
  let version = 0;
  let offsetMs = 0;
  let view: ComponentView;
  let broken: string | undefined;
  let progress: Thread["progress"];
  let isClosed = false;

  const failAll = (error: Error) => {
    const left = waiting;
    waiting = new Map();
    progress = undefined;
    for (const { reject } of left.values()) reject(error);
  };

  const onTold = (told: Told) => {
    if ("progress" in told) {
      progress = told.progress;
      return;
    }
    const asked = waiting.get(told.id);
    waiting.delete(told.id);
    progress = undefined;
    if ("error" in told) return asked?.reject(new Error(told.error));
    told.files.forEach(onBytes);
    asked?.resolve(told.value);
  };

  const ask = <T>(command: Command): Promise<T> =>
    new Promise((resolve, reject) => {
      if (broken) return reject(new Error(broken));
      const id = nextId++;
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      worker.postMessage({ id, command });
    });

  const begin = async () => {
    const begun = new Worker(join(__dirname, "workbenchWorker.js"), {
      workerData: { path, offsetMs },
    });
    worker = begun;
    begun.on("message", onTold);
    let isLoaded = false;
    begun.on("error", (error) => {
      failAll(error);
      // What nobody caught has ended the thread, and with it only the run.
      if (isLoaded && worker === begun) void restart();
    });
    view = await ask<ComponentView>({ do: "describe" });
    isLoaded = true;
    version += 1;
  };

  const restart = async () => {
    const old = worker;
    old.removeAllListeners();
    failAll(new CancelledError("Cancelled."));
    await old.terminate();
    broken = undefined;
    try {
      await begin();
    } catch (error) {
      broken = error instanceof Error ? error.message : String(error);
    }
  };

  await begin();
  let timer: NodeJS.Timeout | undefined;
  // The folder, not the file: a build replaces files.
  const watcher: FSWatcher = watch(dirname(path), (_event, name) => {
    if (name !== basename(path)) return;
    clearTimeout(timer);
    timer = setTimeout(() => !isClosed && void restart(), 300);
  });

  return {
    get view() {
      return view;
    },
    get version() {
      return version;
    },
    get broken() {
      return broken;
    },
    get progress() {
      return progress;
    },
    ask,
    restart,
    async moveClock(next) {
      offsetMs = next;
      await ask({ do: "clock", offsetMs });
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      watcher.close();
      worker.removeAllListeners();
      await worker.terminate();
    },
  };
};
