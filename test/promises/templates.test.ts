import { readFileSync } from "node:fs";
import component from "#src/index";
import { templatePage } from "#tools/docs/templatePages";
import { type CheckedComponent, faultsOf } from "#tools/workflow/check";
import { parseWorkflow, readWorkflow, templateFile, templateNames } from "#tools/workflow/definition";

const built = component as unknown as CheckedComponent;

describe.each(templateNames())("the template %s", (name) => {
  test("follows the grammar, and names only what exists", () => {
    expect(faultsOf(readWorkflow(name), built)).toEqual([]);
  });

  test("follows them with OAuth too, in the lines that stand beside the access key, with the scopes that the README names", () => {
    const [before = "", block = "", after = ""] = readFileSync(templateFile(name), "utf8").split(
      /^(?: {4}connection:\n {6}key: gongApiKey\n[\s\S]*?)( {4}# With OAuth 2\.0:[^\n]*\n(?: {4}# ?[^\n]*\n)+)/m,
    );
    const lines = block
      .split("\n")
      .slice(2)
      .join("\n")
      .replace(/^ {4}# /gm, "    ");
    const workflow = parseWorkflow(before + lines + after, name);
    expect(faultsOf(workflow, built)).toEqual([]);
    const [variable] = workflow.requiredConfigVars;
    if (variable?.dataType !== "connection") throw new Error("The first config variable has to be the connection.");
    expect(variable.connection.key).toBe("oauth2");
    const [, said = ""] =
      /With\s+OAuth,\s+the\s+connection\s+needs\s+the\s+scopes\s+([^.;]*)/.exec(
        readFileSync(templateFile(name, "README.md"), "utf8"),
      ) ?? [];
    const scopes = said.match(/(?<=`)api:[\w:-]+(?=`)/g) ?? [];
    expect(variable.inputs.scopes?.value.split(" ")).toEqual(scopes);
    expect(scopes.length).toBeGreaterThan(1);
  });

  test("has its picture and its variables in its README as the file has them (npm run tool pictures)", () => {
    const readme = readFileSync(templateFile(name, "README.md"), "utf8");
    expect(readme).toBe(templatePage(readme, readWorkflow(name)));
  });
});

describe("the checker", () => {
  const text = readFileSync(templateFile("competitor-mentions-to-salesforce"), "utf8");

  /** The faults of the template after one change. */
  const faultsAfter = (before: string | RegExp, after: string) => {
    const changed = text.replace(before, after);
    expect(changed).not.toBe(text);
    return faultsOf(parseWorkflow(changed, "changed"), built).join("\n");
  };

  test.each<[string, string | RegExp, string, string]>([
    ["an action", "key: getTrackerMentions", "key: getMentions", "the component has no getMentions"],
    ["a trigger", "key: webhook", "key: hook", "the component has no hook"],
    ["an input", "existingText:", "oldText:", "no input oldText"],
    ["an input of the platform", "fieldValues:", "values:", "salesforce.updateRecord has no known input values"],
    ["a step of the platform", "key: updateRecord", "key: upsertRecord", "salesforce.upsertRecord is not among"],
    ["a data source", "key: trackers\n", "key: phrases\n", "the component has no phrases"],
    ["a connection", "key: gongApiKey", "key: apiKey", "there is no connection gong.apiKey"],
    ["a field of a connection", "accessKeySecret:", "secret:", "the connection has the inputs"],
    ["a choice", "value: signedJwt", "value: jwt", 'verification is "jwt"'],
    ["a branch", "- name: Else", "- name: Otherwise", "the branches are Meant,Otherwise"],
    ["an operator", "value: isTrue", "value: isSo", "there is no operator isSo"],
    [
      "a config variable",
      "value: Field Length\n                  existing",
      "value: Length\n                  existing",
      "Length is not declared",
    ],
  ])("notices a wrong name of %s", (_what, before, after, words) => {
    expect(faultsAfter(before, after)).toContain(words);
  });

  test.each<[string, string | RegExp, string, string]>([
    [
      "a required input left blank",
      /callId:\n\s+type: reference\n\s+value: .*/,
      "callId:\n                    type: value\n                    value: ''",
      "the required input callId is not set",
    ],
    [
      "a step that does not exist",
      "getTrackerMentions.results.phrasesText",
      "getMentions.results.phrasesText",
      "names a step that does not come before it",
    ],
    [
      "a step that comes later",
      "callProcessed.results.call.id",
      "updateOpportunity.results.id",
      "names a step that does not come before it",
    ],
    [
      "a path that is not in the output",
      "results.phrasesText",
      "results.text",
      "getTrackerMentions.results.text does not exist",
    ],
    [
      "a path that is not in the example",
      "results.call.id",
      "results.call.callId",
      "callProcessed.results.call.callId does not exist",
    ],
    [
      "a reference without results",
      "callProcessed.results.call.id",
      "callProcessed.call.id",
      "has to begin with callProcessed.results",
    ],
    [
      "a public component of ours",
      "key: gong\n            isPublic: false",
      "key: gong\n            isPublic: true",
      "isPublic has to be false",
    ],
    [
      "a variable that no page shows",
      / {6}- type: configVar\n {8}value: Field Length\n/,
      "",
      "Field Length has to be on one config page",
    ],
    [
      "a variable that nothing uses",
      "type: configVar\n                    value: Field Length",
      "type: value\n                    value: '255'",
      "Field Length is not used",
    ],
    ["two steps of one name", "name: Get Opportunity", "name: Update Opportunity", "another step has this name"],
  ])("notices %s", (_what, before, after, words) => {
    expect(faultsAfter(before, after)).toContain(words);
  });

  test.each<[string, string, string]>([
    ["a key that workflows do not have", "isSynchronous: false", "synchronous: false"],
    ["a number where text is wanted", "defaultValue: '255'", "defaultValue: 255"],
    ["a kind of expression", "type: reference", "type: step"],
  ])("refuses %s", (_what, before, after) => {
    expect(() => parseWorkflow(text.replace(before, after), "changed")).toThrow("does not follow the grammar");
  });

  const agents = readFileSync(templateFile("ask-gong"), "utf8");

  test.each<[string, string | RegExp, string, string]>([
    ["a flow that does not wait", "isSynchronous: true", "isSynchronous: false", "find-calls: an agent flow has to be"],
    ["schemas of no agent's flow", "    isAgentFlow: true\n", "", "find-calls: only agent flows have schemas."],
    ["schemas that are missing", "      result:\n", "      resulted:\n", "does not follow the grammar"],
    [
      "an input that no step reads",
      "          lacks:\n            desc",
      "          misses:\n            desc",
      "asked for misses",
    ],
    ["an input that nobody describes", "data.lacks", "data.without", "steps read without, which no model is asked for"],
    ["a required input without words", "          - terms", "          - words", "words is required and not described"],
  ])("notices in agent flows %s", (_what, before, after, words) => {
    const changed = agents.replace(before, after);
    expect(changed).not.toBe(agents);
    const faults = () => faultsOf(parseWorkflow(changed, "changed"), built).join("\n");
    if (words.startsWith("does not")) expect(faults).toThrow(words);
    else expect(faults()).toContain(words);
  });
});
