export type { World, WorldOptions } from "#sandbox/world/index";
export { allowThisMachine } from "./allowedHosts";
export { answerSchema, checkAnswer, requestSchema, sampleAnswer } from "./answers";
export type { Clock } from "./clock";
export {
  allScopes,
  findOperation,
  type Operation,
  operationOf,
  operations,
  type Parameter,
  type Schema,
} from "./contract";
export type { AddedFault, Fault, FaultKind, Faults } from "./faults";
export type { LimitOptions, Limits } from "./limits";
export type { LogEntry, RequestLog } from "./log";
export type { TokenAnswer } from "./oauth";
export { checkRequest, parseJson } from "./requests";
export type { Sandbox, SandboxOptions, WebhookDelivery } from "./sandbox";
export { startSandbox } from "./server";
export {
  createWebhookKeys,
  type SignedWebhook,
  type SigningOptions,
  signWebhook,
  type WebhookGeneration,
  type WebhookKeys,
  webhookBody,
} from "./webhooks";
