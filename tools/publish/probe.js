/**
 * Loads a module in a process of its own and prints on the last line, as JSON:
 * `node tools/publish/probe.js time <module>` the milliseconds, `node tools/publish/probe.js watch <module>` what it did besides.
 */
const { createHook } = require("node:async_hooks");

const [, , mode, module_] = process.argv;

/** Promises and their ticks leave nothing behind. */
const harmless = new Set(["PROMISE", "TickObject", "Microtask"]);

/** Of the processor, not of the clock: others may be using the machine. */
const time = () => {
  const before = process.cpuUsage();
  require(module_);
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1000 };
};

const watch = () => {
  const started = new Set();
  const output = [];
  const hook = createHook({ init: (_id, kind) => void (harmless.has(kind) || started.add(kind)) });
  const write = (text) => {
    output.push(String(text));
    return true;
  };
  const streams = [process.stdout, process.stderr];
  const writers = streams.map((stream) => stream.write);
  const globals = new Set(Reflect.ownKeys(globalThis));
  const listeners = new Set(process.eventNames());
  const environment = JSON.stringify(process.env);
  for (const stream of streams) stream.write = write;
  hook.enable();
  require(module_);
  hook.disable();
  for (const [index, stream] of streams.entries()) stream.write = writers[index];
  return {
    output: output.join(""),
    started: [...started],
    globals: Reflect.ownKeys(globalThis)
      .filter((key) => !globals.has(key))
      .map(String),
    listeners: process
      .eventNames()
      .filter((name) => !listeners.has(name))
      .map(String),
    changesEnvironment: JSON.stringify(process.env) !== environment,
  };
};

process.stdout.write(`\n${JSON.stringify(mode === "time" ? time() : watch())}`);
// What was started at import may run for ever.
process.exit(0);
