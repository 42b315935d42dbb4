import fc from "fast-check";
import { signedUrlExpiry } from "#src/base/url";

const noon = Date.UTC(2026, 0, 5, 12);
const base = "https://recordings.northwind.example/a%20b.mp3";

describe("When a signed address expires", () => {
  it.each([
    ["S3", "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260105T110000Z&X-Amz-Expires=3600&X-Amz-Signature=ab"],
    ["S3 in lower case", "?x-amz-date=20260105T110000Z&x-amz-expires=3600&x-amz-signature=ab"],
    ["S3 of the old kind", `?AWSAccessKeyId=k&Signature=ab&Expires=${noon / 1000}`],
    ["Google Cloud Storage", "?X-Goog-Date=20260105T110000Z&X-Goog-Expires=3600&X-Goog-Signature=ab"],
    ["Google's old kind", `?GoogleAccessId=k&Expires=${noon / 1000}&Signature=ab`],
    ["Azure", "?sv=2024-11-04&se=2026-01-05T12%3A00%3A00Z&sr=b&sp=r&sig=ab"],
    ["Azure with a delegation key that ends first", "?se=2026-01-06&ske=2026-01-05T12:00:00Z&sig=ab"],
  ])("is read from the signature of %s", (_name, query) => expect(signedUrlExpiry(base + query)).toBe(noon));

  it.each([
    ["no signature", base],
    ["parameters of other meaning", `${base}?expires=1767614400&se=2026-01-05`],
    ["half a signature", `${base}?X-Amz-Date=20260105T110000Z`],
    ["a moment of signing with more around it", `${base}?X-Amz-Date=x20260105T110000Z&X-Amz-Expires=3600`],
    ["a moment of signing with more behind it", `${base}?X-Amz-Date=20260105T110000Zx&X-Amz-Expires=3600`],
    ["a life that is no number", `${base}?X-Amz-Date=20260105T110000Z&X-Amz-Expires=soon`],
    ["a life with a unit", `${base}?X-Amz-Date=20260105T110000Z&X-Amz-Expires=3600s`],
    ["a life with a sign", `${base}?X-Amz-Date=20260105T110000Z&X-Amz-Expires=-3600`],
    ["an end with more around it", `${base}?Signature=ab&Expires=0x1767614400`],
    ["an end with more behind it", `${base}?Signature=ab&Expires=1767614400.5`],
    ["an end in the year 1970", `${base}?Signature=ab&Expires=17676144`],
    ["a signature that is broken", `${base}?X-Amz-Date=yesterday&X-Amz-Expires=soon&sig=x&se=never`],
    ["no address", "recordings/a.mp3"],
  ])("is not known from %s", (_name, address) => expect(signedUrlExpiry(address)).toBeUndefined());

  it("is the moment of signing plus its life, for any of both", () => {
    const moment = fc.integer({ min: Date.UTC(2020, 0) / 1000, max: Date.UTC(2040, 0) / 1000 });
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 604_800 }), (signed, life) => {
        const date = new Date(signed * 1000).toISOString().replace(/[-:]|\.\d+/g, "");
        expect(signedUrlExpiry(`${base}?X-Amz-Date=${date}&X-Amz-Expires=${life}`)).toBe((signed + life) * 1000);
      }),
    );
  });
});
