import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { manager, user } from "./user";

/** How a manager coached the people who report to them. */
export const CoachingMetrics = once(() =>
  entity({
    manager: CoachingUser().describe("The manager whose coaching is counted."),
    directReportsMetrics: z
      .array(
        entity({
          report: CoachingUser().describe("The person who reports to the manager."),
          metrics: z.record(z.string(), z.array(z.string()).nullable()).describe("Values by the name of the metric."),
        }),
      )
      .describe("One entry per person who reports to the manager."),
  }),
);

const CoachingUser = once(() =>
  entity({
    id: z.string().describe("Gong's id of the user."),
    emailAddress: z.string().describe("The e-mail address; null when it is not known."),
    firstName: z.string().describe("The first name."),
    lastName: z.string().describe("The last name."),
    title: z.string().describe("The job title."),
  }),
);

const coachingUser = ({ id, emailAddress, firstName, lastName, title }: typeof user | typeof manager) => ({
  id,
  emailAddress,
  firstName,
  lastName,
  title,
});

export const coachingMetrics = {
  manager: coachingUser(manager),
  directReportsMetrics: [
    { report: coachingUser(user), metrics: { callsListenedTo: ["3"], feedbackGiven: ["2"], scorecardsFilled: ["1"] } },
  ],
};
