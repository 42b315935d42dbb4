import nock from "nock";
import { toAction } from "#src/actions/toAction";
import { emailAddressReferences } from "#src/entities/references";
import { read } from "#src/form/field";
import { targetOf, toRequest } from "#src/gong/request";
import { getCallTranscript, getCallUsingGet, listCallsUsingGet, listDetailedCalls } from "#src/operations/calls/index";
import { listCallsInFolder } from "#src/operations/library";
import {
  deleteEmailAddressAndAssociatedElements,
  deletePhoneNumberAndAssociatedElements,
  listReferencesToAPhoneNumber,
} from "#src/operations/privacy";

describe("Erasing", () => {
  test("puts the address into the query of a POST without a body.", () => {
    const input = read(deleteEmailAddressAndAssociatedElements.fields, {
      emailAddress: " priya.nair@contoso.example ",
      reportFirst: true,
    });
    const request = toRequest(deleteEmailAddressAndAssociatedElements, input);
    expect(request).toMatchObject({ method: "POST", query: { emailAddress: "priya.nair@contoso.example" } });
    expect(Object.keys(request.query)).toEqual(["emailAddress"]);
    expect(request.body).toBeUndefined();
  });

  test("puts the number into the query of a POST without a body.", () => {
    const input = read(deletePhoneNumberAndAssociatedElements.fields, { phoneNumber: "+14255552671" });
    const request = toRequest(deletePhoneNumberAndAssociatedElements, input);
    expect(request).toMatchObject({ method: "POST", query: { phoneNumber: "+14255552671" } });
    expect(request.body).toBeUndefined();
  });

  test.each([deleteEmailAddressAndAssociatedElements, deletePhoneNumberAndAssociatedElements])(
    "says that it cannot be taken back ($label).",
    ({ description, notes }) => {
      expect(description).toContain("irreversible");
      expect(notes?.join(" ")).toContain("irreversible");
    },
  );

  test.each([deleteEmailAddressAndAssociatedElements, deletePhoneNumberAndAssociatedElements])(
    "can look up beforehand, with an input that it has and a switch that never reaches Gong ($label).",
    ({ fields, lookUpFirst }) => {
      expect(fields).toHaveProperty([lookUpFirst?.when ?? "", "formOnly"], true);
      for (const key of Object.keys(lookUpFirst?.operation.fields ?? {})) expect(fields).toHaveProperty([key]);
      expect(lookUpFirst?.operation.effect).toBe("reads");
    },
  );
});

test.each(["+1 (425) 555-2671", "+14255552671", "%2B14255552671", "0014255552671"])(
  "A phone number given as %s is encoded once.",
  (phoneNumber) => {
    for (const operation of [listReferencesToAPhoneNumber, deletePhoneNumberAndAssociatedElements]) {
      const request = toRequest(operation, read(operation.fields, { phoneNumber }));
      expect(targetOf(request)).toMatch(/\?phoneNumber=%2B14255552671$/);
    }
  },
);

describe("Erasing with a report", () => {
  const quiet = () => undefined;
  const logger = { metric: quiet, trace: quiet, debug: quiet, info: quiet, log: quiet, warn: quiet, error: quiet };
  const connection = {
    key: "gongApiKey",
    fields: { baseUrl: "https://api.gong.io", accessKey: "key", accessKeySecret: "secret" },
  };
  const emailAddress = "priya.nair@contoso.example";
  const erase = (reportFirst?: boolean) =>
    toAction(deleteEmailAddressAndAssociatedElements).perform(
      { logger } as never,
      { connection, emailAddress, reportFirst } as never,
    );
  const lookUp = () =>
    nock("https://api.gong.io").get("/v2/data-privacy/data-for-email-address").query({ emailAddress });
  const erasure = () =>
    nock("https://api.gong.io").post("/v2/data-privacy/erase-data-for-email-address", "").query({ emailAddress });

  beforeAll(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });

  test("hands out what was found beside Gong's acknowledgement.", async () => {
    lookUp().reply(200, emailAddressReferences);
    erasure().reply(200, { requestId: "r1" });
    expect(await erase(true)).toEqual({ data: { requestId: "r1", foundBeforehand: emailAddressReferences } });
  });

  test("looks nothing up unless asked to.", async () => {
    erasure().reply(200, { requestId: "r1" });
    expect(await erase(false)).toEqual({ data: { requestId: "r1" } });
  });

  test("erases nothing when the look-up fails.", async () => {
    lookUp().reply(400, { requestId: "r2", errors: ["The address belongs to a user."] });
    const unsent = erasure().reply(200, { requestId: "r1" });
    await expect(erase(true)).rejects.toThrow(/The address belongs to a user/);
    expect(unsent.isDone()).toBe(false);
  });
});

describe("Actions that hand out calls as Gong gives them", () => {
  it.each([listCallsUsingGet, getCallUsingGet, listDetailedCalls, getCallTranscript, listCallsInFolder])(
    "say that private calls come too: $label",
    ({ notes }) => {
      expect(notes?.join(" ")).toContain("Private calls come too");
    },
  );
});
