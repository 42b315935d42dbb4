/** What people say in the calls of the world. `{…}` are filled in per call. */

export interface Turn {
  readonly by: "host" | "customer";
  readonly says: readonly string[];
}

export interface Topic {
  /** The name under which Gong lists the topic. */
  readonly name: string;
  /** The section of the call structure and outline in which it falls. */
  readonly section: string;
  readonly turns: readonly Turn[];
  /** What the AI parts of the call say about it. */
  readonly summary: string;
}

const host = (...says: string[]): Turn => ({ by: "host", says });
const customer = (...says: string[]): Turn => ({ by: "customer", says });

export const opening: Topic = {
  name: "Small Talk",
  section: "Introduction",
  summary: "{host} and {contact} got to know each other.",
  turns: [
    host("Hi {contact}, this is {host} from Northwind Robotics.", "Can you hear me all right?"),
    customer("Yes, loud and clear.", "Thanks for taking the time today."),
    host("Of course.", "How was the week over at {customer}?"),
    customer("Busy, as always before the season.", "But we are getting there."),
  ],
};

export const middles: readonly Topic[] = [
  {
    name: "Current Situation",
    section: "Discovery",
    summary: "{customer} palletizes by hand on three lines and loses about six hours a week to stoppages.",
    turns: [
      host("Could you walk me through how you palletize today?", "What does a normal shift look like?"),
      customer("Right now it is all manual on three lines.", "Two people per line, and they rotate every two hours."),
      host("And what happens when somebody is out sick?"),
      customer("Then we stop a line.", "Last quarter we lost about six hours a week that way."),
      customer("I am worried that it gets worse in winter."),
      host("That matches what we hear from other plants of your size.", "Have you put a number on those six hours?"),
      customer("Roughly nine thousand a week, if you count late deliveries."),
    ],
  },
  {
    name: "Product",
    section: "Demo",
    summary: "The team went through the palletizer cell, its footprint and its safety fence.",
    turns: [
      host("Let me share my screen and show you the cell.", "This is the NR-40 running mixed cases."),
      customer("How many picks per minute is that?"),
      host("Twelve in this video, fourteen with the double gripper.", "The footprint is four by three meters."),
      customer("Does it need a fence?", "Our safety officer will ask."),
      host("There is a light curtain, so no fence on the open side.", "It is certified for collaborative use."),
      customer("Good, space is what we do not have."),
      customer("And the changeover between two products?"),
      host("Under four minutes, the operator picks the recipe on the tablet."),
    ],
  },
  {
    name: "Pricing",
    section: "Commercials",
    summary: "Pricing was discussed: {amount} for two cells, with a discount for a commitment of three years.",
    turns: [
      customer("Let us talk about pricing for a moment.", "What would two cells cost us?"),
      host(
        "The list price for two cells is {amount}, installation included.",
        "There is a discount if you commit for three years.",
      ),
      customer("Honestly, that sounds too expensive next to what we pay for people."),
      host("I understand the concern.", "Let me show the payback, it is usually below eighteen months."),
      customer("Our budget for this year is nearly gone, so it has to come out of the next one."),
      host("Many customers lease in the first year, then the budget is less of a hurdle."),
      customer("Can you send the quote with and without the discount?"),
    ],
  },
  {
    name: "Competition",
    section: "Commercials",
    summary: "{customer} is also looking at {competitor}.",
    turns: [
      customer("I should be open with you, we are also talking to {competitor}.", "They were here last week."),
      host("Thanks for telling me.", "What did you like about {competitor}?"),
      customer(
        "Their gripper looked sturdy.",
        "On the other hand, {otherCompetitor} quoted us a shorter delivery time.",
      ),
      host("Compared to {competitor}, our cell does mixed cases without a second vision system."),
      customer("That is the part they could not answer."),
    ],
  },
  {
    name: "Technical Requirements",
    section: "Technical",
    summary: "Integration with the warehouse system of {customer} and the network were clarified.",
    turns: [
      customer("Our IT will want to know how this talks to the warehouse system."),
      host("Over OPC UA or a plain REST interface.", "Most sites are connected in two days."),
      customer("Is there anything that has to go through the cloud?"),
      host("Only the reports, and you can switch those off."),
      customer("I am not sure that our old controller speaks OPC UA."),
      host("Then we add a gateway, that is part of the standard delivery."),
    ],
  },
  {
    name: "Decision Process",
    section: "Commercials",
    summary: "The plant manager and procurement decide together; the budget round ends next month.",
    turns: [
      host("Who else should be part of the decision?"),
      customer("Our plant manager, and procurement has to sign anything above fifty thousand."),
      host("When does procurement usually get involved?"),
      customer("As soon as there is a written quote.", "The budget round ends next month."),
    ],
  },
  {
    name: "Support",
    section: "Technical",
    summary: "Service times and spare parts were agreed on.",
    turns: [
      customer("Last month the second cell stood still for half a day.", "What went wrong there?"),
      host("A worn suction cup, and the spare was not on site.", "We put a kit into your maintenance plan."),
      customer("I have a concern about weekends."),
      host("Service answers on weekends too, within two hours."),
      customer("Good, then the renewal should not be a problem."),
    ],
  },
];

export const closing: Topic = {
  name: "Next Steps",
  section: "Wrap-up",
  summary: "Next steps: {host} sends the quote by {day}, then a site visit.",
  turns: [
    host("So, as next steps: I send the quote by {day}, and you check the date for a site visit."),
    customer("Sounds good.", "Please copy our procurement lead."),
    host("Will do.", "Let us follow up next week, same time?"),
    customer("Works for me.", "Talk to you then, bye."),
  ],
};

/** What is said when two colleagues talk among themselves. */
export const internalTopics: readonly Topic[] = [
  {
    name: "Forecast",
    section: "Deal review",
    summary: "The forecast for {customer} stays at {amount}.",
    turns: [
      host("Where are we with {customer}?"),
      customer("They have the quote over {amount}, and {competitor} is still in the game."),
      host("What are the next steps there?"),
      customer("A site visit on {day}, then procurement."),
      host("Keep it in commit, and tell me when the budget is confirmed."),
    ],
  },
  {
    name: "Pipeline",
    section: "Pipeline",
    summary: "Three new opportunities came in; one needs help with pricing.",
    turns: [
      customer("Three new ones this week, two from the trade fair."),
      host("Does anybody need help with pricing?"),
      customer("Yes, the big one asks for a discount before we even quoted."),
      host("Do not lead with the discount, show the payback first."),
    ],
  },
];

export const competitors = ["Cobalt Automation", "Botwise", "RoboForge", "Palletron", "Stacklane"] as const;

export const weekdays = ["Tuesday", "Wednesday", "Thursday", "Friday"] as const;
