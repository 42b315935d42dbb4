/** Whether an uploaded call arrived, told from what Gong shows of it and how long ago it was handed over. */
export interface UploadState {
  readonly status: "ready" | "processing" | "probablyDropped" | "unknown";
  /** What this is concluded from and what to do, as sentences. */
  readonly reasons: readonly string[];
}

interface Seen {
  readonly isListed: boolean;
  /** Milliseconds since 1970; undefined when nobody knows. */
  readonly uploadedMs: number | undefined;
  readonly nowMs: number;
}

/** Uploaded calls take up to a day until they can be found. */
export const longestWaitMs = 24 * 60 * 60 * 1000;

/** Why Gong drops an upload that it had accepted, and never says so. */
const usualReasons = [
  "The recording may have less than 60 seconds without the silence at both ends: Gong drops such calls.",
  "Gong may not have been able to fetch the recording: the address had expired, needed a sign-in, or did not lead to audio or video.",
  "In push mode the recording may never have been sent: look for a failed row with mediaPending, and run it again.",
  "The call may be one that these credentials may not see, such as a private one: look in Gong.",
];

/** Concludes what became of an upload. */
export const concludeUpload = ({ isListed, uploadedMs, nowMs }: Seen): UploadState => {
  if (isListed) return { status: "ready", reasons: ["Gong lists the call."] };
  if (uploadedMs === undefined)
    return {
      status: "unknown",
      reasons: [
        "Gong does not show the call, and without Uploaded At or Day nobody can say whether it should by now. A call may take a day to appear.",
        ...usualReasons,
      ],
    };
  if (nowMs - uploadedMs < longestWaitMs)
    return {
      status: "processing",
      reasons: ["Gong does not show the call yet. It may take up to a day; look again later."],
    };
  return {
    status: "probablyDropped",
    reasons: ["Gong does not show the call, although more than a day has passed.", ...usualReasons],
  };
};
