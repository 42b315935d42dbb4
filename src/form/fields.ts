import * as field from "./field";

/** The inputs that many operations share. Each is required here; an operation loosens it with `optional`. */

export const callId = field.callId({
  label: "Call ID",
  comments:
    "Gong's id of the call, up to 20 digits, or the call's web address in Gong. Pick a recent call, or take the id from an earlier step.",
  placeholder: "7782342274025937895",
  example: "7782342274025937895",
  dataSource: "calls",
});

export const userId = field.gongId({
  label: "User ID",
  comments: "Gong's id of the user, up to 20 digits.",
  placeholder: "234599484848423",
  example: "234599484848423",
  dataSource: "users",
});

export const workspaceId = field.gongId({
  label: "Workspace",
  comments: "Gong's id of the workspace. Leave empty to cover every workspace.",
  placeholder: "623457276584334",
  example: "623457276584334",
  dataSource: "workspaces",
});

/** How moments are written that have to be exact, for the comment of every input that takes one. */
export const exactMomentFormat = "ISO 8601 with a zone, such as 2026-01-05T10:00:00Z; a date alone means midnight UTC.";

/** The same where words that count from now are understood as well. */
export const momentFormat = exactMomentFormat.replace(/\.$/, "; 7 days ago or start of month count in UTC.");

const startWords = {
  label: "From",
  comments: `The start of the range, included. ${momentFormat}`,
  example: "2026-01-05T00:00:00Z",
};

const endWords = {
  label: "To",
  comments: `The end of the range, excluded. ${momentFormat}`,
  example: "2026-02-05T00:00:00Z",
};

export const { fromDateTime, toDateTime } = field.range({
  fromDateTime: field.dateTime(startWords),
  toDateTime: field.dateTime(endWords),
});

const published = field.range({
  fromDateTime: field.dateTimeText({ ...startWords, placeholder: startWords.example }),
  toDateTime: field.dateTimeText({ ...endWords, placeholder: endWords.example }),
});

/** The same two on published inputs, which have to stay text. */
export const fromDateTimeText = published.fromDateTime;
export const toDateTimeText = published.toDateTime;

/** Workflows built on earlier Gong components still hold this dummy as the first id of their list. */
const placeholderId = "000xxx";

const callIdsWords = {
  label: "Call IDs",
  comments:
    "Gong's ids of the calls: a list, one id, or ids separated by commas. Leave empty to cover every call of the range.",
  placeholder: "7782342274025937895",
  example: "7782342274025937895",
  dataSource: "calls",
};

export const callIds = field.list(field.callId(callIdsWords), { ignored: placeholderId });

/** The same for recipes, which go on with the others and list under failed what is no id. */
export const callIdsUnread = field.list(field.text(callIdsWords), { ignored: placeholderId });

export const userIds = field.list(
  field.gongId({
    label: "User IDs",
    comments: "Gong's ids of the users: a list, one id, or ids separated by commas. Leave empty to cover every user.",
    placeholder: "234599484848423",
    example: "234599484848423",
    dataSource: "users",
  }),
);

export const primaryUserIds = field.list(
  field.gongId({
    label: "Hosts",
    comments:
      "Gong's ids of the users who hosted the calls: a list, one id, or ids separated by commas. Leave empty to cover every host. Other participants cannot be filtered by Gong.",
    placeholder: "234599484848423",
    example: "234599484848423",
    dataSource: "users",
  }),
);

/** The address of a user of Gong's, picked or typed. */
export const userEmail = field.emailAddress({
  label: "User Email",
  comments: "The e-mail address of a Gong user.",
  placeholder: "ada.reyes@northwind.example",
  example: "ada.reyes@northwind.example",
  dataSource: "userEmails",
});

export const emailAddress = field.emailAddress({
  label: "Email Address",
  comments: "The person's e-mail address.",
  placeholder: "ada.reyes@northwind.example",
  example: "ada.reyes@northwind.example",
});

export const phoneNumber = field.phoneNumber({
  label: "Phone Number",
  comments:
    "The phone number with plus sign and country code; spaces, dashes and brackets are understood, such as +1 (425) 555-2671.",
  placeholder: "+14255552671",
  example: "+14255552671",
});
