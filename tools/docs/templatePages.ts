import type { ConfigVariable, Workflow } from "#tools/workflow/definition";
import { between } from "./generate";
import { mermaidOf } from "./mermaid";

const cell = (text: string) => text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");

const defaultOf = (variable: ConfigVariable): string => {
  if (variable.dataType === "connection") return "";
  const source = variable.dataType === "jsonForm" ? "a form to fill in," : "from the dropdown";
  if (variable.dataSource) return `${source} \`${variable.dataSource.key}\``;
  const choices = variable.pickList ? `${variable.pickList.join(" or ")}; ` : "";
  return variable.defaultValue ? `${choices}\`${variable.defaultValue}\`` : "";
};

/** The config variables of a workflow, in the order of its config pages. */
const variableTable = ({ configPages, requiredConfigVars }: Workflow): string => {
  const rows = configPages.flatMap(({ name, elements }) =>
    elements.flatMap(({ type, value }) => {
      const variable = requiredConfigVars.find(({ key }) => type === "configVar" && key === value);
      return variable
        ? [`| ${name} | ${variable.key} | ${cell(variable.description)} | ${cell(defaultOf(variable))} |`]
        : [];
    }),
  );
  return ["| Page | Variable | What it is | Default |", "|---|---|---|---|", ...rows].join("\n");
};

/** The README of a template with its picture and its variables as the file has them. */
export const templatePage = (readme: string, workflow: Workflow): string =>
  between(between(readme, "picture", mermaidOf(workflow)), "variables", variableTable(workflow));
