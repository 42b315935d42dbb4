import { connection, OAuth2Type, oauth2Connection } from "@prismatic-io/spectral";
import { defaultScopes } from "#src/operations/scopes";

const oauth2 = oauth2Connection({
  key: "oauth2",
  display: {
    label: "Gong OAuth 2.0",
    description:
      "Connects through an integration that a Gong technical administrator creates under Admin center > Settings > Ecosystem > API > Integrations. Its redirect URI there is the platform's callback, and each region of the platform has its own: https://oauth2.prismatic.io/callback is that of one. The address of the customer's Gong comes with the token.",
    icons: { oauth2ConnectionIconPath: "oauth2.png", avatarPath: "oauth2.png" },
  },
  oauth2Type: OAuth2Type.AuthorizationCode,
  inputs: {
    authorizeUrl: {
      label: "Authorize URL",
      type: "string",
      required: true,
      shown: false,
      default: "https://app.gong.io/oauth2/authorize",
      comments: "Where Gong asks for consent. The default is right for every Gong customer.",
      placeholder: "https://app.gong.io/oauth2/authorize",
      example: "https://app.gong.io/oauth2/authorize",
    },
    tokenUrl: {
      label: "Token URL",
      type: "string",
      required: true,
      shown: false,
      default: "https://app.gong.io/oauth2/generate-customer-token",
      comments: "Where Gong exchanges codes for tokens. The default is right for every Gong customer.",
      placeholder: "https://app.gong.io/oauth2/generate-customer-token",
      example: "https://app.gong.io/oauth2/generate-customer-token",
    },
    scopes: {
      label: "Scopes",
      type: "string",
      required: false,
      default: defaultScopes.join(" "),
      comments:
        "What the connection may do, separated by spaces. The default covers the actions that read. Each scope must also be ticked in the integration in Gong. Add scopes for actions that write; remove those that are not wanted. Keep at least one: with none, Gong lets no action through.",
      placeholder: "api:calls:read:basic api:users:read",
      example: "api:calls:read:basic api:users:read",
    },
    clientId: {
      label: "Client ID",
      type: "string",
      required: true,
      comments: "The client ID of the integration, shown in Gong in the list of integrations.",
      placeholder: "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456",
      example: "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456",
    },
    clientSecret: {
      label: "Client Secret",
      type: "password",
      required: true,
      comments: "The client secret of the integration. Gong shows it when the integration is created.",
    },
  },
});

const gongApiKey = connection({
  key: "gongApiKey",
  display: {
    label: "Gong Basic Authentication",
    description:
      "Connects with an access key and its secret, which a Gong technical administrator creates under Admin center > Settings > Ecosystem > API. The key acts for the whole company.",
    icons: { avatarPath: "access-key.png" },
  },
  inputs: {
    baseUrl: {
      label: "Base URL",
      type: "string",
      required: true,
      default: "https://api.gong.io",
      comments: "The address shown beside the access key in Gong, such as https://us-12345.api.gong.io.",
      placeholder: "https://api.gong.io",
      example: "https://us-12345.api.gong.io",
    },
    accessKey: {
      label: "Access Key",
      type: "string",
      required: true,
      comments: "The access key, as Gong shows it on the page of the base URL.",
      placeholder: "UQ4SK2MPUBCMMPLZHB4LTWZMJUUW5F3A",
      example: "UQ4SK2MPUBCMMPLZHB4LTWZMJUUW5F3A",
    },
    accessKeySecret: {
      label: "Access Key Secret",
      type: "password",
      required: true,
      comments: "The secret of the access key. Gong shows it once, when the key is created.",
    },
  },
});

export const connections = [oauth2, gongApiKey];
