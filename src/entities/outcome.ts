import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";

/** An outcome that people can choose at the end of a call. */
export const Outcome = once(() =>
  entity({
    callOutcome: z.string().describe("Its name."),
    displayOrder: z.number().describe("The place in Gong's list."),
    connectStatus: z.string().describe("CONNECTED or NOT_CONNECTED."),
    sentiment: z.string().describe("POSITIVE, NEGATIVE or NEUTRAL."),
    todoAction: z.string().describe("What becomes of the to-do: COMPLETE or COMPLETE_AND_REMOVE."),
    automation: z.string().describe("MARK_AS_OPT_OUT, or null when nothing follows."),
    category: z.string().describe("ANSWERED or NOT_ANSWERED."),
  }),
);
export type Outcome = z.infer<ReturnType<typeof Outcome>>;

export const outcome = {
  callOutcome: "Do not call again",
  displayOrder: 4,
  connectStatus: "CONNECTED",
  sentiment: "NEGATIVE",
  todoAction: "COMPLETE_AND_REMOVE",
  automation: "MARK_AS_OPT_OUT",
  category: "ANSWERED",
};
