import { z } from "zod";
import { lower } from "#src/base/text";
import { type User, user } from "#src/entities/user";
import * as field from "#src/form/field";
import { optional, orNone, reworded } from "#src/form/field";
import { isRow, toEntries } from "#src/form/table";
import { jsonOrText, reader } from "#src/form/value";
import type { Gong } from "#src/gong/client";
import { listUsers, listUsersByFilter } from "#src/operations/users";
import { recipe, type StepContext } from "#src/recipe";
import {
  exampleCounters,
  isOfOneItem,
  itemsOutput,
  type Note,
  resumeFrom,
  toFailure,
  withCounters,
} from "#src/recipes/shared";
import { readFurtherUsers, readUserDirectory, readUsers } from "./listing";
import {
  directoryOf,
  type Ladder,
  type LadderRule,
  ladderRules,
  matchUser,
  suggestedExternalLicences,
  suggestedPaidLicences,
  suggestedRules,
  UserDecision,
} from "./matching";
import { type GongPerson, readGongPerson, readManualMap, readOtherUsers } from "./people";

const otherUsersSample = [
  {
    id: "005A1",
    email: "ada.reyes@northwind.example",
    name: "Ada Reyes",
    active: true,
    licence: "Full",
    lastLogin: "2026-01-04T08:00:00Z",
  },
  {
    id: "005A2",
    email: "Ada.Reyes@northwind.example",
    name: "Ada Reyes (old)",
    active: false,
    licence: "Viewer",
    lastLogin: "2024-05-02T08:00:00Z",
  },
];

const inOrder = suggestedRules.join(", ");

export const matchUsers = recipe({
  label: "Match Users",
  description:
    "Decides for users of Gong who they are in another system: by primary, trusted and alias address, and by an ordered list of rules where several users share one.",
  uses: [listUsers, listUsersByFilter],
  effect: "reads",
  fields: {
    otherUsers: field.withWorkbooks(
      field.json(
        {
          label: "Other Users",
          comments:
            "All users of the target system, since whoever is not among them counts as absent: a list, JSON or CSV text, or a .csv or .xlsx file. Columns: id, email, aliases, active, licence, lastLogin, name; other usual names for them are understood. A user without active counts as active.",
          example: JSON.stringify(otherUsersSample),
        },
        () => reader((given) => readOtherUsers(toEntries(given))),
      ),
    ),
    gongUsers: orNone(
      optional(
        field.withWorkbooks(
          field.json(
            {
              label: "Gong Users",
              comments:
                "The users of Gong to match: records of List Users, their ids or addresses. An empty list matches nobody. Leave empty to match the hosts of Calls, and where that is empty too, every user of the company.",
              example: JSON.stringify([user.id]),
            },
            () => reader(toWanted),
          ),
        ),
      ),
    ),
    calls: orNone(
      optional(
        field.json(
          {
            label: "Calls",
            comments:
              "Calls whose hosts are to be matched: results of Get Complete Calls, or results.call of the webhook trigger. An empty list matches nobody. Leave empty to match Gong Users, or every user of the company.",
            example: JSON.stringify([{ id: "7782342274025937895", host: { userId: user.id } }]),
          },
          () => reader(toEntries),
        ),
      ),
    ),
    manualMap: optional(
      field.withWorkbooks(
        field.pairs(
          {
            label: "Manual Map",
            comments:
              "What a person decided: as key a Gong user by id or any address, as value the user's id in the target system. Also the value of the form Select User Map, an object, or rows, also of a .csv or .xlsx file. It wins over the rules that stand below it. Leave empty for none.",
            example: "005A1",
          },
          () => reader((given) => readManualMap(toMap(given))),
        ),
      ),
    ),
    rules: optional(
      field.choiceList(
        {
          label: "Rules",
          comments: `The rules in the order in which they narrow down who shares an address; one rule never brings back whom an earlier one left out. Leave empty for ${inOrder}.`,
          example: "ACTIVE_ONLY",
        },
        ladderRules,
      ),
    ),
    paidLicences: optional(
      field.list(
        field.text({
          label: "Paid Licences",
          comments: `The paid licences, the best first: PAID prefers them, LICENCE_RANK goes by their order. Leave empty for ${suggestedPaidLicences.join(", ")}.`,
          placeholder: "Full",
          example: "Full",
        }),
      ),
    ),
    externalLicences: optional(
      field.list(
        field.text({
          label: "External Licences",
          comments: `The licences that NOT_EXTERNAL treats as if there was no user. Leave empty for ${suggestedExternalLicences.join(", ")}.`,
          placeholder: "Partner",
          example: "Partner",
        }),
      ),
    ),
    resumeFrom: reworded(resumeFrom, {
      comments:
        "The resume value of an earlier run over every user that stopped before its end. Leave empty to begin anew.",
    }),
  },
  output: () =>
    itemsOutput(UserDecision()).extend({
      unusedColumns: z
        .array(z.string())
        .describe("Columns of Other Users that were not understood. Rename one that matters, such as to email."),
    }),
  get example() {
    return exampleOutput();
  },
  run: async (
    {
      otherUsers,
      gongUsers,
      calls,
      manualMap = new Map(),
      rules = suggestedRules,
      paidLicences = suggestedPaidLicences,
      externalLicences = suggestedExternalLicences,
      resumeFrom,
    },
    context,
  ) => {
    const ladder: Ladder = { rules: rules as readonly LadderRule[], paidLicences, externalLicences, manualMap };
    const directory = directoryOf(otherUsers.users);
    const wanted = gongUsers || calls ? [...(gongUsers ?? []), ...(calls ?? []).flatMap(hostsOf)] : undefined;
    const read = wanted ? await lookUp(wanted, context) : await readCompany(resumeFrom, context);
    const results = read.people.map((person) => matchUser(person, directory, ladder));
    const skipped = otherUsers.rowsWithoutId.map(rowWithoutId);
    for (const { message } of skipped) context.logger.warn(message);
    const { unusedColumns } = otherUsers;
    if (unusedColumns.length > 0)
      context.logger.warn(`Columns of Other Users that are not used: ${unusedColumns.join(", ")}.`);
    context.logger.info(`Users matched: ${results.length}. ${countsInWords(results)}`);
    return withCounters(context.gong, {
      results,
      failed: read.failed,
      skipped,
      scanned: results.length + read.failed.length,
      truncated: read.truncated,
      reason: read.reason,
      resume: read.resume,
      unusedColumns: [...unusedColumns],
    });
  },
  notes: [
    "Every user of Gong gets one decision: MATCHED, CREATE with newUser, OWNER_INACTIVE, CONFLICT with the candidates and a suggestion, or INVALID without an address.",
    "With every user of the company, one request reads a hundred users; with Gong Users or Calls, one request looks up a hundred ids. Records with an address are not looked up again.",
    "With ACTIVE_ONLY above NOT_EXTERNAL, someone who only has an inactive external user is OWNER_INACTIVE; the other way round, CREATE.",
    "Where Rules does not name MANUAL_MAP, it stands first.",
    "Only addresses decide who may be the same person, never names.",
  ],
});

/** An object of one to the other stays one; everything else becomes rows. */
const toMap = (given: unknown): unknown => {
  const read = typeof given === "string" && given.trim().startsWith("{") ? jsonOrText(given.trim()) : given;
  const isTable = !isRow(read) || "contentType" in read || Array.isArray(read.rows);
  return isTable ? toEntries(read) : read;
};

/** A user of Gong that was asked for, and whether all that is needed is known already. */
interface Wanted {
  readonly person: GongPerson;
  readonly isWhole: boolean;
}

/** Plain text is one id or address, or several with commas between. */
const toWanted = (given: unknown): Wanted[] => {
  const isPlainText = typeof given === "string" && !/[[{\n]/.test(given);
  return (isPlainText ? given.split(",") : toEntries(given)).map((each) => {
    const person = readGongPerson(each);
    return { person, isWhole: person.gongUserId !== null && person.emailAddress !== null };
  });
};

/** The host of a call in any of its forms. It has one address; looking it up brings the others. */
const hostsOf = (call: unknown): Wanted[] => {
  if (!isRow(call)) return [];
  const { metaData, callData, host } = call;
  if (isRow(callData)) return hostsOf(callData);
  const person = readGongPerson(isRow(metaData) ? { id: metaData.primaryUserId } : host);
  return person.gongUserId === null ? [] : [{ person, isWhole: false }];
};

interface PeopleRead {
  readonly people: readonly GongPerson[];
  readonly failed: Note[];
  readonly truncated: boolean;
  readonly reason: string | null;
  readonly resume: string | null;
}

const readCompany = async (cursor: string | undefined, { gong }: StepContext): Promise<PeopleRead> => {
  const { users, continuation } = await (cursor === undefined ? readUsers(gong) : readFurtherUsers(gong, cursor));
  return { people: users.map(readGongPerson), failed: [], ...continuation };
};

/** Completes what was asked for: ids are looked up a hundred at a time, addresses alone in the whole list of users. */
const lookUp = async (wanted: readonly Wanted[], { gong }: StepContext): Promise<PeopleRead> => {
  const partial = wanted.flatMap(({ person, isWhole }) => (isWhole ? [] : [person]));
  // With a part of the list, people whom Gong knows would be matched by one address only.
  const directory = partial.some(({ gongUserId }) => gongUserId === null)
    ? await readUserDirectory(gong, {
        consequence: "so nobody was matched. Give Gong Users as ids, or run the step again later.",
      })
    : undefined;
  const unread = partial.flatMap(({ gongUserId }) => (gongUserId && !directory?.byId(gongUserId) ? [gongUserId] : []));
  const { byId, failed } = await lookUpIds(gong, [...new Set(unread)]);

  const inGong = ({ gongUserId, emailAddress }: GongPerson): User | undefined =>
    gongUserId === null
      ? directory?.byAddress(emailAddress ?? "")?.user
      : (byId.get(gongUserId) ?? directory?.byId(gongUserId));

  const people = new Map<string, GongPerson>();
  const told = new Set(failed.map(({ id }) => id));
  for (const [index, { person, isWhole }] of wanted.entries()) {
    const { gongUserId, emailAddress } = person;
    if (gongUserId === null && emailAddress === null) failed.push(namesNobody(index + 1));
    if (told.has(gongUserId ?? "")) continue;
    const user = isWhole ? undefined : inGong(person);
    const best = user ? readGongPerson(user) : person;
    if (user || emailAddress !== null) people.set(best.gongUserId ?? lower(emailAddress ?? ""), best);
    else if (gongUserId !== null) {
      told.add(gongUserId);
      failed.push(unknownId(gongUserId));
    }
  }
  return { people: [...people.values()], failed, truncated: false, reason: null, resume: null };
};

const mostIds = 100;

/** The users with these ids, and those whose look-up failed. */
const lookUpIds = async (gong: Gong, ids: readonly string[]) => {
  const byId = new Map<string, User>();
  const failed: Note[] = [];
  const valid = ids.filter((id) => /^\d{1,20}$/.test(id));
  for (let start = 0; start < valid.length; start += mostIds) {
    const userIds = valid.slice(start, start + mostIds);
    try {
      const { users } = await gong.all(listUsersByFilter, { userIds });
      for (const user of users ?? []) byId.set(user.id ?? "", user);
    } catch (error) {
      if (!isOfOneItem(error)) throw error;
      failed.push(...userIds.map((id) => toFailure(id, error)));
    }
  }
  return { byId, failed };
};

const namesNobody = (place: number): Note => ({
  id: `gongUsers[${place}]`,
  code: "NO_ID",
  message: `Entry ${place} of Gong Users has neither an id nor an e-mail address, so it names nobody. Hand over records of List Users, ids or addresses.`,
});

const unknownId = (gongUserId: string): Note => ({
  id: gongUserId,
  code: "NOT_FOUND",
  message: `Gong has no user ${gongUserId} that this connection may see. Check the id.`,
});

const rowWithoutId = (row: number): Note => ({
  id: `row ${row}`,
  code: "NO_ID",
  message: `Row ${row} of Other Users has no id, so nobody can be matched to it. Add its id, or remove the row.`,
});

const countsInWords = (results: readonly UserDecision[]): string =>
  (["MATCHED", "CREATE", "OWNER_INACTIVE", "CONFLICT", "INVALID"] as const)
    .map((decision) => `${decision}: ${results.filter((each) => each.decision === decision).length}`)
    .join(", ");

function exampleOutput() {
  const { users } = readOtherUsers(otherUsersSample);
  const decision = matchUser(readGongPerson(user), directoryOf(users), {
    rules: suggestedRules,
    paidLicences: suggestedPaidLicences,
    externalLicences: suggestedExternalLicences,
    manualMap: new Map(),
  });
  return { results: [decision], failed: [], skipped: [], ...exampleCounters, requests: 1, unusedColumns: [] };
}
