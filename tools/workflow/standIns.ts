import { compileFunction } from "node:vm";

/** What one run of a flow may change; kept when it succeeds. */
export interface State {
  instance: Record<string, unknown>;
  crossFlow: Record<string, unknown>;
  readonly execution: Record<string, unknown>;
  /** Flows to be run after this one. */
  readonly invocations: { readonly flowName: string; readonly data: unknown }[];
}

/** A step of one of the platform's own components, played on this machine. */
export type StandIn = (
  inputs: Readonly<Record<string, unknown>>,
  state: State,
  /** What the steps before gave, by the name for references. */
  steps: Readonly<Record<string, unknown>>,
) => unknown;

/** The code of a step: a module whose export takes a context and what the steps before gave. */
type StepCode = (context: object, steps: Readonly<Record<string, unknown>>) => Promise<{ readonly data: unknown }>;

const functionIn = (code: string): StepCode => {
  const module: { exports?: StepCode } = {};
  compileFunction(code, ["module"])(module);
  if (typeof module.exports !== "function") throw new Error("The code exports no function.");
  return module.exports;
};

interface Pair {
  readonly key: string;
  readonly value: unknown;
}

const toText = (value: unknown): string => (value === undefined || value === null ? "" : String(value));

const pairsIn = (list: unknown): readonly Pair[] => (Array.isArray(list) ? (list as Pair[]) : []);

const toObject = (list: unknown) => Object.fromEntries(pairsIn(list).map(({ key, value }) => [key, value]));

/** Kept values stand beside whatever else a component keeps in the same state. */
const keptValue = (
  state: Record<string, unknown>,
  { keyInput, defaultValueInput }: Readonly<Record<string, unknown>>,
) => state[toText(keyInput)] ?? defaultValueInput;

const read = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered with status ${response.status}. ${text}`.trim());
  if (text === "") return null;
  return response.headers.get("content-type")?.includes("json") ? (JSON.parse(text) as unknown) : text;
};

const addressOf = ({ url, queryParams }: Readonly<Record<string, unknown>>): URL => {
  const address = new URL(toText(url));
  for (const { key, value } of pairsIn(queryParams)) address.searchParams.set(key, toText(value));
  return address;
};

const headersOf = ({ headers }: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(pairsIn(headers).map(({ key, value }) => [key, toText(value)]));

const salesforceAddress = ({
  connection,
  version,
  recordType,
  recordId,
}: Readonly<Record<string, unknown>>): string => {
  const { token } = connection as { token: { instance_url: string } };
  return `${token.instance_url}/services/data/v${toText(version)}/sobjects/${toText(recordType)}/${toText(recordId)}`;
};

/** The platform's own steps that the templates use. Those that work with other systems do so over HTTP. */
export const standIns: Readonly<Record<string, StandIn>> = {
  "code.runCode": async ({ code }, _state, steps) => (await functionIn(toText(code))({}, steps)).data,

  "collection-tools.chunks": ({ listInput, numberInput }) => {
    const [list, size] = [listInput as unknown[], Number(numberInput)];
    return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
      list.slice(index * size, (index + 1) * size),
    );
  },
  "collection-tools.create": ({ items }) => items,
  "collection-tools.createObject": ({ keyValueInput }) => toObject(keyValueInput),
  "collection-tools.flatten": ({ listInput }) => (listInput as unknown[]).flat(),

  "cross-flow.invokeFlow": ({ flowName, data }, { invocations }) => {
    invocations.push({ flowName: toText(flowName), data });
    return { executionId: `demo-execution-${invocations.length}` };
  },

  "http.httpGet": async (inputs) => read(await fetch(addressOf(inputs), { headers: headersOf(inputs) })),
  "http.httpPost": async (inputs) =>
    read(
      await fetch(addressOf(inputs), {
        method: "POST",
        headers: { "content-type": "application/json", ...headersOf(inputs) },
        body: JSON.stringify(inputs.data),
      }),
    ),
  "http.httpPostFormData": async (inputs) => {
    const names = toObject(inputs.fileDataFileNames);
    const form = new FormData();
    for (const { key, value } of pairsIn(inputs.formData)) form.set(key, toText(value));
    for (const { key, value } of pairsIn(inputs.fileData)) {
      const file = value as { data: Buffer; contentType: string };
      form.set(key, new Blob([new Uint8Array(file.data)], { type: file.contentType }), toText(names[key]));
    }
    return read(await fetch(addressOf(inputs), { method: "POST", headers: headersOf(inputs), body: form }));
  },

  "persist-data.appendExecutionValueToList": ({ keyInput, valueInput }, { execution }) => {
    const list = [...((execution[toText(keyInput)] ?? []) as unknown[]), valueInput];
    execution[toText(keyInput)] = list;
    return list;
  },
  "persist-data.getExecutionValue": (inputs, { execution }) => keptValue(execution, inputs),
  "persist-data.getCrossFlowValue": (inputs, { crossFlow }) => keptValue(crossFlow, inputs),
  "persist-data.saveCrossFlowValue": ({ keyInput, valueInput }, { crossFlow }) => {
    crossFlow[toText(keyInput)] = valueInput;
    return valueInput;
  },
  "persist-data.removeCrossFlowValue": ({ keyInput }, { crossFlow }) => {
    delete crossFlow[toText(keyInput)];
    return null;
  },

  "salesforce.getRecord": async (inputs) => read(await fetch(salesforceAddress(inputs))),
  "salesforce.updateRecord": async (inputs) =>
    read(
      await fetch(salesforceAddress(inputs), {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(toObject(inputs.fieldValues)),
      }),
    ),

  "text-manipulation.join": ({ strings, separator }) => (strings as unknown[]).map(toText).join(toText(separator)),
};
