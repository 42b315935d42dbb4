import fc from "fast-check";
import { sideBySide } from "#src/base/pool";
import { finding, overridable, uploadCodes } from "#src/recipes/upload/codes";

describe("Codes", () => {
  it.each(Object.entries(uploadCodes))("%s says what to do, in whole sentences", (code, words) => {
    expect(code).toMatch(/^[A-Z_]+$/);
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(finding(code as keyof typeof uploadCodes, "So it is.").message).toBe(`So it is. ${words}`);
  });
  it("that may be let through are among them", () =>
    expect(Object.keys(overridable).every((code) => code in uploadCodes)).toBe(true));
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
