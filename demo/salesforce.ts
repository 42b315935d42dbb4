import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Fields = Record<string, unknown>;

/** A stand-in for Salesforce on this machine: one kind of request, read and update of an Opportunity. */
export const startSalesforce = async () => {
  const records = new Map<string, Fields>();
  const server = createServer(async (request, response) => {
    const id = request.url?.match(/^\/services\/data\/v\d+\.0\/sobjects\/Opportunity\/(\w+)$/)?.[1];
    const record = id ? records.get(id) : undefined;
    if (!record) return void response.writeHead(404).end();
    if (request.method === "GET") return void response.writeHead(200).end(JSON.stringify(record));
    if (request.method !== "PATCH") return void response.writeHead(405).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    Object.assign(record, JSON.parse(Buffer.concat(chunks).toString()) as Fields);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = (id: string) =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/data/v60.0/sobjects/Opportunity/${id}`;
  return {
    add: (id: string, fields: Fields) => void records.set(id, fields),
    read: async (id: string) => (await fetch(address(id))).json() as Promise<Fields>,
    update: async (id: string, fields: Fields) => {
      const { status } = await fetch(address(id), { method: "PATCH", body: JSON.stringify(fields) });
      if (status !== 204) throw new Error(`The stand-in Salesforce answered ${status} for ${id}.`);
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};
