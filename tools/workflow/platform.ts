/**
 * The platform's own steps that templates may use, with the keys of their inputs: facts seen in public workflow
 * definitions. A template uses none but these, so that every key in it has a source.
 */
const http = (...own: readonly string[]) => [
  ...own,
  "connection",
  "debugRequest",
  "headers",
  "ignoreSslErrors",
  "includeFullResponse",
  "maxRetries",
  "queryParams",
  "responseType",
  "retryDelayMS",
  "retryOnAllErrors",
  "timeout",
  "url",
  "useExponentialBackoff",
];

export const platformActions: Readonly<Record<string, readonly string[]>> = {
  "branch.branchOnExpression": ["conditions"],
  "code.runCode": ["code", "data"],
  "collection-tools.chunks": ["listInput", "numberInput"],
  "collection-tools.create": ["items"],
  "collection-tools.createObject": ["keyValueInput"],
  "collection-tools.flatten": ["listInput"],
  "cross-flow.invokeFlow": ["data", "flowName"],
  "http.httpGet": http(),
  "http.httpPost": http("data"),
  "http.httpPostFormData": http("fileData", "fileDataFileNames", "formData", "httpMethod"),
  "loop.loopOverItems": ["items"],
  "persist-data.appendExecutionValueToList": ["keyInput", "valueInput"],
  "persist-data.getCrossFlowValue": ["defaultValueInput", "keyInput"],
  "persist-data.getExecutionValue": ["defaultValueInput", "keyInput"],
  "persist-data.removeCrossFlowValue": ["keyInput"],
  "persist-data.saveCrossFlowValue": ["dynamicValues", "keyInput", "valueInput"],
  "salesforce.getRecord": ["connection", "recordId", "recordType", "version"],
  "salesforce.updateRecord": ["connection", "dynamicValues", "fieldValues", "recordId", "recordType", "version"],
  "text-manipulation.join": ["separator", "strings"],
};

export const platformTriggers: Readonly<Record<string, readonly string[]>> = {
  "cross-flow.crossFlow": [],
  "management-triggers.instanceDeploy": [],
  "schedule-triggers.schedule": [],
  "webhook-triggers.webhook": ["body", "contentType", "headers", "statusCode"],
};

/** Connections of the platform's components, with the keys of their inputs. */
export const platformConnections: Readonly<Record<string, readonly string[]>> = {
  "salesforce.oauth2": ["authorizeUrl", "clientId", "clientSecret", "revokeUrl", "tokenUrl"],
};
