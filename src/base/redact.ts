/**
 * Keeps secrets out of everything that is logged, thrown or serialised. Two nets: the secrets that this process has
 * been told about, taken out literally, and the shapes that secrets have (Authorization values, tokens, signed links).
 */

const mark = "[redacted]";
const mostSecrets = 1000;
const registered = new Set<string>();

/** Remembers a secret, so that it never appears in a text of ours again. Too short a text is no secret. */
export const registerSecret = (secret: string) => {
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  for (const form of forms.filter((each) => each.length >= 6)) {
    registered.delete(form);
    registered.add(form);
  }
  for (const oldest of registered) {
    if (registered.size <= mostSecrets) break;
    registered.delete(oldest);
  }
};

const address = /\bhttps?:\/\/[^\s"'<>\\]+/gi;
const userInfo = /^(https?:\/\/)[^/@?#]*@/i;
const signatureLike =
  /[?&](?:x-amz-[\w-]+|x-goog-[\w-]+|[\w-]*signature|sig|[\w-]*token|expires|key-pair-id|policy|awsaccesskeyid|secret|[\w-]*key|code|auth)=/i;
/** The same in an address without host, whose beginning cannot be told. */
const signedValue = new RegExp(`(${signatureLike.source})[^\\s"'<>&\\\\]+`, "gi");
const authorization = /\b(Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{8,}/gi;
const signedToken = /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g;
const namedSecret =
  /("?(?:access[_-]?key[_-]?secret|access[_-]?key|client[_-]?secret|access[_-]?token|refresh[_-]?token|id[_-]?token|password|authorization|set-cookie|cookie)"?\s*[:=]\s*)((?:Basic|Bearer)\s+\S+|"(?:[^"\\]|\\.)*"|[^\s,;&"}]+)/gi;

/** The text without secrets. Redacting twice changes nothing more. */
export const redact = (text: string): string => {
  let safe = text;
  for (const secret of [...registered].sort((a, b) => b.length - a.length)) safe = safe.replaceAll(secret, mark);
  return safe
    .replace(address, withoutSignature)
    .replace(signedValue, `$1${mark}`)
    .replace(authorization, (_all, kind: string) => `${kind} ${mark}`)
    .replace(namedSecret, (all, name: string, value: string) =>
      value.includes(mark) ? all : `${name}${value.startsWith('"') ? `"${mark}"` : mark}`,
    )
    .replace(signedToken, mark);
};

const withoutSignature = (link: string) => {
  const open = link.replace(userInfo, "$1");
  return signatureLike.test(open) ? `${open.slice(0, open.indexOf("?"))}?${mark}` : open;
};

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
