/**
 * True for text that is a web address, on its own or from a base. In place of `URL.canParse`, which Node 20 and 22
 * answer wrongly for addresses with umlauts and the like after some thousand calls, once the function was optimised.
 */
export const isUrl = (text: string, base?: string): boolean => {
  try {
    new URL(text, base);
    return true;
  } catch {
    return false;
  }
};

/**
 * When a signed address stops working, in milliseconds since 1970; undefined when the address does not say. Knows the
 * signatures of Amazon S3 and CloudFront, Google Cloud Storage and Azure Storage, whose parameters carry the moment.
 */
export const signedUrlExpiry = (address: string): number | undefined => {
  if (!isUrl(address)) return undefined;
  const parameters = new Map([...new URL(address).searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  const ends = [
    addedUp(parameters.get("x-amz-date"), parameters.get("x-amz-expires")),
    addedUp(parameters.get("x-goog-date"), parameters.get("x-goog-expires")),
    parameters.has("signature") ? fromEpochSeconds(parameters.get("expires")) : undefined,
    ...(parameters.has("sig") ? [fromIso(parameters.get("se")), fromIso(parameters.get("ske"))] : []),
  ].filter((end) => end !== undefined);
  return ends.length > 0 ? Math.min(...ends) : undefined;
};

const addedUp = (date: string | undefined, seconds: string | undefined): number | undefined => {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date ?? "") ?? [];
  const start = fromIso(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return start !== undefined && /^\d{1,9}$/.test(seconds ?? "") ? start + Number(seconds) * 1000 : undefined;
};

const fromEpochSeconds = (text: string | undefined): number | undefined =>
  /^\d{9,11}$/.test(text ?? "") ? Number(text) * 1000 : undefined;

const fromIso = (text: string | undefined): number | undefined => {
  const moment = Date.parse(text ?? "");
  return Number.isNaN(moment) ? undefined : moment;
};
