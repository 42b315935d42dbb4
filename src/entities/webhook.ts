import { callContent } from "./callContent";
import { detailedCall } from "./detailedCall";

/** A webhook brings no media links and no AI parts, and of a tracker just how often it was mentioned. */
const { media: _media, ...parts } = detailedCall;
const { topics, trackers } = callContent;

/** The body of a webhook about the sample call, as Gong sends it today. */
export const webhookBody = {
  callData: {
    ...parts,
    content: {
      topics,
      trackers: trackers.map(({ id, name, count, type }) => ({ id, name, count, type })),
      scorecardsAnswers: [],
    },
  },
  isTest: false,
  isPrivate: false,
};
