import fc from "fast-check";
import { holdSecrets, redact, redactAll, redactFindings, redactingLogger, registerSecret } from "#src/base/redact";

const mark = "[redacted]";
/** So many that what nobody holds is forgotten. */
const registerOthers = () => {
  for (let index = 0; index < 1000; index++) registerSecret(`other-secret-${index}`);
};

describe("a secret that is known", () => {
  it("is in no text, whatever it is made of, as it is, in an address or in JSON", () => {
    const secrets = fc.string({ minLength: 6, unit: "binary" }).filter((secret) => !mark.includes(secret));
    fc.assert(
      fc.property(fc.oneof(secrets, fc.constant("half \ud800 of a pair")), (secret) => {
        const release = holdSecrets([secret]);
        const texts = [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)];
        expect(texts.map((text) => redact(`<${text}>`))).toEqual(texts.map(() => `<${mark}>`));
        release();
      }),
    );
  });

  it("has six characters or more", () => {
    registerSecret("12345");
    registerSecret("abcdef");
    expect(redact("12345 abcdef")).toBe(`12345 ${mark}`);
  });

  it("is taken out before a shorter one that lies in it", () => {
    for (const secret of ["inner-secret", "inner-secret-and-more"]) registerSecret(secret);
    expect(redact("inner-secret-and-more inner-secret")).toBe(`${mark} ${mark}`);
  });

  it("is held until the last of the runs that use it is over, and then remembered like any other", () => {
    const secret = "held-by-two-runs";
    const releases = [holdSecrets([secret]), holdSecrets([secret])];
    releases[0]?.();
    registerOthers();
    expect(redact(secret)).toBe(mark);
    releases[1]?.();
    expect(redact(secret)).toBe(mark);
    registerOthers();
    expect(redact(secret)).toBe(secret);
  });
});

describe("the shapes of secrets", () => {
  const names = "X-Amz-Credential x-goog-date awsSignature signature sig page-token token expires key-pair-id policy";
  it.each(`${names} awsaccesskeyid secret api-key key code auth`.split(" "))("%s in an address", (name) => {
    expect(redact(`https://media.example/a?b=1&${name}=abc`)).toBe(`https://media.example/a?${mark}`);
    expect(redact(`media.example/a?${name}=abc&b=1`)).toBe(`media.example/a?${name}=${mark}&b=1`);
    expect(redact(`media.example/${name}=abc`)).toBe(`media.example/${name}=abc`);
  });

  it.each([..."\"'<>\\ \n"])("an address that ends at %j", (end) => {
    expect(redact(`HTTP://media.example/a?sig=abc${end}rest`)).toBe(`HTTP://media.example/a?${mark}${end}rest`);
    expect(redact(`ftp://media.example${end}ada@b.example`)).toBe(`ftp://media.example${end}ada@b.example`);
    expect(redact(`/a?sig=abc${end}rest`)).toBe(`/a?sig=${mark}${end}rest`);
  });

  it.each([
    ["https://ada:word@media.example/a?b=1", "https://media.example/a?b=1"],
    ["http://ada:wo@rd@media.example", "http://media.example"],
    ["https://@media.example", "https://media.example"],
    ["s3://ada:word@media", "s3://media"],
    ["https://media.example/b/http://ada:word@media.example", "https://media.example/b/http://media.example"],
    ["https://media.example/@ada?mail=a@b", "https://media.example/@ada?mail=a@b"],
    ["https://media.example?mail=a@b", "https://media.example?mail=a@b"],
    ["https://media.example#a@b", "https://media.example#a@b"],
  ])("a password in an address: %s", (text, expected) => expect(redact(text)).toBe(expected));

  it.each([
    ["Basic QUJD+/E9.g_h~i-j==, then", `Basic ${mark}, then`],
    ["bearer  12345678", `bearer ${mark}`],
    ["Bearer 1234567", "Bearer 1234567"],
    ["a nonbasic alternative", "a nonbasic alternative"],
    ["Basic authentication. Bearer authorization.-", "Basic authentication. Bearer authorization.-"],
    ["Basic authentication0", `Basic ${mark}`],
    ["Basic 0authorization", `Basic ${mark}`],
  ])("an authorization: %s", (text, expected) => expect(redact(text)).toBe(expected));

  it.each([
    ["eyJhbGci.eyJ12345", mark],
    ["<eyJh-_ci.12-_5.67-_9>", `<${mark}>`],
    ["eyJhbGci.eyJ12345. Then", `${mark} Then`],
    ["eyJabcd.eyJ12345", "eyJabcd.eyJ12345"],
    ["eyJabcde.1234", "eyJabcde.1234"],
    ["nameyJabcde.eyJ12345", "nameyJabcde.eyJ12345"],
  ])("a signed token: %s", (text, expected) => expect(redact(text)).toBe(expected));

  const keys =
    "access-key-secret access_key_secret accessKeySecret access_key ACCESS-KEY accessKey client_secret client-secret clientSecret " +
    "access_token access-token accessToken refresh_token refresh-token refreshToken id_token id-token idToken " +
    "password Authorization set-cookie Cookie";
  it.each(keys.split(" "))("the value of %s, in a text and as a property", (key) => {
    expect(redact(`${key}: s=3/cret rest`)).toBe(`${key}: ${mark} rest`);
    expect(redact(`{"${key}" : "s\\"3 cret","b":1}`)).toBe(`{"${key}" : "${mark}","b":1}`);
    if (!/^id/i.test(key)) expect(redactAll({ [key]: { deep: 1 } })).toEqual({ [key]: mark });
  });

  it.each([...' ,;&}"\n'])("a value that ends at %j", (end) => {
    expect(redact(`password=abc${end}rest`)).toBe(`password=${mark}${end}rest`);
  });

  it.each([
    ["Authorization: Basic a:b,c", `Authorization: ${mark}`],
    ['"Authorization: Basic a:b"', `"Authorization: ${mark}`],
    ["authorization=bearer\ta:b c", `authorization=${mark} c`],
    ["Authorization: Bearer abcdefgh", `Authorization: Bearer ${mark}`],
    ['"authorization":"Bearer abcdefgh"', `"authorization":"Bearer ${mark}"`],
    ["password=abc?token=def rest", `password=${mark} rest`],
    ["password=[redacted]-and-more rest", `password=${mark} rest`],
    [`authorization: Bearer ${mark}, rest`, `authorization: Bearer ${mark}, rest`],
    ["the password is short", "the password is short"],
  ])("a named value: %s", (text, expected) => expect(redact(text)).toBe(expected));

  it("are redacted wherever they stand, not the first time only", () => {
    for (const [text, safe] of [
      ["http://a:b@c?sig=d", `http://c?${mark}`],
      ["/a?token=abc", `/a?token=${mark}`],
      ["Bearer abcdefgh", `Bearer ${mark}`],
      ["password=abc", `password=${mark}`],
      ["eyJabcde.eyJ12345", mark],
    ])
      expect(redact(`${text} ${text}`)).toBe(`${safe} ${safe}`);
  });

  it("are redacted once, however texts are put together", () => {
    const pieces = fc.constantFrom(
      ..."https://|http://a:b@c|?sig=|&token=|Basic |Bearer |abcdefgh|eyJabcdef.|password|cookie: |=|:|\"|'|\\| |,|@|}".split(
        "|",
      ),
      mark,
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }), (parts) => {
        const safe = redact(parts.join(""));
        expect(redact(safe)).toBe(safe);
      }),
      { numRuns: 500 },
    );
  });
});

describe("values", () => {
  it("are redacted in every place", () => {
    const loop: Record<string, unknown> = {
      note: "Bearer abcdefgh",
      list: ["sig", 1, null],
      bytes: Buffer.from("abc"),
    };
    loop.self = loop;
    expect(redactAll(loop)).toEqual({
      note: `Bearer ${mark}`,
      list: ["sig", 1, null],
      bytes: "[3 bytes]",
      self: "[repeated]",
    });
    expect(redactAll({ password: "", token: null, secret: "a", id_token: 1, tokens: 2, mySecret: "b" })).toEqual({
      password: "",
      token: null,
      secret: mark,
      id_token: mark,
      tokens: 2,
      mySecret: "b",
    });
  });

  it("keep all but the messages of findings, and are themselves where nothing changes", () => {
    const text = "Bearer abcdefgh";
    const finding = { code: "A", message: text, link: text };
    const safe = { ...finding, message: `Bearer ${mark}` };
    const other = [{ message: text }, { code: text }, { code: "A", message: [text] }, Buffer.from(text), null];
    expect(redactFindings({ a: [other, finding], b: { c: finding } })).toEqual({ a: [other, safe], b: { c: safe } });
    for (const same of [{ other }, other, text]) expect(redactFindings(same)).toBe(same);
  });

  it("are redacted in every line of a log, with all parts, and errors with their place", () => {
    const lines: unknown[][] = [];
    const logger = redactingLogger({
      level: "Bearer abcdefgh",
      lines,
      info(...parts: unknown[]) {
        this.lines.push(parts);
      },
    });
    const [placed, bare] = [new Error("Bearer abcdefgh"), new Error("password=abc")];
    bare.stack = undefined;
    logger.info("Bearer abcdefgh", { password: "abc" }, placed, bare);
    expect(lines).toEqual([
      [
        `Bearer ${mark}`,
        { password: mark },
        expect.stringContaining(`Error: Bearer ${mark}\n    at `),
        `password=${mark}`,
      ],
    ]);
    expect(logger.level).toBe("Bearer abcdefgh");
  });
});
