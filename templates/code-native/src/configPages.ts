import { configPage, configVar, connectionConfigVar, OAuth2Type } from "@prismatic-io/spectral";
import { gongGongApiKey } from "gong-manifest/connections/gongApiKey";

export const configPages = {
  Connections: configPage({
    tagline: "Connect Gong and Salesforce.",
    elements: {
      "Gong Connection": gongGongApiKey("gong-connection", { baseUrl: {}, accessKey: {}, accessKeySecret: {} }),
      "Salesforce Connection": connectionConfigVar({
        stableKey: "salesforce-connection",
        dataType: "connection",
        oauth2Type: OAuth2Type.AuthorizationCode,
        inputs: {
          authorizeUrl: {
            label: "Authorize URL",
            type: "string",
            required: true,
            default: "https://login.salesforce.com/services/oauth2/authorize",
          },
          tokenUrl: {
            label: "Token URL",
            type: "string",
            required: true,
            default: "https://login.salesforce.com/services/oauth2/token",
          },
          scopes: { label: "Scopes", type: "string", default: "api refresh_token" },
          clientId: { label: "Consumer Key", type: "string", required: true },
          clientSecret: { label: "Consumer Secret", type: "password", required: true },
        },
      }),
    },
  }),
  Rule: configPage({
    tagline: "Which rule rings, and what is written where.",
    elements: {
      "Public Keys": configVar({
        stableKey: "public-keys",
        dataType: "string",
        collectionType: "valuelist",
        description: "The public key of the Gong automation rule, as Gong shows it beside the rule.",
      }),
      Trackers: configVar({
        stableKey: "trackers",
        dataType: "string",
        collectionType: "valuelist",
        defaultValue: ["Competitors"],
        description: "The trackers whose phrases are written.",
      }),
      "Opportunity Field": configVar({
        stableKey: "opportunity-field",
        dataType: "string",
        defaultValue: "Competitors__c",
        description: "The API name of the text field of the opportunity.",
      }),
    },
  }),
};
