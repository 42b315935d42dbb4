/** Where a recipe stopped, as one text that a person or a later step can hand back. */
export const toResumeText = (left: unknown): string => Buffer.from(JSON.stringify(left)).toString("base64url");

/** What such a text holds; undefined when it was changed or cut. */
export const fromResumeText = (resume: string): unknown => {
  try {
    return JSON.parse(Buffer.from(resume.trim(), "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
};
