import { startSandbox } from "#sandbox/index";

/** Starts a sandbox, lets it fail once, and asks it twice. */
export const trySandbox = async (): Promise<number[]> => {
  const sandbox = await startSandbox({
    world: { calls: 300 },
    pageSize: 10,
    clock: Date.parse("2026-11-20T12:00:00Z"),
  });
  sandbox.faults.add({ kind: "503", match: { operation: "GET /v2/users" } });
  const ask = () =>
    fetch(`${sandbox.url}/v2/users`, {
      headers: { authorization: `Basic ${btoa(`${sandbox.accessKey}:${sandbox.accessKeySecret}`)}` },
    });
  const statuses = [(await ask()).status, (await ask()).status];
  console.log(sandbox.log.violations());
  sandbox.clock.advance(60_000);
  sandbox.reset();
  await sandbox.close();
  return statuses;
};
