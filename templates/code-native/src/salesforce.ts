import type { Connection } from "@prismatic-io/spectral";

const apiVersion = "v60.0";

/**
 * Reads or changes one record of Salesforce.
 * @throws Error with Salesforce's status when it refuses.
 */
export const requestSalesforce = async (
  { token }: Connection,
  method: "GET" | "PATCH",
  record: string,
  body?: Record<string, unknown>,
): Promise<Record<string, unknown> | undefined> => {
  const address = `${String(token?.instance_url)}/services/data/${apiVersion}/sobjects/${record}`;
  const response = await fetch(address, {
    method,
    headers: { authorization: `Bearer ${String(token?.access_token)}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`Salesforce answered ${response.status} to ${method} ${record}.`);
  return response.status === 204 ? undefined : ((await response.json()) as Record<string, unknown>);
};
