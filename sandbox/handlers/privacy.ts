import type { Handler } from "#sandbox/types";
import { contactContext } from "#sandbox/world/customers";
import type { CallEntry, Party, World } from "#sandbox/world/index";
import { idFor } from "#sandbox/world/random";
import { dayMs, formatTime } from "#sandbox/world/time";
import { refuse, say } from "./answer";

const digitsOf = (phone: string): string => phone.replace(/\D/g, "");

/** The calls in which somebody took part of whom this holds. */
const callsWith = (world: World, isMeant: (party: Party) => boolean): CallEntry[] =>
  world.calls.filter((call) => world.describeCall(call).parties.some(isMeant));

const referenceTo = (world: World, call: CallEntry) => ({
  id: call.id,
  status: "COMPLETED",
  externalSystems: world
    .describeCall(call)
    .context(["Now"], false)
    .map(({ system }) => ({
      system,
      objects: [{ objectType: "Task", externalId: idFor("crm task", call.id).slice(0, 15) }],
    })),
});

const meetingsOf = (world: World, calls: readonly CallEntry[]) =>
  calls
    .filter(({ direction }) => direction === "Conference")
    .map(({ id }) => ({ id: idFor(world.seed, "calendar", id) }));

/** The contacts in the CRM of whom this holds, as long as they were not erased. */
const contactsWith = (
  world: World,
  isMeant: (person: { emailAddress: string | null; phoneNumber: string | null }) => boolean,
) =>
  world.customers.flatMap((customer) =>
    customer.contacts
      .filter((contact) => isMeant(contact) && !world.state.erased.has(contact.crmId))
      .map((contact) => ({ customer, contact })),
  );

const customerData = (found: ReturnType<typeof contactsWith>) =>
  found.flatMap(({ customer, contact }) =>
    contactContext(customer, contact, ["Now"]).map(({ system, objects }) => ({
      system,
      objects: objects.map(({ objectId, fields }) => ({
        id: idFor("customer data", objectId),
        objectType: "Contact",
        externalId: objectId,
        mirrorId: idFor("mirror", objectId),
        fields,
      })),
    })),
  );

/** Two messages for everybody who is known: the offer, and the answer to it. */
const emailsOf = (world: World, found: ReturnType<typeof contactsWith>) =>
  found.flatMap(({ contact: { emailAddress, crmId } }) =>
    [0, 1].map((number) => ({
      id: idFor("email", crmId, number),
      from: number ? emailAddress : (world.users[3]?.emailAddress ?? null),
      sentTime: formatTime(world.options.now - (20 - number) * dayMs),
      mailbox: world.users[3]?.emailAddress ?? null,
      messageHash: idFor("message hash", crmId, number),
    })),
  );

/** Takes a person's calls and CRM entry out of the world. */
const erase = (world: World, calls: readonly CallEntry[], found: ReturnType<typeof contactsWith>): void => {
  for (const call of calls) world.callIndex.remove(call);
  for (const { contact } of found) world.state.erased.add(contact.crmId);
};

const byAddress = (address: string) => (person: { emailAddress: string | null }) =>
  person.emailAddress?.toLowerCase() === address.toLowerCase();

const byNumber = (number: string) => (person: { phoneNumber: string | null }) =>
  person.phoneNumber !== null && digitsOf(person.phoneNumber) === digitsOf(number);

const isNumber = (text = ""): boolean => /^\+[\d\s().-]{5,}$/.test(text);
const isAddress = (text = ""): boolean => /^[^@\s]+@[^@\s]+$/.test(text);

export const privacy: Record<string, Handler> = {
  "GET /v2/data-privacy/data-for-email-address": (world, { query: { emailAddress = "" } }) => {
    if (!isAddress(emailAddress)) return refuse(400, `${emailAddress} is not a valid email address`);
    const calls = callsWith(world, byAddress(emailAddress));
    const contacts = contactsWith(world, byAddress(emailAddress));
    const events = [...world.state.events.values()].filter(({ emails }) =>
      emails.some((email) => byAddress(emailAddress)({ emailAddress: email })),
    );
    return say({
      emails: emailsOf(world, contacts),
      calls: calls.map((call) => referenceTo(world, call)),
      meetings: meetingsOf(world, calls),
      customerData: customerData(contacts),
      customerEngagement: events.map(({ emails: _emails, eventId, ...event }) => ({
        ...event,
        sourceEventId: eventId,
      })),
    });
  },

  "GET /v2/data-privacy/data-for-phone-number": (world, { query: { phoneNumber = "" } }) => {
    if (!isNumber(phoneNumber)) return refuse(400, "phoneNumber: must begin with + and the country code");
    const calls = callsWith(world, byNumber(phoneNumber));
    const contacts = contactsWith(world, byNumber(phoneNumber));
    return say({
      emails: emailsOf(world, contacts),
      calls: calls.map((call) => referenceTo(world, call)),
      meetings: meetingsOf(world, calls),
      customerData: customerData(contacts),
      suppliedPhoneNumber: phoneNumber,
      matchingPhoneNumbers: calls.length || contacts.length ? [`+${digitsOf(phoneNumber)}`] : [],
      emailAddresses: contacts.flatMap(({ contact }) => contact.emailAddress ?? []),
    });
  },

  "POST /v2/data-privacy/erase-data-for-email-address": (world, { query: { emailAddress = "" } }) => {
    if (!isAddress(emailAddress)) return refuse(400, `${emailAddress} is not a valid email address`);
    erase(world, callsWith(world, byAddress(emailAddress)), contactsWith(world, byAddress(emailAddress)));
    for (const [key, { emails }] of world.state.events) {
      if (emails.some((email) => byAddress(emailAddress)({ emailAddress: email }))) world.state.events.delete(key);
    }
    return say();
  },

  "POST /v2/data-privacy/erase-data-for-phone-number": (world, { query: { phoneNumber = "" } }) => {
    if (!isNumber(phoneNumber)) return refuse(400, "phoneNumber: must begin with + and the country code");
    erase(world, callsWith(world, byNumber(phoneNumber)), contactsWith(world, byNumber(phoneNumber)));
    return say();
  },
};
