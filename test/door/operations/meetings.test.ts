import { type Fields, read } from "#src/form/field";
import { gong } from "#src/gong/index";
import { toRequest } from "#src/gong/request";
import type { Operation } from "#src/operation";
import {
  createNewGongMeeting,
  deleteMeeting,
  getMeetingIntegrationStatus,
  updateGongMeeting,
} from "#src/operations/meetings";
import { connectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";

const requestOf = <F extends Fields>(operation: Operation<F>, answers: Record<string, unknown>) =>
  toRequest(operation, read(operation.fields, answers));

const meetingId = "9223372036854775807";
const organizerEmail = "ada.reyes@northwind.example";
const meeting = {
  startTime: "2026-01-05T10:00:00-08:00",
  endTime: "2026-01-05T10:30:00-08:00",
  organizerEmail,
  invitees: '[{"email": "priya.nair@contoso.example", "firstName": "Priya"}]',
};

it.each<[string, unknown]>([
  ["text", meeting.invitees],
  ["a list", [{ email: "priya.nair@contoso.example", firstName: "Priya" }]],
  ["one object", { email: "priya.nair@contoso.example", firstName: "Priya" }],
])("takes invitees as %s", (_what, invitees) => {
  expect(requestOf(createNewGongMeeting, { ...meeting, invitees })).toMatchObject({
    method: "POST",
    path: "/v2/meetings",
    body: {
      startTime: "2026-01-05T18:00:00Z",
      endTime: "2026-01-05T18:30:00Z",
      organizerEmail,
      invitees: [{ email: "priya.nair@contoso.example", firstName: "Priya" }],
    },
  });
});

it("takes addresses alone as invitees", () => {
  const invitees = ["priya.nair@contoso.example", "tomas.lind@northwind.example"];
  expect(requestOf(createNewGongMeeting, { ...meeting, invitees }).body).toMatchObject({
    invitees: [{ email: "priya.nair@contoso.example" }, { email: "tomas.lind@northwind.example" }],
  });
});

it("refuses an invitee who cannot be invited", () => {
  expect(() => requestOf(createNewGongMeeting, { ...meeting, invitees: [{ firstName: "Priya" }] })).toThrow(
    "Invitees[1].email is required.",
  );
});

it.each([createNewGongMeeting, updateGongMeeting])("refuses a meeting that ends before it starts", (operation) => {
  expect(() =>
    requestOf(operation as Operation, { ...meeting, meetingId, endTime: "2026-01-05T10:00:00-08:00" }),
  ).toThrow("End Time must be after Start Time.");
});

it("changes a meeting in its path, which keeps every digit", () => {
  const { method, path, body } = requestOf(updateGongMeeting, { ...meeting, meetingId });
  expect({ method, path }).toEqual({ method: "PUT", path: `/v2/meetings/${meetingId}` });
  expect(body).not.toHaveProperty("meetingId");
});

it("deletes a meeting with DELETE and the organizer in the body", () => {
  const { method, path, query, body, multipart } = requestOf(deleteMeeting, { meetingId, organizerEmail });
  expect({ method, path, query, body, multipart }).toEqual({
    method: "DELETE",
    path: `/v2/meetings/${meetingId}`,
    query: {},
    body: { organizerEmail },
    multipart: undefined,
  });
});

it.each([undefined, "", "  "])("says what deleting lacks when the organizer is %j", (blank) => {
  expect(() => requestOf(deleteMeeting, { meetingId, organizerEmail: blank })).toThrow(
    "Organizer Email is required. Fill in the e-mail address of the user who holds the meeting",
  );
});

it("asks about at most 100 users at once", () => {
  const emails = Array.from({ length: 101 }, (_, index) => `user${index}@northwind.example`);
  expect(requestOf(getMeetingIntegrationStatus, { emails: emails.slice(1).join(",") }).body).toEqual({
    emails: emails.slice(1),
  });
  expect(() => requestOf(getMeetingIntegrationStatus, { emails })).toThrow("Emails must have at most 100 entries");
});

describe("against a Gong", () => {
  const sandbox = useSandbox();

  it("creates, changes and deletes a meeting", async () => {
    const client = gong(connectionTo(sandbox));
    const organizerEmail = sandbox.world.users[0]?.emailAddress ?? "";
    const input = read(createNewGongMeeting.fields, { ...meeting, organizerEmail });
    const { meetingId = "" } = (await client.run(createNewGongMeeting, input)) as { meetingId: string };
    expect(await client.run(updateGongMeeting, { ...input, meetingId, title: "Later" })).toMatchObject({ meetingId });
    expect(await client.run(deleteMeeting, { meetingId, organizerEmail })).toMatchObject({ organizerEmail });
    await expect(client.run(deleteMeeting, { meetingId, organizerEmail })).rejects.toThrow("was not found");
    expect(sandbox.log.violations()).toEqual([]);
  });

  it("tells who can hold meetings, and says in Gong's words what stands in the way", async () => {
    const client = gong(connectionTo(sandbox));
    const addresses = sandbox.world.users.map(({ emailAddress }) => emailAddress);
    const { users } = await client.run(getMeetingIntegrationStatus, { emails: addresses.slice(0, 100) });
    const unable = users?.find(({ valid }) => !valid);
    expect(unable).toMatchObject({ exists: true, userFacingError: expect.any(String), fixUrl: expect.any(String) });
    const input = read(createNewGongMeeting.fields, { ...meeting, organizerEmail: unable?.email });
    await expect(client.run(createNewGongMeeting, input)).rejects.toThrow(unable?.userFacingError ?? "");
  });
});
