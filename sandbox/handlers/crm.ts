import type { Answer, Exchange, Handler } from "#sandbox/types";
import type { World } from "#sandbox/world/index";
import type { CrmIntegration, CrmRequest } from "#sandbox/world/state";
import { makeIntegration } from "#sandbox/world/state";
import { formatTime } from "#sandbox/world/time";
import { bodyOf, list, refuse, say } from "./answer";

type Field = { uniqueName: string; label: string; type: string; isDeleted?: boolean; [key: string]: unknown };
type CrmObject = Record<string, unknown>;

const find = (world: World, { query }: Exchange): CrmIntegration | Answer => {
  const { crmIntegration } = world.state;
  return crmIntegration && crmIntegration.id === query.integrationId
    ? crmIntegration
    : refuse(400, `Integration ID ${query.integrationId} was not found`);
};

const isIntegration = (found: CrmIntegration | Answer): found is CrmIntegration => "schemas" in found;

/** What is wrong with one line of an upload, in words; undefined when nothing is. */
const lineFault = (objectType: string, object: unknown): string | undefined => {
  if (typeof object !== "object" || object === null || Array.isArray(object)) return "The line is not a JSON object";
  const { objectId, modifiedDate, emailAddress, name, isDeleted } = object as CrmObject;
  if (typeof objectId !== "string" || !/^[\w.@+-]{1,64}$/.test(objectId)) return "objectId: is missing or not valid";
  if (objectType === "STAGE") return name ? undefined : "name: is missing";
  if (typeof modifiedDate !== "string" || Number.isNaN(Date.parse(modifiedDate)))
    return "modifiedDate: is missing or not valid";
  if (/\.\d+/.test(modifiedDate)) return "modifiedDate: must not have milliseconds";
  if (objectType === "BUSINESS_USER" && !emailAddress && !isDeleted) return "emailAddress: is missing";
  return undefined;
};

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** Reads an LDJSON file into the integration; the errors name their lines, counted from 1. */
const take = (integration: CrmIntegration, objectType: string, text: string) => {
  const objects = integration.objects.get(objectType) ?? new Map<string, CrmObject>();
  integration.objects.set(objectType, objects);
  const errors: { line: number; description: string }[] = [];
  const seen = new Set<string>();
  let succeeded = 0;
  for (const [at, line] of text.split("\n").entries()) {
    if (!line.trim()) continue;
    const object = parse(line);
    const objectId = String((object as CrmObject | undefined)?.objectId);
    const fault =
      lineFault(objectType, object) ?? (seen.has(objectId) ? "objectId: stands in the file twice" : undefined);
    if (fault) {
      errors.push({ line: at + 1, description: fault });
      continue;
    }
    seen.add(objectId);
    succeeded++;
    if ((object as CrmObject).isDeleted === true) objects.delete(objectId);
    else objects.set(objectId, { ...objects.get(objectId), ...(object as CrmObject) });
  }
  return { errors, succeeded };
};

/** Remembers an asynchronous request; the id may be used once. */
const begin = (world: World, exchange: Exchange, result: Pick<CrmRequest, "errors" | "succeeded">): Answer => {
  const { integrationId = "", clientRequestId = "" } = exchange.query;
  const doneAt = exchange.now + world.options.processingMs;
  world.state.crmRequests.set(clientRequestId, { integrationId, doneAt, ...result });
  return say({ clientRequestId }, 201);
};

const reused = (world: World, { query: { clientRequestId = "" } }: Exchange): Answer | undefined =>
  world.state.crmRequests.has(clientRequestId)
    ? refuse(409, `clientRequestId ${clientRequestId} was used before`)
    : undefined;

const mostErrors = 20;
const mostReadBack = 100;

export const crm: Record<string, Handler> = {
  // Ids of integrations travel as JSON numbers above 2^53: bigints keep their digits.
  "GET /v2/crm/integrations": (world) =>
    list(world.state.crmIntegration ? [world.state.crmIntegration] : [], ({ id, ownerEmail, name }) => ({
      integrationId: BigInt(id),
      ownerEmail,
      name,
    })),

  "PUT /v2/crm/integrations": (world, exchange) => {
    const { ownerEmail, name } = bodyOf<{ ownerEmail: string; name: string }>(exchange);
    if (world.state.crmIntegration) {
      return refuse(
        409,
        `Your organization already has an active GENERIC CRM integration. Its ID is ${world.state.crmIntegration.id}.`,
      );
    }
    if (!world.findUserByAddress(ownerEmail)) return refuse(400, `ownerEmail: ${ownerEmail} belongs to no user`);
    world.state.crmIntegration = makeIntegration(world.seed, ownerEmail, name, ++world.state.counter);
    return say({ integrationId: BigInt(world.state.crmIntegration.id) });
  },

  "DELETE /v2/crm/integrations": (world, exchange) => {
    const found = find(world, exchange);
    if (!isIntegration(found)) return found;
    const repeated = reused(world, exchange);
    if (repeated) return repeated;
    world.state.crmIntegration = undefined;
    return begin(world, exchange, { errors: [], succeeded: 1 });
  },

  "GET /v2/crm/entity-schema": (world, exchange) => {
    const found = find(world, exchange);
    if (!isIntegration(found)) return found;
    const { objectType = "" } = exchange.query;
    // Gong reads fields back under `name`; the document says `uniqueName`.
    const fields = (found.schemas.get(objectType) ?? []).map((field) => ({ ...field, name: field.uniqueName }));
    return say({ objectTypeToSelectedFields: { [objectType]: fields } });
  },

  "POST /v2/crm/entity-schema": (world, exchange) => {
    const found = find(world, exchange);
    if (!isIntegration(found)) return found;
    const { objectType = "" } = exchange.query;
    const fields = bodyOf<Field[]>(exchange);
    const missing = (found.schemas.get(objectType) ?? []).filter(
      ({ uniqueName }) => !fields.some((field) => field.uniqueName === uniqueName),
    );
    if (missing.length) {
      return refuse(400, `Fields are missing: ${missing.map(({ uniqueName }) => uniqueName).join(", ")}`);
    }
    for (const { uniqueName, type, orderedValueList, referenceTo } of fields) {
      if (type === "PICKLIST" && !orderedValueList) return refuse(400, `${uniqueName}: orderedValueList is missing`);
      if (type === "REFERENCE" && !referenceTo) return refuse(400, `${uniqueName}: referenceTo is missing`);
    }
    const kept = fields.filter(({ isDeleted }) => !isDeleted);
    found.schemas.set(
      objectType,
      kept.map((field) => ({ lastModified: formatTime(exchange.now), ...field })),
    );
    return say({}, 200);
  },

  "POST /v2/crm/entities": (world, exchange) => {
    const found = find(world, exchange);
    if (!isIntegration(found)) return found;
    const repeated = reused(world, exchange);
    if (repeated) return repeated;
    if (!exchange.file) return refuse(400, "dataFile part is missing");
    const { bytes, size } = exchange.file;
    // Of files too large to be kept only the size is known.
    if (!bytes && size > 0) return begin(world, exchange, { errors: [], succeeded: 0 });
    const result = take(found, exchange.query.objectType ?? "", bytes?.toString("utf8") ?? "");
    const isEmpty = !result.errors.length && !result.succeeded;
    const errors = isEmpty ? [{ line: 0, description: "The file is empty" }] : result.errors;
    return begin(world, exchange, { errors, succeeded: result.succeeded });
  },

  "GET /v2/crm/entities": (world, exchange) => {
    const found = find(world, exchange);
    if (!isIntegration(found)) return found;
    if (!Array.isArray(exchange.body)) return refuse(415, "Unsupported Media Type");
    const objects = found.objects.get(exchange.query.objectType ?? "");
    const ids = bodyOf<string[]>(exchange).slice(0, mostReadBack);
    return say({ crmObjectsMap: Object.fromEntries(ids.map((id) => [id, objects?.get(id) ?? null])) });
  },

  "GET /v2/crm/request-status": (world, { query: { integrationId, clientRequestId = "" }, now }) => {
    const request = world.state.crmRequests.get(clientRequestId);
    if (!request || request.integrationId !== integrationId) {
      return refuse(400, `clientRequestId ${clientRequestId} was not found`);
    }
    if (now < request.doneAt)
      return say({ status: "IN_PROGRESS", errors: [], totalErrorCount: 0, totalSuccessCount: 0 });
    const { errors, succeeded } = request;
    return say({
      status: errors.length && !succeeded ? "FAILED" : "DONE",
      errors: errors.slice(0, mostErrors),
      totalErrorCount: errors.length,
      totalSuccessCount: succeeded,
    });
  },
};
