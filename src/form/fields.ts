import * as field from "./field";

/** The inputs that many operations share. Each is required here; an operation loosens it with `optional`. */

export const callId = field.text({
  label: "Call ID",
  comments: "Gong's id of the call, up to 20 digits. Pick a recent call, or take the id from an earlier step.",
  placeholder: "7782342274025937895",
  example: "7782342274025937895",
  dataSource: "calls",
});

export const userId = field.text({
  label: "User ID",
  comments: "Gong's id of the user, up to 20 digits.",
  placeholder: "234599484848423",
  example: "234599484848423",
  dataSource: "users",
});

export const workspaceId = field.text({
  label: "Workspace",
  comments: "Gong's id of the workspace. Leave empty to cover every workspace.",
  placeholder: "623457276584334",
  example: "623457276584334",
  dataSource: "workspaces",
});

const momentFormat =
  "ISO 8601 with a zone, such as 2026-01-05T10:00:00Z; a date alone means midnight UTC; epoch seconds and milliseconds are understood";

export const fromDateTime = field.dateTime({
  label: "From",
  comments: `The start of the range, included. ${momentFormat}.`,
  example: "2026-01-05T00:00:00Z",
});

export const toDateTime = field.dateTime({
  label: "To",
  comments: `The end of the range, excluded. ${momentFormat}.`,
  example: "2026-02-05T00:00:00Z",
});

/** The same two on published inputs, which have to stay text. */
export const fromDateTimeText = field.dateTimeText({
  label: "From",
  comments: `The start of the range, included. ${momentFormat}.`,
  placeholder: "2026-01-05T00:00:00Z",
  example: "2026-01-05T00:00:00Z",
});

export const toDateTimeText = field.dateTimeText({
  label: "To",
  comments: `The end of the range, excluded. ${momentFormat}.`,
  placeholder: "2026-02-05T00:00:00Z",
  example: "2026-02-05T00:00:00Z",
});

export const callIds = field.list(
  field.text({
    label: "Call IDs",
    comments:
      "Gong's ids of the calls: a list, one id, or ids separated by commas. Leave empty to cover every call of the range.",
    placeholder: "7782342274025937895",
    example: "7782342274025937895",
    dataSource: "calls",
  }),
);

export const userIds = field.list(
  field.text({
    label: "User IDs",
    comments: "Gong's ids of the users: a list, one id, or ids separated by commas. Leave empty to cover every user.",
    placeholder: "234599484848423",
    example: "234599484848423",
    dataSource: "users",
  }),
);

export const primaryUserIds = field.list(
  field.text({
    label: "Hosts",
    comments:
      "Gong's ids of the users who hosted the calls: a list, one id, or ids separated by commas. Leave empty to cover every host. Other participants cannot be filtered by Gong.",
    placeholder: "234599484848423",
    example: "234599484848423",
    dataSource: "users",
  }),
);

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
