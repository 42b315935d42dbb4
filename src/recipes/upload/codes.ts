import { redact } from "#src/base/redact";

/**
 * Everything that can become of a row, and what to do about it. A code never changes its meaning: workflows branch on
 * it. The words stand in the messages of results, so they are whole sentences.
 */
export const uploadCodes = {
  UPLOADED:
    "Gong took the call and works on it. It appears in Gong after minutes to hours, at most a day; Check Uploaded Call looks.",
  ALREADY_UPLOADED: "Gong had the call from an earlier upload. Nothing is to be done.",
  READY: "Nothing is wrong with the row. Switch Dry Run off to upload it.",

  MISSING_ID:
    "Give the call's id in the telephony system as clientUniqueId. It must be the same whenever the call is exported.",
  MISSING_START: "Give the moment when the call began as actualStart.",
  NO_ZONE: "Write the start with its zone, such as 2026-01-05T10:00:00-08:00, or set Time Zone for the whole export.",
  BAD_START:
    "Write the start as ISO 8601 with a zone, such as 2026-01-05T10:00:00-08:00, or as epoch seconds or milliseconds.",
  MISSING_DIRECTION: "Give the direction: Inbound, Outbound, Conference or Unknown.",
  BAD_DIRECTION: "Write the direction as Inbound, Outbound, Conference (also for internal calls) or Unknown.",
  MISSING_HOST:
    "Give the e-mail address of the Gong user who held the call as hostEmail, or the user's Gong id as primaryUser.",
  UNKNOWN_HOST: "Create the user in Gong, add the address to a user as an alias, or correct it in the row.",
  IMPORT_NOT_ENABLED:
    "In Gong, open Admin center > Settings > Team members, and let the user's telephone calls be imported.",
  BAD_PARTIES: 'Write parties as a JSON list, such as [{"name": "Priya Nair", "phoneNumber": "+14255552671"}].',
  SAME_CHANNEL:
    "Give the two sides of a stereo recording different channels, 0 (left) and 1 (right), or leave the channels out.",
  MISSING_MEDIA: "Give the address of the recording as downloadMediaUrl, or in push mode the recording itself as file.",
  BAD_URL: "Give an address that begins with https:// and that Gong can open without signing in.",
  DUPLICATE_ID: "Give every call an id of its own, or leave the repeated row out.",
  DUPLICATE_URL: "Give every call the address of its own recording.",
  URL_EXPIRES:
    "Make a new signed address that stays good for some hours: Gong usually fetches within one, and never reports that it could not.",
  TOO_SHORT: "Leave calls of less than 60 seconds out: Gong drops them and says nothing.",
  TOO_LARGE: "Hand over a smaller file: Gong takes at most 1.5 GB.",
  UNKNOWN_FORMAT: "Convert the recording to WAV, MP3, MP4, MKV or FLAC.",
  MEDIA_UNREACHABLE: "Check that the recording is there, and that its address works without signing in.",
  NOT_IN_LIST: "Use one of the allowed values, or add this one to them.",
  BAD_VALUE: "Correct the value.",

  REFUSED: "Correct what Gong names, then run the row again.",
  CONFLICT: "Look in Gong whether the call is there. If it is not, run the row again later.",
  MEDIA_PENDING:
    "The call exists in Gong without its recording. Run this failed row again: only the recording is sent then.",
  NOT_ANSWERED: "Run the row again: if Gong has the call already, it is not uploaded a second time.",
  GONG_FAILED: "Run the row again later: if Gong has the call already, it is not uploaded a second time.",
  NOT_ALLOWED: "Give the connection the right that is missing, then run the row again.",

  DURATION_IN_MS: "Hand over durations in seconds, or as a time such as 30:34.",
  PHONE_UNSURE: "Gong may not find the person in the CRM by it.",
  SHORTLY_LONG_ENOUGH: "Gong counts without the silence at both ends and drops calls of less than 60 seconds.",
  HOST_INACTIVE: "The user has left or was switched off in Gong. Check that the call shall go there.",
  MEDIA_UNSURE:
    "Gong does not say which call it has, so whether its recording arrived could not be looked up. Look with Check Uploaded Call tomorrow.",
  MEDIA_NOT_CHECKED: "The address could not be opened from here; Gong may still be able to.",

  NOT_STARTED: "Hand over the same rows again with the resume value as Resume From.",
  HANDLED_BEFORE: "An earlier run handled the row.",
  TOO_OLD: "The call began before the days of Backfill Days.",
} as const satisfies Record<string, string>;

export type UploadCode = keyof typeof uploadCodes;

/** Something that a person should know about a row. */
export interface Finding {
  readonly code: UploadCode;
  /** What is the case and what to do, as sentences. */
  readonly message: string;
}

/** A finding: what is the case in this row, without secrets, followed by what to do about such a thing. */
export const finding = (code: UploadCode, what = ""): Finding => ({
  code,
  message: `${redact(what)} ${uploadCodes[code]}`.trim(),
});

/** Adds a finding: its code, and what is the case. */
export type Note = (code: UploadCode, what?: string) => void;

/** A list of findings, and what adds to it. */
export interface Noting {
  readonly findings: readonly Finding[];
  readonly note: Note;
}

export const noting = (): Noting => {
  const findings: Finding[] = [];
  return { findings, note: (code, what) => void findings.push(finding(code, what)) };
};

/** Faults that a builder may let through with Faults to Allow; they become warnings then. */
export const overridable = {
  TOO_SHORT: "Calls under 60 seconds",
  IMPORT_NOT_ENABLED: "Hosts whose calls are not imported",
  URL_EXPIRES: "Addresses that expire within 2 hours",
  UNKNOWN_FORMAT: "File formats that Gong does not name",
} as const satisfies Partial<Record<UploadCode, string>>;

export type Overridable = keyof typeof overridable;

const warningCodes: ReadonlySet<UploadCode> = new Set([
  "SHORTLY_LONG_ENOUGH",
  "HOST_INACTIVE",
  "MEDIA_NOT_CHECKED",
  "DURATION_IN_MS",
  "PHONE_UNSURE",
]);

/** What keeps a row from being uploaded, and what a person should look at; faults that are allowed are among these. */
export const judge = (findings: readonly Finding[], overrides: readonly Overridable[]) => {
  const isLetThrough = ({ code }: Finding) => warningCodes.has(code) || overrides.some((each) => each === code);
  return { faults: findings.filter((each) => !isLetThrough(each)), warnings: findings.filter(isLetThrough) };
};

/**
 * What Gong's words to an upload mean. It refuses a call that is there already, and a recording that it has, with the
 * same statuses as what is wrong; only words that name the id count as "already there".
 */

/** Words are looked at in a short form: patterns see no more than this. */
const plain = (words: string) => words.slice(0, 4000).replace(/\s+/g, " ");

const already = /\b(?:already|before|exists?|existing|duplicate|earlier|previous|previously|posted)\b/i;

/** What Gong's words about a new call say. */
interface RefusedCall {
  /** True when they name the row's own id as a word of its own, and not as one that cannot be imported. */
  readonly nameCall: boolean;
  /** True when they speak of something that was there before. */
  readonly speakOfEarlier: boolean;
  /** The id of the earlier call, when they tell it. */
  readonly callId: string | undefined;
  /** True when they speak of importing or recording. */
  readonly areAboutImport: boolean;
}

/** Reads the words of a refused call. The host's id is part of other refusals, so it proves nothing. */
export const readRefusedCall = (words: string, clientUniqueId: string, primaryUser: string): RefusedCall => {
  const text = plain(words);
  const named = [...text.matchAll(/\bcall ?(?:id)? ?[:=#]? ?["']?(\d{6,20})\b/gi)].map(([, id]) => id);
  const areAboutImport = /\bimport|\brecord/i.test(text);
  const speakOfEarlier = already.test(text);
  return {
    nameCall: clientUniqueId !== primaryUser && (speakOfEarlier || !areAboutImport) && hasWord(text, clientUniqueId),
    speakOfEarlier,
    callId: named.find((id) => id !== clientUniqueId),
    areAboutImport,
  };
};

/** True when the text holds the word with nothing of an id right before or after it. */
const hasWord = (text: string, word: string): boolean => {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? " ";
    const after = text.slice(at + word.length, at + word.length + 2);
    // A full stop ends a sentence unless the id goes on behind it.
    if (!/[\w:.-]/.test(before) && !/^(?:[\w:-]|\.\w)/.test(after)) return true;
  }
  return false;
};

/** What Gong's words about a recording say: it has it already, another call has it, or nothing. */
type RefusedMedia = { readonly says: "handled" | "nothing" } | { readonly says: "another"; readonly callId: string };

export const readRefusedMedia = (words: string, callId: string): RefusedMedia => {
  const text = plain(words);
  const holder = /\bsame content\b/i.test(text)
    ? /\bcall ?id with the same content ?[:=]? ?["']?(\d{6,20})\b/i.exec(text)?.[1]
    : undefined;
  if (holder !== undefined) return holder === callId ? { says: "handled" } : { says: "another", callId: holder };
  const isHandled =
    /\balready been handled\b/i.test(text) || (/\balready\b/i.test(text) && /media|recording/i.test(text));
  return { says: isHandled ? "handled" : "nothing" };
};
