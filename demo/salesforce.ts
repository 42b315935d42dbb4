import { serve } from "./serve";

type Fields = Record<string, unknown>;

/** A stand-in for Salesforce on this machine: reads and updates records. */
export const startSalesforce = async () => {
  const records = new Map<string, Fields>();
  const { url, close } = await serve(({ method, path, body }) => {
    const [services, data, version, sobjects, recordType, id] = path;
    const isKnown = services === "services" && data === "data" && version?.startsWith("v") && sobjects === "sobjects";
    const record = isKnown ? records.get(`${recordType}/${id}`) : undefined;
    if (!record) return { status: 404, body: [{ errorCode: "NOT_FOUND", message: `There is no ${path.join("/")}.` }] };
    if (method === "GET") return { status: 200, body: record };
    if (method !== "PATCH") return { status: 405 };
    Object.assign(record, JSON.parse(body.toString()) as Fields);
    return { status: 204 };
  });
  return {
    close,
    add: (type: string, id: string, fields: Fields) => void records.set(`${type}/${id}`, { Id: id, ...fields }),
    record: (type: string, id: string): Fields | undefined => records.get(`${type}/${id}`),
    /** As the platform hands the connection to a step. */
    connection: { key: "oauth2", configVarKey: "Salesforce Connection", fields: {}, token: { instance_url: url } },
  };
};
