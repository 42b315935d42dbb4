import type { RunReport, WireInput } from "#workbench/types";
import { ask } from "./api";
import { useStore } from "./store";
import { type FormAround, initialItem, isBlank, recordOf, sentValues, type Values } from "./values";

const loaded = new Map<string, unknown>();

/** What a data source gives for a form. The inputs of the source take the values of the inputs of the same names. */
export const useSource = (input: WireInput, around: FormAround) => {
  const { start, age } = useStore();
  const source = start.component.entries.find(({ kind, key }) => kind === "dataSources" && key === input.dataSource);
  const valueFor = (each: WireInput): unknown => {
    if (each.type === "connection") return around.connectionId;
    return [around.row?.[each.key], around.values[each.key]].find((value) => !isBlank(value)) ?? initialItem(each);
  };
  const values: Values = sentValues(
    source?.inputs ?? [],
    Object.fromEntries((source?.inputs ?? []).map((each) => [each.key, valueFor(each)])),
  );
  const cacheKey = JSON.stringify([input.dataSource, values, age]);
  /** @throws Error with the words of the component. */
  const load = async (isFresh: boolean): Promise<unknown> => {
    if (!source) throw new Error(`The component has no data source ${input.dataSource}.`);
    if (!isFresh && loaded.has(cacheKey)) return loaded.get(cacheKey);
    const { outcome } = await ask<RunReport>("run", { kind: "dataSources", key: source.key, values });
    if (outcome.kind === "cancelled") throw new Error("Cancelled.");
    if (outcome.kind === "failed") throw new Error(outcome.error.message);
    const { result } = recordOf(outcome.value);
    loaded.set(cacheKey, result);
    return result;
  };
  return { load, cacheKey, label: source?.label ?? input.dataSource ?? "" };
};
