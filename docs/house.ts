import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** The rooms of the house, by what stands in them: folders and files of the project. */
const rooms = {
  index: { title: "index.ts<br/>what is published", holds: ["src/index.ts"] },
  actions: { title: "actions<br/>what a builder picks", holds: ["src/actions"] },
  triggers: { title: "triggers<br/>what starts a workflow", holds: ["src/triggers"] },
  dataSources: { title: "dataSources<br/>dropdowns", holds: ["src/dataSources"] },
  connections: { title: "connections.ts<br/>sign-in and scopes", holds: ["src/connections.ts"] },
  recipes: { title: "recipes<br/>several operations in one step", holds: ["src/recipe.ts", "src/recipes"] },
  operations: { title: "operations<br/>Gong's endpoints", holds: ["src/operation.ts", "src/operations"] },
  entities: { title: "entities<br/>what Gong returns", holds: ["src/entities", "src/completeCall.ts"] },
  gong: { title: "gong<br/>the one client", holds: ["src/gong"] },
  fields: { title: "fields<br/>what a form asks", holds: ["src/field.ts", "src/fields.ts", "src/value.ts"] },
  sandbox: { title: "sandbox<br/>a Gong on this machine", holds: ["sandbox"] },
  checkLive: { title: "checkLive<br/>compares a real Gong", holds: ["checkLive"] },
} as const;

type Room = keyof typeof rooms;

/** Small tools that any room may use; arrows to them would tell nothing. */
const tools = ["src/once.ts", "src/csv.ts", "src/file.ts", "src/url.ts", "src/gong/errors.ts", "src/gong/redact.ts"];

const isIn = (file: string, place: string) => file === place || file.startsWith(`${place}/`);

const roomOf = (file: string): Room | undefined =>
  tools.includes(file)
    ? undefined
    : (Object.keys(rooms) as Room[]).find((room) => rooms[room].holds.some((place) => isIn(file, place)));

const sources = ["src", "sandbox", "checkLive"];

const files = (): string[] =>
  sources.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
  );

/** The files that a file imports to run; types alone tie nothing together. */
const importsOf = (file: string): string[] => {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^(?:import|export) (?!type )([^;]*?)\bfrom "(\.[^"]+)"/gm)]
    .filter(([, names = ""]) => !isTypesOnly(names))
    .map(([, , path = ""]) => normalize(join(dirname(file), path)).replaceAll("\\", "/"));
};

const isTypesOnly = (names: string): boolean => {
  const listed = /\{([^}]*)\}/
    .exec(names)?.[1]
    ?.split(",")
    .filter((each) => each.trim() !== "");
  return !/^[\w*]/.test(names) && listed !== undefined && listed.every((each) => each.trim().startsWith("type "));
};

/** A file of a room as imports name it: without its ending, and a folder for its index. */
const importedRoom = (path: string) =>
  tools.includes(`${path}.ts`) ? undefined : (roomOf(path) ?? roomOf(`${path}.ts`));

/**
 * Which room imports from which, as pairs in alphabetical order.
 * @throws Error for a file that stands in no room, since the drawing would leave it out.
 */
export const arrows = (): readonly (readonly [Room, Room])[] => {
  const pairs = new Set<string>();
  for (const file of files()) {
    const from = roomOf(file);
    if (!from && !tools.includes(file))
      throw new Error(`${file} is in no room of the house: name it in docs/house.ts.`);
    for (const to of importsOf(file).map(importedRoom)) if (from && to && from !== to) pairs.add(`${from} ${to}`);
  }
  return [...pairs].sort().map((pair) => pair.split(" ") as [Room, Room]);
};

type Arrow = readonly [Room, Room];

const leads = (all: readonly Arrow[], from: Room, to: Room, passed: readonly Room[] = []): boolean =>
  all.some(([a, b]) => a === from && (b === to || (!passed.includes(b) && leads(all, b, to, [...passed, b]))));

/** Without arrows that follow from others: what a room reaches through its neighbours needs no arrow of its own. */
export const reduced = (all: readonly Arrow[]): readonly Arrow[] =>
  all.reduce<readonly Arrow[]>((kept, arrow) => {
    const others = kept.filter((each) => each !== arrow);
    return leads(others, ...arrow) ? others : kept;
  }, all);

/** The house as a Mermaid diagram. */
export const houseDiagram = (): string =>
  [
    "",
    "```mermaid",
    "flowchart TD",
    ...Object.entries(rooms).map(([room, { title }]) => `  ${room}["${title}"]`),
    ...reduced(arrows()).map(([from, to]) => `  ${from} --> ${to}`),
    "```",
    "",
  ].join("\n");
