import { checkUploadedCall } from "#src/recipes/upload/checkUploadedCall";
import { act, useSandbox } from "../../support/door";

const sandbox = useSandbox({ pageSize: 2, world: { calls: 3 } });

const hourMs = 3600_000;
const check = (inputs: Record<string, unknown>) => act<Record<string, unknown>>(sandbox, "checkUploadedCall", inputs);
const dayOf = (moment: number) => new Date(moment).toISOString().slice(0, 10);
const addCall = (clientUniqueId: string, started: number, visibleAt = 0) =>
  sandbox.world.addCall({ started, scheduled: null, visibleAt, metaData: { clientUniqueId } }).id;

describe("Check Uploaded Call", () => {
  it("finds the call of a day by its id, on whichever page, and in any zone", async () => {
    const noon = Date.UTC(2026, 4, 5, 12);
    for (let number = 0; number < 5; number++) addCall(`pbx-${number}`, noon + number);
    const callId = addCall("pbx-late", noon + 20 * hourMs);
    const found = await check({ clientUniqueId: "pbx-late", day: "2026-05-05" });
    expect(found).toMatchObject({ status: "ready", callId, url: expect.stringContaining(callId) });
    expect(await check({ clientUniqueId: "pbx-3", day: "2026-05-05" })).toMatchObject({ status: "ready" });
  });

  it("stops reading where it found the call", async () => {
    const noon = Date.UTC(2026, 4, 5, 12);
    for (let number = 0; number < 6; number++) addCall(`pbx-${number}`, noon + number);
    sandbox.log.clear();
    await check({ clientUniqueId: "pbx-0", day: "2026-05-05" });
    expect(sandbox.log.entries).toHaveLength(1);
  });

  it("tells late from dropped by the day when nobody knows the upload", async () => {
    const now = Date.now();
    expect(await check({ clientUniqueId: "pbx-1", day: dayOf(now) })).toMatchObject({ status: "processing" });
    const old = await check({ clientUniqueId: "pbx-1", day: dayOf(now - 5 * 24 * hourMs) });
    expect(old).toMatchObject({ status: "probablyDropped", callId: null, url: null });
    expect(old.since).toBe(`${dayOf(now - 4 * 24 * hourMs)}T00:00:00Z`);
  });

  it("gives an upload a day, whatever the day of the call", async () => {
    const uploaded = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString();
    for (const more of [{ callId: "99887766" }, { clientUniqueId: "pbx-1", day: "2026-01-05" }]) {
      expect(await check({ ...more, uploadedAt: uploaded(23.9) })).toMatchObject({ status: "processing" });
      expect(await check({ ...more, uploadedAt: uploaded(24.1) })).toMatchObject({ status: "probablyDropped" });
    }
  });

  it("takes a call's id alone, and says unknown where nothing can be concluded", async () => {
    const callId = addCall("pbx-1", Date.now() - hourMs);
    expect(await check({ callId })).toMatchObject({ status: "ready", callId, since: null });
    const unknown = await check({ callId: "99887766" });
    expect(unknown).toMatchObject({ status: "unknown", since: null });
    expect((unknown.reasons as string[]).every((reason) => /^[A-Z].*\.$/.test(reason))).toBe(true);
  });

  it("needs a call's id, or the other id with its day", async () => {
    for (const inputs of [{}, { clientUniqueId: "pbx-1" }, { day: "2026-01-05" }])
      await expect(check(inputs)).rejects.toThrow("Call ID is required, or Client Unique ID together with Day.");
    expect(sandbox.log.entries).toEqual([]);
  });

  it("does not take an error of Gong's for a missing call", async () => {
    sandbox.faults.add({ kind: "403", match: { operation: "GET /v2/calls/{id}" } });
    await expect(check({ callId: "99887766" })).rejects.toThrow(/403/);
  });

  it("has an example that fits what it returns", () =>
    void checkUploadedCall.output().parse(checkUploadedCall.example));
});
