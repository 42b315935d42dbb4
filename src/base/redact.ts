/**
 * Keeps secrets out of everything that is logged, thrown or serialised. Two nets: the secrets that this process has
 * been told about, taken out literally, and the shapes that secrets have (Authorization values, tokens, signed links).
 */

const mark = "[redacted]";
const mostSecrets = 1000;
const registered = new Set<string>();
/** Secrets of what runs now, with how many runs hold each: these are never forgotten. */
const held = new Map<string, number>();

/** A secret as it may stand in texts. Too short a text is no secret. */
const formsOf = (secret: string): readonly string[] =>
  [...new Set([secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)])].filter(
    (each) => each.length >= 6,
  );

/** Remembers a secret, so that it does not appear in a text of ours again; of very many, the oldest are forgotten. */
export const registerSecret = (secret: string) => {
  for (const form of formsOf(secret)) {
    registered.delete(form);
    registered.add(form);
  }
  for (const oldest of registered) {
    if (registered.size <= mostSecrets) break;
    registered.delete(oldest);
  }
};

/**
 * Keeps the secrets of one run known until it is over, however many others come meanwhile.
 * @returns ends the run; the secrets are then remembered like any other.
 */
export const holdSecrets = (secrets: readonly string[]): (() => void) => {
  const forms = secrets.flatMap(formsOf);
  for (const form of forms) held.set(form, (held.get(form) ?? 0) + 1);
  return () => {
    for (const form of forms) {
      const left = (held.get(form) ?? 0) - 1;
      if (left > 0) held.set(form, left);
      else held.delete(form);
    }
    for (const secret of secrets) registerSecret(secret);
  };
};

const address = /https?:\/\/[^\s"'<>\\]+/gi;
/** Up to the last sign, also in an address that is given within another. */
const userInfo = /(:\/\/)[^\s"'<>\\/?#]*@/g;
const signatureLike =
  /[?&](?:x-amz-[\w-]+|x-goog-[\w-]+|[\w-]*signature|sig|[\w-]*token|expires|key-pair-id|policy|awsaccesskeyid|secret|[\w-]*key|code|auth)=/i;
/** The same in an address without host, whose beginning cannot be told. */
const signedValue = new RegExp(`(${signatureLike.source})[^\\s"'<>&\\\\]+`, "gi");
const authorization = /\b(Basic|Bearer)\s+([a-z0-9+/=._~-]{8,})/gi;
/** As in "Gong Basic Authentication". */
const plainWord = /^auth(?:entication|orization)[.-]*$/i;
/** Not behind a hyphen, so that no beginning lies within what an earlier one has looked at. */
const signedToken = /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g;
const namedSecret =
  /((?:access[_-]?key[_-]?secret|access[_-]?key|client[_-]?secret|access[_-]?token|refresh[_-]?token|id[_-]?token|password|authorization|cookie)"?\s*[:=]\s*)((?:Basic|Bearer)\s+\S+|"(?:[^"\\]|\\.)*"|[^\s,;&"}]+)/gi;
/** A value of which nothing but the kind of authorization is left. */
const isMarked = /^"?(?:(?:Basic|Bearer)\s+)?\[redacted\]\W*$/i;

/** The text without secrets. Redacting twice changes nothing more. */
export const redact = (text: string): string => {
  let safe = text;
  const secrets = [...new Set([...held.keys(), ...registered])];
  for (const secret of secrets.sort((a, b) => b.length - a.length)) safe = safe.replaceAll(secret, mark);
  return safe
    .replace(userInfo, "$1")
    .replace(address, withoutSignature)
    .replace(signedValue, `$1${mark}`)
    .replace(authorization, (all, kind: string, token: string) => (plainWord.test(token) ? all : `${kind} ${mark}`))
    .replace(namedSecret, (all, name: string, value: string) =>
      isMarked.test(value) ? all : `${name}${value.startsWith('"') ? `"${mark}"` : mark}`,
    )
    .replace(signedToken, mark);
};

const withoutSignature = (link: string) =>
  signatureLike.test(link) ? `${link.slice(0, link.indexOf("?"))}?${mark}` : link;

const secretName =
  /^(?:access[_-]?key(?:[_-]?secret)?|client[_-]?secret|(?:access|refresh|id)?[_-]?token|password|authorization|set-cookie|cookie|secret)$/i;

/** A copy of any value without secrets: every text redacted, every property with a secret's name blotted out. */
export const redactAll = (value: unknown, seen = new WeakSet<object>()): unknown => {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return "[repeated]";
  seen.add(value);
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  if (Array.isArray(value)) return value.map((each) => redactAll(each, seen));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, secretName.test(name) && each ? mark : redactAll(each, seen)]),
  );
};

/**
 * A copy in which the message of every finding, which is whatever has a code beside its message, is redacted. All else
 * stays as it is, also where it looks like a secret: a link to a recording is what was asked for.
 */
export const redactFindings = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) {
    const items = value.map(redactFindings);
    return items.some((each, index) => each !== value[index]) ? items : value;
  }
  const isFinding = "code" in value && "message" in value;
  let changed: Record<string, unknown> | undefined;
  // Whole transcripts come through here, so nothing is made anew where nothing changes.
  for (const [name, each] of Object.entries(value)) {
    const safe = isFinding && name === "message" && typeof each === "string" ? redact(each) : redactFindings(each);
    if (safe === each) continue;
    changed ??= { ...value };
    changed[name] = safe;
  }
  return changed ?? value;
};

/** The same logger, with every line redacted. */
export const redactingLogger = <L extends object>(logger: L): L =>
  new Proxy(logger, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function"
        ? (...parts: unknown[]) => member.apply(target, parts.map(redactLogged))
        : member;
    },
  });

const redactLogged = (part: unknown): unknown =>
  part instanceof Error ? redact(part.stack ?? part.message) : redactAll(part);
