import { escapeHtml, escapeMarkdown, escapeMarkdownLine } from "#src/base/escape";
import { counted, oneLine } from "#src/base/text";

/** What the text of an activity is made of. */
export interface Story {
  readonly activityType: string;
  readonly title: string;
  readonly started: string | null;
  /** Seconds. */
  readonly duration: number | null;
  readonly recordingUrl: string | null;
  readonly hostUser: Person | null;
  readonly internalAttendees: readonly Person[];
  readonly externalAttendees: readonly Person[];
  readonly trackersText: string;
  readonly brief?: string | null;
  readonly keyPoints?: readonly string[] | null;
  readonly nextSteps?: readonly { readonly text: string }[] | null;
}

interface Person {
  readonly name: string | null;
  readonly emailAddress: string | null;
  readonly phoneNumber?: string | null;
  readonly title?: string | null;
}

/** A line of the text: a heading and what stands behind it, or a list below it. */
interface Line {
  readonly heading: string;
  readonly text?: string;
  readonly url?: string;
  readonly items?: readonly string[];
}

const isWebAddress = (url: string | null): url is string => url !== null && /^https?:\/\//i.test(url);

const linesOf = (story: Story): Line[] => {
  const people = (all: readonly Person[]) => {
    const names = all.map(nameOf).filter((name) => name !== "");
    const unknown = all.length - names.length;
    return unknown === 0 ? names : [...names, `${unknown} ${unknown === 1 ? "person" : "people"} without a name`];
  };
  const said = (heading: string, text: string | null | undefined): Line[] => (text ? [{ heading, text }] : []);
  const listed = (heading: string, items: readonly string[] | null | undefined): Line[] =>
    items && items.length > 0 ? [{ heading, items }] : [];
  return [
    ...said(
      story.activityType,
      [momentInWords(story.started), durationInWords(story.duration)].filter(Boolean).join(", "),
    ),
    ...said("Host", story.hostUser ? nameOf(story.hostUser) : null),
    ...(isWebAddress(story.recordingUrl)
      ? [{ heading: "Recording", text: "Open in Gong", url: story.recordingUrl }]
      : []),
    ...listed("Internal attendees", people(story.internalAttendees)),
    ...listed("External attendees", people(story.externalAttendees)),
    ...said("Trackers", story.trackersText),
    ...said("Brief", story.brief),
    ...listed("Key points", story.keyPoints),
    ...listed(
      "Next steps",
      story.nextSteps?.map(({ text }) => text),
    ),
  ];
};

const nameOf = ({ name, emailAddress, phoneNumber, title }: Person): string => {
  const known = [name, emailAddress, phoneNumber, title].map((each) => each?.trim() ?? "");
  const shown = known.find(Boolean) ?? "";
  const details = [title, name?.trim() ? emailAddress : null].filter((each) => each?.trim() && each.trim() !== shown);
  return details.length > 0 ? `${shown} (${details.join(", ")})` : shown;
};

/** `2026-01-05 10:00 -08:00`: as Gong gives it, since the reader's zone is not known. */
const momentInWords = (moment: string | null): string | null => {
  const [, date, time, zone] =
    /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})[^Z+-]*(Z|[+-]\d{2}:?\d{2})$/.exec(moment ?? "") ?? [];
  return date ? `${date} ${time} ${zone === "Z" ? "UTC" : zone}` : moment;
};

const durationInWords = (seconds: number | null): string | null => {
  if (seconds === null) return null;
  return seconds < 60 ? counted(Math.round(seconds), "second") : counted(Math.round(seconds / 60), "minute");
};

/** The activity as HTML without any style: paragraphs and lists. */
export const toHtml = (story: Story): string =>
  [
    `<p><strong>${escapeHtml(story.title)}</strong></p>`,
    ...linesOf(story).map(({ heading, text, url, items }) => {
      const start = `<strong>${escapeHtml(heading)}:</strong>`;
      if (items) return `<p>${start}</p><ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
      const shown = escapeHtml(text ?? "");
      return `<p>${start} ${url ? `<a href="${escapeHtml(url)}">${shown}</a>` : shown}</p>`;
    }),
  ].join("");

/** The activity as Markdown. */
export const toMarkdown = (story: Story): string =>
  [
    `**${escapeMarkdown(story.title)}**`,
    ...linesOf(story).map(({ heading, text, url, items }) => {
      const start = `**${escapeMarkdown(heading)}:**`;
      if (items) return [start, "", ...items.map((item) => `- ${escapeMarkdownLine(item)}`)].join("\n");
      const shown = escapeMarkdown(text ?? "");
      return `${start} ${url ? `[${shown}](<${url.replace(/[<>\s]/g, encodeURIComponent)}>)` : shown}`;
    }),
  ].join("\n\n");

/** The activity as text, one line each. */
export const toPlainText = (story: Story): string =>
  [
    oneLine(story.title),
    ...linesOf(story).flatMap(({ heading, text, url, items }) =>
      items
        ? [`${heading}:`, ...items.map((item) => `- ${oneLine(item)}`)]
        : [`${heading}: ${oneLine(url ?? text ?? "")}`],
    ),
  ].join("\n");
