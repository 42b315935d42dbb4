import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";
import { manager, user } from "./user";

/** How a manager coached the people who report to them. */
export const CoachingMetrics = once(() =>
  entity({
    manager: CoachingUser(),
    directReportsMetrics: z.array(
      entity({
        report: CoachingUser(),
        metrics: z.record(z.string(), z.array(z.string()).nullable()).describe("Values by the name of the metric."),
      }),
    ),
  }),
);

const CoachingUser = once(() =>
  entity({
    id: z.string(),
    emailAddress: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    title: z.string(),
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
