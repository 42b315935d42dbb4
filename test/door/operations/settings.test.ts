import { read } from "#src/form/field";
import { updateIntegrationSettings } from "#src/operations/settings";

const originOf = (allowedOrigin: string) => {
  const integrationTypeSettings = [{ integrationType: "DIALER", allowedOrigin }];
  return read(updateIntegrationSettings.fields, { integrationTypeSettings }).integrationTypeSettings[0]?.allowedOrigin;
};

it.each(["https://northwind.example", "http://localhost:8080", "https://northwind.example/"])(
  "takes the origin %s, without a slash at its end",
  (given) => expect(originOf(given)).toBe(given.replace(/\/$/, "")),
);

it.each([
  "https://northwind.example/dialer",
  "https://northwind.example?a",
  "https://ada@northwind.example",
  "https://a#b",
])("refuses %s as an origin", (given) =>
  expect(() => originOf(given)).toThrow(
    "Integration Type Settings[1].allowedOrigin must be scheme and host alone, such as https://northwind.partner.example",
  ),
);
