import fc from "fast-check";
import { sideBySide } from "#src/base/pool";
import { concludeUpload, longestWaitMs } from "#src/recipes/upload/checkUploadedCall";
import { finding, overridable, uploadCodes } from "#src/recipes/upload/codes";
import { compareBySequence, fromResume, toResume } from "#src/recipes/upload/uploadCalls";

describe("Codes", () => {
  it.each(Object.entries(uploadCodes))("%s says what to do, in whole sentences", (code, words) => {
    expect(code).toMatch(/^[A-Z_]+$/);
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(finding(code as keyof typeof uploadCodes, "So it is.").message).toBe(`So it is. ${words}`);
  });
  it("that may be let through are among them", () =>
    expect(Object.keys(overridable).every((code) => code in uploadCodes)).toBe(true));
});

describe("A resume value", () => {
  const point = fc.record({ startMs: fc.integer({ min: 0 }), clientUniqueId: fc.string() });
  it("comes back as the point it was", () =>
    fc.assert(fc.property(point, (each) => expect(fromResume(toResume(each))).toEqual(each))));
  it("that was cut or is another's is refused", () => {
    const whole = toResume({ startMs: 1767636000000, clientUniqueId: "pbx-7731" });
    for (const broken of ["", "x", whole.slice(0, -4), whole.replace("rows1.", ""), "rows1.bnVsbA"])
      expect(() => fromResume(broken)).toThrow(/Resume From is not complete/);
  });
  it("stands in an order that is total", () =>
    fc.assert(
      fc.property(point, point, (one, other) => {
        expect(Math.sign(compareBySequence(one, other))).toBe(-Math.sign(compareBySequence(other, one)) || 0);
        if (one.startMs < other.startMs) expect(compareBySequence(one, other)).toBeLessThan(0);
      }),
    ));
});

describe("Work side by side", () => {
  it("begins every item once, in order, and never more than the lanes at a time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 8 }), async (count, lanes) => {
        const begun: number[] = [];
        let atOnce = 0;
        let most = 0;
        await sideBySide([...Array(count).keys()], lanes, async (item) => {
          begun.push(item);
          most = Math.max(most, ++atOnce);
          await new Promise((resolve) => setImmediate(resolve));
          atOnce--;
        });
        expect(begun).toEqual([...Array(count).keys()]);
        expect(most).toBe(Math.min(lanes, count));
      }),
      { numRuns: 30 },
    );
  });

  it("waits for what was begun before it throws, and begins nothing more", async () => {
    const ended: number[] = [];
    const work = sideBySide([1, 2, 3, 4], 2, async (item) => {
      if (item === 1) throw new Error("one");
      await new Promise((resolve) => setTimeout(resolve, 5));
      ended.push(item);
    });
    await expect(work).rejects.toThrow("one");
    expect(ended).toEqual([2]);
  });
});

test.each([
  [true, undefined, "ready"],
  [true, 0, "ready"],
  [false, undefined, "unknown"],
  [false, longestWaitMs - 1, "processing"],
  [false, longestWaitMs, "probablyDropped"],
])("A call that is listed (%s) after %s ms is %s.", (isListed, age, status) => {
  const nowMs = Date.UTC(2026, 0, 5);
  const state = concludeUpload({ isListed, uploadedMs: age === undefined ? undefined : nowMs - age, nowMs });
  expect(state.status).toBe(status);
  expect(state.reasons.length).toBeGreaterThan(0);
});
