import { dayMs, hourMs, type Polled, type Simulation, simulate, useSimulations } from "./simulation";

const start = Date.parse("2026-10-30T18:00:00Z");
// Three working days and the end of daylight saving time lie within what is polled.
const world = { calls: 400, days: 10, now: start + 4 * dayMs, users: 12 };

let simulation: Simulation;
useSimulations();

interface Answered {
  readonly answeredScorecardId: string;
  readonly reviewMethod: string;
  readonly reviewTime: string;
  readonly callId: string;
}

const answersIn = (polled: readonly Polled[]) =>
  polled.flatMap(({ data }) => data.answeredScorecards as readonly Answered[]);

/** Every answer that Gong lists, read by hand. */
const listed = async ({ sandbox }: Simulation, filter: Record<string, unknown>): Promise<Answered[]> => {
  const all: Answered[] = [];
  let cursor: string | undefined;
  do {
    const answer = await fetch(`${sandbox.url}/v2/stats/activity/scorecards`, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${sandbox.accessKey}:${sandbox.accessKeySecret}`).toString("base64")}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ filter, ...(cursor ? { cursor } : {}) }),
    });
    const body = (await answer.json()) as { answeredScorecards: Answered[]; records: { cursor?: string } };
    all.push(...body.answeredScorecards);
    cursor = body.records.cursor;
  } while (cursor);
  return all;
};

describe("New Scorecard Answers", () => {
  it.each([
    [{}, "BOTH"],
    [{ reviewMethod: "MANUAL" }, "MANUAL"],
  ])("delivers each answer once, by people and by Gong: %j", async (inputs, reviewMethod) => {
    simulation = await simulate("newScorecardAnswers", start, inputs, { limits: false, world });
    expect(await simulation.poll()).toMatchObject({ isQuiet: true, data: { answeredScorecards: [] } });
    const polled = await simulation.polls(96, hourMs);
    const delivered = answersIn(polled);
    const expected = (await listed(simulation, { reviewMethod })).filter(
      ({ reviewTime }) => Date.parse(reviewTime) > start,
    );
    expect(expected.length).toBeGreaterThan(30);
    expect(delivered.map(({ answeredScorecardId }) => answeredScorecardId).sort()).toEqual(
      expected.map(({ answeredScorecardId }) => answeredScorecardId).sort(),
    );
    expect(new Set(delivered.map((each) => each.reviewMethod)).size).toBe(reviewMethod === "BOTH" ? 2 : 1);
    expect(polled.some(({ isQuiet }) => isQuiet)).toBe(true);
  });

  it("keeps to the calls of a workspace", async () => {
    simulation = await simulate("newScorecardAnswers", start, {}, { limits: false, world });
    const { sandbox } = simulation;
    const [first] = sandbox.world.workspaces;
    await simulation.close();
    simulation = await simulate("newScorecardAnswers", start, { workspaceId: first?.id }, { limits: false, world });
    await simulation.poll();
    const delivered = answersIn(await simulation.polls(24, 2 * hourMs));
    expect(delivered.length).toBeGreaterThan(10);
    for (const { callId } of delivered) expect(simulation.sandbox.world.findCall(callId)?.workspaceId).toBe(first?.id);
  });
});
