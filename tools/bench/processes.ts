import { type ChildProcess, fork } from "node:child_process";
import type { Job, Jobs } from "./jobs";

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly fault?: string;
}

/** Another process of this program, which does jobs, so that work of one kind does not slow or fatten the other. */
export interface Helper {
  ask<J extends Job>(job: J, ...input: Parameters<Jobs[J]>): Promise<Awaited<ReturnType<Jobs[J]>>>;
  end(): Promise<void>;
}

/**
 * Starts a process that waits for jobs.
 * @param trusted path of a file with certificates to trust beside the usual ones.
 * @param program this program as it was built.
 */
export const startHelper = (trusted?: string, program = process.argv[1] ?? ""): Helper => {
  const child: ChildProcess = fork(program, ["--helper"], {
    execArgv: ["--expose-gc"],
    env: { ...process.env, ...(trusted ? { NODE_EXTRA_CA_CERTS: trusted } : {}) },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  let asked = 0;
  const waiting = new Map<number, (answer: Answer) => void>();
  child.on("message", (answer: Answer) => waiting.get(answer.id)?.(answer));
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void gone.then(() => {
    for (const [id, settle] of waiting) settle({ id, fault: "The helper process ended." });
  });
  return {
    ask: (job, ...input) =>
      new Promise((resolve, reject) => {
        const id = ++asked;
        waiting.set(id, ({ result, fault }) => {
          waiting.delete(id);
          if (fault === undefined) resolve(result as never);
          else reject(new Error(`${job}: ${fault}`));
        });
        child.send({ id, job, input });
      }),
    end: () => {
      child.disconnect();
      return gone;
    },
  };
};

/** Does jobs for the process that started this one, until it lets go. */
export const serveJobs = (jobs: Jobs): void => {
  process.on("message", ({ id, job, input }: { id: number; job: Job; input: unknown[] }) => {
    const work = jobs[job] as (...input: unknown[]) => unknown;
    void (async () => work(...input))().then(
      (result) => process.send?.({ id, result }),
      (fault: unknown) => process.send?.({ id, fault: fault instanceof Error ? fault.stack : String(fault) }),
    );
  });
  process.once("disconnect", () => process.exit(0));
};
