import { read } from "#src/form/field";
import { gong } from "#src/gong/index";
import { targetOf, toRequest } from "#src/gong/request";
import {
  deleteCrmIntegration,
  getCrmObjects,
  getCrmRequestStatus,
  listCrmIntegrations,
  listCrmSchemaFields,
  registerCrmIntegration,
  uploadCrmObjects,
  uploadCrmSchemaFields,
} from "#src/operations/crm";
import { connectionTo } from "../../support/component";
import { useSandbox } from "../../support/door";
import { hurry } from "../gong/support";

const integrationId = "9223372036854775807";
const request = (objects: unknown) =>
  toRequest(uploadCrmObjects, read(uploadCrmObjects.fields, { integrationId, ...(objects as object) }));

it("asks for CRM objects with a GET that has a list as its body", () => {
  const input = read(getCrmObjects.fields, { integrationId, objectType: "deal", objectIds: "deal-1, deal-2" });
  const request = toRequest(getCrmObjects, input);
  const { method, body } = request;
  expect({ method, body }).toEqual({ method: "GET", body: ["deal-1", "deal-2"] });
  expect(targetOf(request)).toBe(`/v2/crm/entities?integrationId=${integrationId}&objectType=DEAL`);
});

it("refuses more CRM objects than Gong answers", () => {
  const objectIds = Array.from({ length: 101 }, (_, index) => `deal-${index}`);
  expect(() => read(getCrmObjects.fields, { integrationId, objectType: "DEAL", objectIds })).toThrow(
    "Object IDs must have at most 100 entries",
  );
});

it("deletes an integration by its query", () => {
  const input = read(deleteCrmIntegration.fields, { integrationId, clientRequestId: "bye_1-a" });
  expect(toRequest(deleteCrmIntegration, input)).toMatchObject({
    method: "DELETE",
    query: { integrationId, clientRequestId: "bye_1-a" },
    body: undefined,
  });
});

it.each(["a b", "é", "1.2", "a/b"])("refuses %j as a client request id", (clientRequestId) => {
  expect(() => read(deleteCrmIntegration.fields, { integrationId, clientRequestId })).toThrow(
    "Client Request ID must have only letters, digits, dashes and underscores.",
  );
});

it("refuses an integration id that is no number", () => {
  expect(() => read(deleteCrmIntegration.fields, { integrationId: "55170271x", clientRequestId: "a" })).toThrow(
    "Integration ID must be an id made of digits",
  );
});

it("refuses an integration id that has lost digits", () => {
  expect(() =>
    read(deleteCrmIntegration.fields, { integrationId: Number(integrationId), clientRequestId: "a" }),
  ).toThrow("Integration ID must be text: as a number of this size it has already lost digits");
});

describe("uploadCrmSchemaFields", () => {
  const upload = (fields: unknown) =>
    toRequest(
      uploadCrmSchemaFields,
      read(uploadCrmSchemaFields.fields, { integrationId, objectType: "ACCOUNT", fields }),
    );

  it("sends a list as the body", () => {
    const { query, body } = upload([
      { uniqueName: "segment", label: "Segment", type: "PICKLIST", orderedValueList: ["Enterprise"] },
      { uniqueName: "old", label: "Old", type: "PICKLIST", isDeleted: true, lastModified: "2026-01-05T10:00:00.483Z" },
    ]);
    expect(query).toEqual({ integrationId, objectType: "ACCOUNT" });
    expect(body).toEqual([
      { uniqueName: "segment", label: "Segment", type: "PICKLIST", orderedValueList: ["Enterprise"] },
      { uniqueName: "old", label: "Old", type: "PICKLIST", isDeleted: true, lastModified: "2026-01-05T10:00:00Z" },
    ]);
  });

  it("takes back what was read", () => {
    const onWire = {
      requestId: "r",
      objectTypeToSelectedFields: {
        ACCOUNT: [
          { name: "a", label: "A", type: "STRING", lastModified: null, isDeleted: false, referenceTo: null },
          { uniqueName: "b", label: "B", type: "NUMBER" },
        ],
        DEAL: null,
        LEAD: [null, "odd", []],
      },
    };
    const { objectTypeToSelectedFields } = listCrmSchemaFields
      .response()
      .parse(
        listCrmSchemaFields.answer?.(
          { ...onWire, objectTypeToSelectedFields: { ACCOUNT: onWire.objectTypeToSelectedFields.ACCOUNT } },
          { integrationId, objectType: "ACCOUNT" },
        ),
      );
    expect(upload(objectTypeToSelectedFields?.ACCOUNT).body).toEqual([
      { uniqueName: "a", label: "A", type: "STRING" },
      { uniqueName: "b", label: "B", type: "NUMBER" },
    ]);
    const odd = listCrmSchemaFields.answer?.(onWire, { integrationId, objectType: "DEAL" });
    expect(odd).toMatchObject({
      requestId: "r",
      objectTypeToSelectedFields: { DEAL: null, LEAD: [null, "odd", []] },
    });
    for (const bare of [{ requestId: "r" }, { objectTypeToSelectedFields: null }])
      expect(listCrmSchemaFields.answer?.(bare, { integrationId, objectType: "DEAL" })).toEqual(bare);
  });

  it("refuses fields that Gong would refuse", () => {
    expect(() =>
      upload([
        { uniqueName: "a", label: "A", type: "PICKLIST" },
        { uniqueName: "a", label: "A", type: "REFERENCE" },
      ]),
    ).toThrow(
      'Fields[1].orderedValueList is required for a field of type PICKLIST. Fields[2].uniqueName "a" is there twice. Give each field a name of its own. Fields[2].referenceTo is required for a field of type REFERENCE.',
    );
  });
});

it("uploads CRM objects as one file with everything else in the query", () => {
  const { method, query, body, multipart } = request({
    objectType: "BUSINESS_USER",
    clientRequestId: "users-1",
    dataFile: [{ objectId: "u-1", modifiedDate: "2026-01-05", emailAddress: "ada.reyes@northwind.example" }],
  });
  expect(method).toBe("POST");
  expect(query).toEqual({ integrationId, objectType: "BUSINESS_USER", clientRequestId: "users-1" });
  expect(body).toBeUndefined();
  expect(multipart).toMatchObject({
    part: "dataFile",
    content: '{"objectId":"u-1","modifiedDate":"2026-01-05T00:00:00Z","emailAddress":"ada.reyes@northwind.example"}\n',
  });
});

describe("against a Gong", () => {
  const sandbox = useSandbox({ world: { crmIntegration: false, processingMs: 0 } });

  it("carries an integration from its registration to its end without losing a digit", () =>
    hurry(async () => {
      const client = gong(connectionTo(sandbox));
      const ownerEmail = sandbox.world.users[0]?.emailAddress ?? "";
      const { integrationId } = await client.run(registerCrmIntegration, { ownerEmail, name: "Northwind CRM" });
      expect(integrationId).toMatch(/^\d{17,}$/);
      const { integrations } = await client.run(listCrmIntegrations, {});
      expect(integrations).toEqual([{ integrationId, ownerEmail, name: "Northwind CRM" }]);

      const about = { integrationId: String(integrationId), objectType: "ACCOUNT" };
      const fields = [{ uniqueName: "segment", label: "Segment", type: "PICKLIST", orderedValueList: ["Enterprise"] }];
      await client.run(uploadCrmSchemaFields, { ...about, fields });
      const { objectTypeToSelectedFields: readBack } = await client.run(listCrmSchemaFields, about);
      expect(readBack?.ACCOUNT).toEqual([{ ...fields[0], lastModified: expect.any(String) }]);
      await client.run(
        uploadCrmSchemaFields,
        read(uploadCrmSchemaFields.fields, { ...about, fields: readBack?.ACCOUNT }),
      );

      const dataFile =
        '{"objectId": "acc-4711", "modifiedDate": "2026-01-05T10:00:00.483Z", "score": 18446744073709551617}';
      const upload = { ...about, clientRequestId: "accounts-1", dataFile };
      await client.run(uploadCrmObjects, upload);
      const status = await client.run(getCrmRequestStatus, {
        integrationId: about.integrationId,
        clientRequestId: "accounts-1",
      });
      expect(status).toMatchObject({ status: "DONE", totalErrorCount: 0, totalSuccessCount: 1 });
      await expect(client.run(uploadCrmObjects, upload)).rejects.toThrow(
        /accounts-1 was used before\. (?!It was sent)/,
      );
      sandbox.faults.add({ kind: "truncated", match: { operation: "POST /v2/crm/entities" } });
      await expect(client.run(uploadCrmObjects, { ...upload, clientRequestId: "accounts-2" })).rejects.toThrow(
        /accounts-2 was used before\. It was sent before, without a good answer, and that is probably what Gong has/,
      );

      const { crmObjectsMap } = await client.run(getCrmObjects, { ...about, objectIds: ["acc-4711", "acc-4712"] });
      expect(crmObjectsMap).toMatchObject({
        "acc-4711": { objectId: "acc-4711", modifiedDate: "2026-01-05T10:00:00Z" },
        "acc-4712": null,
      });

      await client.run(deleteCrmIntegration, { integrationId: about.integrationId, clientRequestId: "goodbye-1" });
      expect((await client.run(listCrmIntegrations, {})).integrations).toEqual([]);
      expect(sandbox.log.violations()).toEqual([]);
    }));
});
