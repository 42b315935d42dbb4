import { z } from "zod";
import { once } from "#src/base/lazy";
import { buyerContext, CrmContext } from "./crmContext";
import { entity } from "./entity";
import { user } from "./user";

/** A participant of a call. */
export const Party = once(() =>
  entity({
    id: z.string().describe("Gong's id of the participant, other in each call."),
    emailAddress: z.string().describe("The e-mail address; null when it is not known."),
    name: z.string().describe("The name; null for people whom Gong could not name."),
    title: z.string().describe("The job title; null when it is not known."),
    userId: z.string().describe("Only for people of the company."),
    speakerId: z
      .string()
      .describe(
        "Joins transcripts, tracker occurrences and talk times to this person. Null for someone who was silent.",
      ),
    context: z.array(CrmContext()).describe("The person's records in the CRM; null without context."),
    affiliation: z.string().describe("Internal, External or Unknown."),
    phoneNumber: z.string().describe("The phone number; null when it is not known."),
    methods: z.array(z.string()).describe("Invitee, Attendee or both."),
  }),
);
export type Party = z.infer<ReturnType<typeof Party>>;

/** The host of the sample call. */
export const host = {
  id: "4529874561230078812",
  emailAddress: user.emailAddress,
  name: `${user.firstName} ${user.lastName}`,
  title: user.title,
  userId: user.id,
  speakerId: "6432345678555530067",
  context: [
    {
      system: "Salesforce",
      objects: [
        {
          objectType: "User",
          objectId: "0055g00000AbCd1AAF",
          fields: [{ name: "Department", value: "Sales" }],
          timing: "Now",
        },
      ],
    },
  ],
  affiliation: "Internal",
  phoneNumber: user.phoneNumber,
  methods: ["Invitee", "Attendee"],
};

/** The other side of the sample call. */
export const buyer = {
  id: "4529874561230078813",
  emailAddress: "priya.nair@contoso.example",
  name: "Priya Nair",
  title: "Head of Operations",
  userId: null,
  speakerId: "6432345678555530068",
  context: [buyerContext],
  affiliation: "External",
  phoneNumber: "+14255552671",
  methods: ["Invitee", "Attendee"],
};
