import { createLimits } from "#sandbox/limits";
import { useSandbox } from "../support/door";
import { ask } from "./ask";

const midnight = Date.UTC(2026, 10, 20);
const noon = midnight + 12 * 60 * 60 * 1000;

describe("three a second", () => {
  it("refuses the fourth within any second, and counts no refused one", () => {
    const limits = createLimits({ perSecond: 3, perDay: 10_000 }, () => noon);
    expect([0, 400, 900, 950].map((ms) => limits.take(noon + ms))).toEqual([undefined, undefined, undefined, 1]);
    expect([999, 1000, 1001, 1400].map((ms) => limits.take(noon + ms))).toEqual([1, undefined, 1, undefined]);
  });

  it("leaves two to us while another client asks once a second", () => {
    let now = noon;
    const limits = createLimits({ perSecond: 3, perDay: 10_000 }, () => now);
    limits.share(1);
    let passed = 0;
    for (; now < noon + 10_000; now += 10) if (limits.take(now) === undefined) passed += 1;
    expect(passed).toBe(20);
    expect(limits.left()).toBe(10_000 - 20 - 11);
  });
});

describe("ten thousand a day", () => {
  it("refuses until the day ends, and says for how long", () => {
    let now = noon;
    const limits = createLimits({ perSecond: 3, perDay: 10_000 }, () => now);
    limits.spend(9_999);
    expect(limits.take(now)).toBeUndefined();
    now += 5_000;
    expect(limits.take(now)).toBe(12 * 60 * 60 - 5);
    now = midnight + 24 * 60 * 60 * 1000;
    expect(limits.take(now)).toBeUndefined();
    expect(limits.left()).toBe(9_999);
  });

  it("counts what another client asked over a long pause", () => {
    let now = noon;
    const limits = createLimits({ perSecond: 3, perDay: 10_000 }, () => now);
    limits.share(1);
    now += 60 * 60 * 1000;
    expect(limits.left()).toBe(10_000 - 3_601);
    now = midnight + 24 * 60 * 60 * 1000 + 9_000;
    expect(limits.left()).toBe(10_000 - 10);
  });
});

it("has no limit when told so", () => {
  const limits = createLimits(false, () => noon);
  for (let request = 0; request < 100; request += 1) expect(limits.take(noon)).toBeUndefined();
});

describe("in a sandbox", () => {
  const sandbox = useSandbox({ limits: {}, clock: noon, world: { calls: 1 } }, { mayBreakContract: true });

  const statuses = async (requests: number) => {
    const answers: number[] = [];
    for (let request = 0; request < requests; request += 1) {
      answers.push((await ask(sandbox, "GET /v2/workspaces")).status);
    }
    return answers;
  };

  it("answers 429 with Retry-After until the clock moves on", async () => {
    expect(await statuses(4)).toEqual([200, 200, 200, 429]);
    const refused = await ask(sandbox, "GET /v2/workspaces");
    expect([refused.headers["retry-after"], refused.body.errors]).toEqual(["1", ["Too many requests"]]);
    sandbox.clock.advance(1000);
    expect(await statuses(1)).toEqual([200]);
  });

  it("answers 429 with the rest of the day when the budget is spent", async () => {
    sandbox.limits.spend(10_000);
    expect((await ask(sandbox, "GET /v2/workspaces")).headers["retry-after"]).toBe(String(12 * 60 * 60));
  });

  it("does not count requests without credentials", async () => {
    for (let request = 0; request < 5; request += 1) {
      expect((await ask(sandbox, "GET /v2/workspaces", undefined, { authorization: "Basic x" })).status).toBe(401);
    }
    expect(sandbox.limits.left()).toBe(10_000);
  });
});
