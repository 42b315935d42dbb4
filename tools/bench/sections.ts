import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { SandboxOptions } from "#sandbox/index";
import { stateSizes } from "../../test/support/stateSizes";
import { type Figure, figure, medianOf, ratioOf } from "./figures";
import type { Cost, Traffic } from "./jobs";
import { type Helper, startHelper } from "./processes";

/** How often everything is measured. */
interface Thoroughness {
  /** Runs of work that takes seconds. */
  readonly runs: number;
  /** Runs of work that takes milliseconds. */
  readonly shortRuns: number;
}

const latencyMs = 600;
const limitPerSecond = 3;
const now = Date.UTC(2026, 10, 20);
const range = { fromDateTime: "2026-01-01T00:00:00Z", toDateTime: "2026-11-20T00:00:00Z" };

/** Does the work beside a sandbox, each in a process of its own. */
const withSandbox = async <T>(
  options: SandboxOptions,
  work: (gong: Helper, address: Awaited<ReturnType<typeof start>>) => Promise<T>,
): Promise<T> => {
  const gong = startHelper();
  try {
    return await work(gong, await start(gong, options));
  } finally {
    await gong.end();
  }
};

const start = (gong: Helper, options: SandboxOptions) => gong.ask("startSandbox", options);

const inNewProcess = async <T>(work: (worker: Helper) => Promise<T>, trusted?: string): Promise<T> => {
  const worker = startHelper(trusted);
  try {
    return await work(worker);
  } finally {
    await worker.end();
  }
};

const repeat = async <T>(times: number, work: (run: number) => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let run = 0; run < times; run++) results.push(await work(run));
  return results;
};

const requestsInWords = ({ requests, refusals, violations }: Traffic) =>
  `${requests} requests, ${refusals} refused with 429${violations.length > 0 ? `, ${violations[0]}` : ""}`;

/** Where in the range the calls lie: the reader cannot know, and guesses. */
const worlds = {
  "evenly spread": { days: 300, now },
  "all on the first day": { days: 1, now: Date.parse(range.fromDateTime) + 86_400_000 },
};

/** 1,200 calls with details and transcripts, against Gong's limit and against one request at a time. */
const calls = async (thoroughness: Thoroughness): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const [spread, world] of Object.entries(worlds)) figures.push(...(await callsOf(spread, world, thoroughness)));
  return figures;
};

const callsOf = (spread: string, world: { days: number; now: number }, { runs }: Thoroughness): Promise<Figure[]> =>
  withSandbox({ latencyMs, world: { calls: 1200, ...world } }, async (gong, { url, basic, connection }) => {
    const inputs = { ...range, includePrivateCalls: true };
    // Gong has its conversations; the sandbox makes each when it is first asked for, and takes no request meanwhile.
    await inNewProcess((worker) => worker.ask("oneByOne", url, basic, range));
    const turns = await repeat(runs, () =>
      inNewProcess(async (worker) => {
        await gong.ask("takeTraffic");
        const ours = await worker.ask("act", "getCompleteCalls", connection, inputs, "results");
        const traffic = await gong.ask("takeTraffic");
        const single = await worker.ask("oneByOne", url, basic, range);
        return { ours, traffic, single };
      }),
    );
    const ours = turns.map((turn) => turn.ours.ms / 1000);
    const least = turns.map((turn) => turn.traffic.requests / limitPerSecond);
    const single = turns.map((turn) => turn.single.ms / 1000);
    const [first] = turns;
    return [
      figure("calls", `${first?.ours.records} complete calls, ${spread}`, "s", ours, {
        ratios: { "requests ÷ 3": ratioOf(ours, least), "one at a time": ratioOf(ours, single) },
        note: first && requestsInWords(first.traffic),
      }),
      figure("calls", `one request at a time, ${spread}`, "s", single, {
        ratios: { "requests ÷ 3": ratioOf(single, least) },
        note: "pages and transcripts by axios alone",
      }),
    ];
  });

/** The list that nobody can split goes at the speed of its cursors. */
const users = ({ runs }: Thoroughness): Promise<Figure[]> =>
  withSandbox({ latencyMs, world: { calls: 1, users: 10_000 } }, async (gong, { connection }) => {
    const turns = await repeat(Math.ceil(runs / 2), () =>
      inNewProcess(async (worker) => {
        await gong.ask("takeTraffic");
        const ours = await worker.ask("act", "listUsers", connection, { fetchAll: true }, "users");
        return { ours, traffic: await gong.ask("takeTraffic") };
      }),
    );
    const ours = turns.map((turn) => turn.ours.ms / 1000);
    const cursors = turns.map((turn) => (turn.traffic.requests * latencyMs) / 1000);
    const [first] = turns;
    return [
      figure("users", `${first?.ours.records} users`, "s", ours, {
        ratios: { "requests × latency": ratioOf(ours, cursors) },
        note: first && requestsInWords(first.traffic),
      }),
    ];
  });

/** From a process that has loaded nothing to the first record in hand. */
const first = ({ runs }: Thoroughness): Promise<Figure[]> =>
  withSandbox({ latencyMs, world: { calls: 1200, days: 300, now } }, async (gong, { connection }) => {
    const cold = (action: string, inputs: Readonly<Record<string, unknown>>) =>
      repeat(runs, () => inNewProcess((worker) => worker.ask("firstRecord", action, connection, inputs)));
    const page = await cold("listDetailedCalls", range);
    await gong.ask("takeTraffic");
    const complete = await cold("getCompleteCalls", { ...range, maxCalls: 1, includePrivateCalls: true });
    const requests = (await gong.ask("takeTraffic")).requests / runs;
    return [
      figure("first", "a page of calls, cold", "ms", page, { ratios: { latency: medianOf(page) / latencyMs } }),
      figure("first", "a complete call, cold", "ms", complete, {
        ratios: { "requests × latency": medianOf(complete) / (requests * latencyMs) },
        note: `${requests} requests`,
      }),
    ];
  });

/** What the component costs beside the request itself. */
const pages = ({ shortRuns }: Thoroughness): Promise<Figure[]> =>
  withSandbox({ limits: false, world: { calls: 1, users: 100 } }, (gong, { url }) =>
    inNewProcess(async (worker) => {
      const turn = async () => {
        const { connection, authorization } = await gong.ask("newToken");
        return worker.ask("onePage", url, connection, authorization);
      };
      await repeat(10, turn);
      const turns = await repeat(shortRuns, turn);
      const of = (who: "ours" | "bare", what: "ms" | "cpuMs") => turns.map((each) => each[who][what]);
      const ratio = (what: "ms" | "cpuMs") => ({ "bare axios": ratioOf(of("ours", what), of("bare", what)) });
      return [
        figure("pages", "a page of 100 users", "ms", of("ours", "ms"), { ratios: ratio("ms") }),
        figure("pages", "the same by bare axios", "ms", of("bare", "ms")),
        figure("pages", "processor time of a page", "ms", of("ours", "cpuMs"), { ratios: ratio("cpuMs") }),
        figure("pages", "the same by bare axios", "ms", of("bare", "cpuMs")),
      ];
    }),
  );

const mebibyte = 1024 * 1024;
const uploadSizesMiB = [64, 512, 1536];

/** Extra memory of uploads over HTTPS, each in a new process. */
const uploads = ({ runs }: Thoroughness): Promise<Figure[]> =>
  withSandbox({ https: true, limits: false }, async (_gong, { ca = "", connection }) =>
    inNewProcess(async (files) => {
      const host = await files.ask("startHost");
      const trusted = join(tmpdir(), `gong-bench-${process.pid}.pem`);
      writeFileSync(trusted, ca + host.ca);
      try {
        const figures: Figure[] = [];
        for (const from of ["url", "buffer"] as const)
          for (const size of uploadSizesMiB) {
            const costs: Cost[] = await repeat(runs, () =>
              inNewProcess((worker) => worker.ask("upload", connection, from, size * mebibyte, host.url), trusted),
            );
            const extra = costs.map(({ extraMiB }) => extraMiB);
            figures.push(
              figure("uploads", `extra memory, ${size} MiB from a ${from}`, "MiB", extra, {
                ratios: { "the file": medianOf(extra) / size },
                note: `${Math.round(medianOf(costs.map(({ ms }) => size / (ms / 1000))))} MiB a second`,
              }),
            );
          }
        return figures;
      } finally {
        rmSync(trusted, { force: true });
      }
    }),
  );

/** Memory of a thousand complete calls. */
const memory = ({ runs }: Thoroughness): Promise<Figure[]> =>
  withSandbox({ world: { calls: 1000, days: 300, now } }, async (gong, { connection }) => {
    const turns = await repeat(runs, () =>
      inNewProcess(async (worker) => {
        await worker.ask("act", "listUsers", connection, {}, "users");
        await gong.ask("takeTraffic");
        const inputs = { ...range, includePrivateCalls: true };
        const ours = await worker.ask("act", "getCompleteCalls", connection, inputs, "results");
        return { ours, traffic: await gong.ask("takeTraffic") };
      }),
    );
    const [first] = turns;
    return [
      figure(
        "memory",
        `extra memory, ${first?.ours.records} complete calls`,
        "MiB",
        turns.map(({ ours }) => ours.extraMiB),
        { note: first && requestsInWords(first.traffic) },
      ),
    ];
  });

/** Loading the bundle against loading spectral alone from node_modules. */
const loading = async ({ shortRuns }: Thoroughness): Promise<Figure[]> => {
  const loadOnce = (what: "bundle" | "spectral") => inNewProcess((worker) => worker.ask("loadTime", what));
  const turns = await repeat(shortRuns, async () => ({
    bundle: await loadOnce("bundle"),
    spectral: await loadOnce("spectral"),
  }));
  const bundle = turns.map((turn) => turn.bundle);
  const spectral = turns.map((turn) => turn.spectral);
  const file = readFileSync("dist/index.js");
  return [
    figure("loading", "the bundle", "ms", bundle, { ratios: { "spectral alone": ratioOf(bundle, spectral) } }),
    figure("loading", "spectral alone, from node_modules", "ms", spectral),
    figure("loading", "size of the bundle", "KiB", [file.length / 1024]),
    figure("loading", "the same, compressed with gzip", "KiB", [gzipSync(file).length / 1024]),
  ];
};

/** What the polling triggers keep between two polls, where there is most of it. */
const states = async (): Promise<Figure[]> =>
  stateSizes().map(({ what, bytes, mostBytes }) =>
    figure("states", what, "KiB", [bytes / 1024], { ratios: { "its limit": bytes / mostBytes } }),
  );

/** The parts that can be asked for by name. */
export const sections = { calls, users, first, pages, uploads, memory, loading, states };
