import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { templateFile, templateNames } from "#tools/workflow/definition";
import { vendorFaultsOf } from "#tools/workflow/vendorCheck";

/** The templates against the types of the platform's own library, and faults that those types have to notice. */

const read = (name: string) => readFileSync(templateFile(name), "utf8");

const planted: Readonly<Record<string, readonly [template: string, before: string, after: string, words: RegExp]>> = {
  "a config variable's kind": ["telephony-upload", "dataType: boolean", "dataType: switch", /"switch"/],
  "a config variable's key": ["telephony-upload", "defaultValue: pbx", "default: pbx", /default.* does not exist/],
  "a schedule": ["transcripts-to-search-index", "scheduleType: custom", "scheduleType: hourly", /"hourly"/],
  "a kind of expression": ["ask-gong", "type: reference", "type: step", /"step"/],
  "a value that is no text": ["telephony-upload", "defaultValue: '30'", "defaultValue: 30", /'number'/],
  "an endpoint's security": ["ask-gong", "customer_required", "customer_only", /"customer_only"/],
  "an endpoint's kind": ["ask-gong", "flow_specific", "per_flow", /"per_flow"/],
  "the version of definitions": ["ask-gong", "definitionVersion: 7", "definitionVersion: 8", /'8'/],
  "an error policy": ["ask-gong", "errorHandlerType: ignore", "errorHandlerType: skip", /"skip"/],
  "a queue": ["transcripts-to-search-index", "singletonExecutions", "isSingleton", /isSingleton/],
  "a schema without a title": ["ask-gong", "        title: 'Find calls in Gong'\n", "", /'title' is missing/],
  "a property without words": [
    "ask-gong",
    "type: string\n          accounts",
    "kind: string\n          accounts",
    /kind/,
  ],
  "an element of a page": ["ask-gong", "type: htmlElement", "type: html", /"html"/],
  "a component's version": ["ask-gong", "version: LATEST", "version: NEWEST", /"NEWEST"/],
};

const faults = vendorFaultsOf({
  ...Object.fromEntries(templateNames().map((name) => [name, parse(read(name))])),
  ...Object.fromEntries(
    Object.entries(planted).map(([what, [name, before, after]]) => [what, parse(read(name).replace(before, after))]),
  ),
});

test.each(templateNames())("%s is what the platform's own types allow", (name) => {
  expect(faults[name]).toEqual([]);
});

test.each(Object.entries(planted))("the types notice %s", (what, [name, before, after, words]) => {
  expect(read(name)).toContain(before);
  expect(after).not.toBe(before);
  expect(faults[what]?.join("\n")).toMatch(words);
});
