import { deflateRawSync } from "node:zlib";
import { pngFault } from "./png";
import type { ComponentPart, InputPart, Part, Publication } from "./publication";

/** The most that may be published. Load time is a share of loading spectral alone, measured in the same run. */
export const budgets = { bundleKiB: 1_200, packageKiB: 450, loadRatio: 0.5 };

/** Globals that libraries set on being loaded, by their own design: zod's registry, and Node's own fetch. */
const knownGlobals = new Set(["__zod_globalConfig", "__zod_globalRegistry", "Symbol(undici.globalDispatcher.1)"]);

type Rule = (publication: Publication) => string[];

const kinds = ["actions", "triggers", "dataSources"] as const;

interface Place {
  readonly place: string;
  readonly part: Part;
}

const parts = (component: ComponentPart): Place[] =>
  kinds.flatMap((kind) => Object.entries(component[kind]).map(([name, part]) => ({ place: `${kind}.${name}`, part })));

/** Every form of the component: the inputs that stand side by side. */
const forms = (component: ComponentPart): { place: string; inputs: InputPart[] }[] => [
  ...parts(component).map(({ place, part }) => ({ place, inputs: part.inputs })),
  ...component.connections.map(({ key, inputs }) => ({ place: `connections.${key}`, inputs })),
];

interface Visited {
  readonly input: InputPart;
  readonly place: string;
  /** Keys of the inputs beside it and above it. */
  readonly inReach: readonly string[];
}

const visit = (inputs: readonly InputPart[], place: string, above: readonly string[] = []): Visited[] => {
  const inReach = [...above, ...inputs.map(({ key }) => key)];
  return inputs.flatMap((input) => {
    const here = `${place}.${input.key}`;
    return [{ input, place: here, inReach }, ...visit(input.inputs ?? [], here, inReach)];
  });
};

const everyInput = (component: ComponentPart): Visited[] =>
  forms(component).flatMap(({ place, inputs }) => visit(inputs, place));

const repeated = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

const icons: Rule = ({ component, files }) => {
  const named = [
    ["the component", component.display.iconPath ?? ""] as const,
    ...component.connections.flatMap(({ key, iconPath, avatarIconPath }) =>
      [iconPath, avatarIconPath]
        .filter((path) => path !== undefined)
        .map((path) => [`the connection ${key}`, path] as const),
    ),
  ];
  return named.flatMap(([owner, path]) => {
    const bytes = files.get(path);
    if (!bytes) return [`The icon "${path}" of ${owner} is not in dist. Put it into assets and build again.`];
    const fault = pngFault(path, bytes);
    return fault ? [`The icon "${path}" of ${owner} ${fault}`] : [];
  });
};

const keys: Rule = ({ component }) => {
  const isKey = (key: string) => /^[a-z][A-Za-z0-9]*$/.test(key);
  const owners = [
    ["component", component.key] as const,
    ...parts(component).map(({ place, part }) => [place, part.key] as const),
    ...component.connections.map(({ key }) => ["connections", key] as const),
    ...everyInput(component).map(({ place, input }) => [place, input.key] as const),
  ];
  return [
    ...owners
      .filter(([, key]) => !isKey(key))
      .map(
        ([place, key]) => `The key "${key}" of ${place} has to be letters and digits that begin with a small letter.`,
      ),
    ...parts(component)
      .filter(({ place, part }) => !place.endsWith(`.${part.key}`))
      .map(({ place, part }) => `${place} has the key "${part.key}". Both have to be the same.`),
    ...repeated([...Object.keys(component.actions), ...Object.keys(component.triggers)]).map(
      (key) => `"${key}" is the key of an action and of a trigger; the platform keeps both in one list. Rename one.`,
    ),
    ...repeated(component.connections.map(({ key }) => key)).map(
      (key) => `Two connections have the key "${key}". Rename one.`,
    ),
    ...(component.public ? ["The component is public, which only the vendor may publish. Remove public."] : []),
  ];
};

const inputKeys: Rule = ({ component }) => {
  const clashes = (inputs: readonly InputPart[], place: string): string[] => [
    ...repeated(inputs.map(({ key }) => key)).map((key) => `${place} has two inputs "${key}". Rename one.`),
    ...repeated(inputs.map(({ label }) => String(label))).map(
      (label) => `${place} has two inputs labelled "${label}". Reword one.`,
    ),
    ...inputs.flatMap((input) => clashes(input.inputs ?? [], `${place}.${input.key}`)),
  ];
  return forms(component).flatMap(({ place, inputs }) => clashes(inputs, place));
};

const dropdowns: Rule = ({ component }) =>
  everyInput(component).flatMap(({ input: { dataSource }, place, inReach }) => {
    if (dataSource === undefined) return [];
    const source = component.dataSources[dataSource];
    if (!source) return [`${place} names the data source "${dataSource}", which does not exist.`];
    return source.inputs
      .filter(({ key, required }) => required === true && !inReach.includes(key))
      .map(({ key }) => `${place} is filled by "${dataSource}", which needs the input "${key}". Add that to the form.`);
  });

const texts: Rule = ({ component }) =>
  everyInput(component).flatMap(({ input, place }) => [
    ...(["example", "default"] as const)
      .filter((member) => input[member] !== undefined && typeof input[member] !== "string")
      .map((member) => `The ${member} of ${place} has to be text. Write it in quotation marks.`),
    ...(input.model ?? [])
      .filter(({ label, value }) => typeof label !== "string" || typeof value !== "string")
      .map(({ value }) => `The choice ${JSON.stringify(value)} of ${place} has to have a text as label and as value.`),
  ]);

const isSentence = (text: unknown) => typeof text === "string" && /^[A-Z0-9"'(][\s\S]{9,}[.?!)]$/.test(text);

const words: Rule = ({ component }) => {
  const described = [
    ["the component", component.display.description] as const,
    ...parts(component).map(({ place, part }) => [place, part.display.description] as const),
    ...component.connections.map(({ key, comments }) => [`connections.${key}`, comments] as const),
    ...everyInput(component).map(({ place, input }) => [place, input.comments] as const),
  ];
  const labelled = [
    ["the component", component.display.label] as const,
    ...parts(component).map(({ place, part }) => [place, part.display.label] as const),
    ...component.connections.map(({ key, label }) => [`connections.${key}`, label] as const),
    ...everyInput(component).map(({ place, input }) => [place, input.label] as const),
  ];
  return [
    ...described
      .filter(([, text]) => !isSentence(text))
      .map(([place, text]) => `The words about ${place} have to be whole sentences, not ${JSON.stringify(text)}.`),
    ...labelled
      .filter(([, label]) => typeof label !== "string" || label.trim() === "")
      .map(([place]) => `The label of ${place} is missing.`),
  ];
};

const isPlain = (value: object) => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
};

/** Where a value would not survive being written as JSON. */
const lostInJson = (value: unknown, place: string, above: readonly unknown[] = []): string[] => {
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return [];
  if (typeof value !== "object") return [place];
  if (above.includes(value) || !isPlain(value)) return [place];
  return Object.entries(value).flatMap(([key, each]) => lostInJson(each, `${place}.${key}`, [...above, value]));
};

const examples: Rule = ({ component }) => {
  const holds = { actions: "data", triggers: "payload", dataSources: "result" } as const;
  return parts(component).flatMap(({ place, part: { examplePayload } }) => {
    const member = holds[place.split(".")[0] as keyof typeof holds];
    if (examplePayload === undefined) return [`${place} has no examplePayload. Add one that shows what it returns.`];
    if (typeof examplePayload !== "object" || examplePayload === null || !(member in examplePayload))
      return [`The examplePayload of ${place} needs the member "${member}".`];
    return lostInJson(examplePayload, `${place}.examplePayload`).map(
      (where) => `${where} would be lost in JSON. Use text, numbers, true, false, null, lists and plain objects.`,
    );
  });
};

const isObjectSchema = (schema: string | undefined) => {
  try {
    return (JSON.parse(schema ?? "") as { type?: unknown }).type === "object";
  } catch {
    return false;
  }
};

const outputSchemas: Rule = ({ component }) =>
  parts(component)
    .filter(({ part }) => part.outputSchema && !isObjectSchema(part.outputSchema.schema))
    .map(({ place }) => `The outputSchema of ${place} has to be the JSON text of a schema of an object.`);

const kiB = (bytes: number) => Math.ceil(bytes / 1024);

/** The size of the package that the publisher makes of these files, in KiB. */
export const packageKiB = (files: Publication["files"]): number =>
  kiB(
    [...files].reduce(
      (sum, [name, bytes]) => sum + deflateRawSync(bytes, { level: 9 }).length + 2 * name.length + 100,
      22,
    ),
  );

const distribution: Rule = ({ component, files }) => {
  const bundle = files.get("index.js");
  if (!bundle) return ["dist/index.js is missing. Run npm run build."];
  const named = new Set(["index.js", component.display.iconPath]);
  for (const { iconPath, avatarIconPath } of component.connections) named.add(iconPath).add(avatarIconPath);
  const size = kiB(bundle.length);
  const packed = packageKiB(files);
  return [
    ...[...files.keys()]
      .filter((name) => !named.has(name))
      .map(
        (name) =>
          `dist holds "${name}", which the component does not name. Keep source maps, licence texts and other files out.`,
      ),
    ...(bundle.includes("sourceMappingURL") ? ["dist/index.js names a source map. Set devtool to false."] : []),
    ...(/Permission is hereby granted|@license|@preserve/.test(bundle.toString())
      ? ["dist/index.js holds a licence text. Let the minifier drop comments."]
      : []),
    ...(size > budgets.bundleKiB
      ? [`dist/index.js has ${size} KiB, more than ${budgets.bundleKiB}. Find out what came in, and leave it out.`]
      : []),
    ...(packed > budgets.packageKiB
      ? [`The package has ${packed} KiB, more than ${budgets.packageKiB}. Make icons or bundle smaller.`]
      : []),
  ];
};

const imports: Rule = ({ imported }) => {
  const globals = imported.globals.filter((name) => !knownGlobals.has(name));
  const because = "The publisher and the platform load the bundle before anything runs. Move this into perform.";
  return [
    ...(imported.output ? [`Loading the bundle prints "${imported.output.trim()}". ${because}`] : []),
    ...(imported.started.length > 0 ? [`Loading the bundle starts ${imported.started.join(", ")}. ${because}`] : []),
    ...(globals.length > 0 ? [`Loading the bundle sets the globals ${globals.join(", ")}. ${because}`] : []),
    ...(imported.listeners.length > 0
      ? [`Loading the bundle listens to ${imported.listeners.join(", ")} of the process. ${because}`]
      : []),
    ...(imported.changesEnvironment ? [`Loading the bundle changes the environment. ${because}`] : []),
    ...(imported.loadRatio > budgets.loadRatio
      ? [
          `Loading the bundle takes ${imported.loadRatio.toFixed(2)} of the time that spectral alone takes, more than ${budgets.loadRatio}. Build less at import.`,
        ]
      : []),
  ];
};

const signature: Rule = ({ files, rebuilt }) =>
  [...new Set([...files.keys(), ...rebuilt.keys()])]
    .filter((name) => !rebuilt.get(name)?.equals(files.get(name) ?? Buffer.alloc(0)))
    .map(
      (name) =>
        `Two builds made different "${name}", so every publication would look new. Keep dates, paths and chance out.`,
    );

/** What is checked, by name. */
export const rules: Readonly<Record<string, Rule>> = {
  icons,
  keys,
  "input keys": inputKeys,
  dropdowns,
  "examples and defaults": texts,
  words,
  "example payloads": examples,
  "output schemas": outputSchemas,
  "files and sizes": distribution,
  "effects and speed of loading": imports,
  "signature of two builds": signature,
};

/** Everything that has to be mended before publishing, in words. */
export const faultsOf = (publication: Publication): string[] =>
  Object.values(rules).flatMap((rule) => rule(publication));
