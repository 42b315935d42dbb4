import { z } from "zod";
import { once } from "#src/base/lazy";
import { entity } from "./entity";

/** A target of the forecast; its values are uploaded per team member and period. */
export const Target = once(() =>
  entity({
    id: z.string().describe("Gong's id of the target."),
    name: z.string().describe("What the target is called."),
    description: z.string().describe("What is counted."),
    type: z.string().describe("What kind of number it is, such as AMOUNT."),
    unit: z.string().describe("What it is counted in, such as CURRENCY."),
    hierarchyType: z.string().describe("Whom it is set for, such as USER."),
    createdDateTime: z.string().describe("ISO 8601 with offset."),
  }),
);

export const target = {
  id: "4417203958812066391",
  name: "New business bookings",
  description: "Bookings of new customers, by account executive.",
  type: "AMOUNT",
  unit: "CURRENCY",
  hierarchyType: "USER",
  createdDateTime: "2025-11-03T08:30:00-08:00",
};
