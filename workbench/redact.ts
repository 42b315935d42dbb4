const mask = "•••";
const shortest = 6;

/** Base64 of a text at each of the three places it can have in a longer one, less what its neighbors decide. */
const inBase64 = (secret: string): string[] =>
  [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString("base64");
    return whole.slice(before === 0 ? 0 : 4);
  });

const formsOf = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  ...inBase64(secret),
];

/** Takes secrets out of whatever leaves for the page. Secrets under six characters are words, and stay. */
export const createRedactor = () => {
  const forms = new Set<string>();
  let ordered: readonly string[] = [];

  const text = (given: string): string => ordered.reduce((left, form) => left.replaceAll(form, mask), given);
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), walk(inner)]));
  };

  return {
    /** Every text inside of these values is a secret from now on. */
    add(value: unknown): void {
      if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) this.add(inner);
      if (typeof value !== "string" || value.length < shortest) return;
      for (const form of formsOf(value)) if (form.length >= shortest) forms.add(form);
      // Longest first: a secret may begin another.
      ordered = [...forms].sort((one, other) => other.length - one.length);
    },
    /** A copy without secrets. */
    value: <T>(given: T): T => walk(given) as T,
    /** Bytes without secrets. */
    bytes(given: Buffer): Buffer {
      if (!ordered.some((form) => given.includes(form))) return given;
      return Buffer.from(
        ordered.reduce(
          (left, form) => left.replaceAll(Buffer.from(form).toString("latin1"), "***"),
          given.toString("latin1"),
        ),
        "latin1",
      );
    },
  };
};

export type Redactor = ReturnType<typeof createRedactor>;
