import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import source from "#src/index";
import { faultsOf } from "#tools/publish/check";
import type { ComponentPart, Part, Publication } from "#tools/publish/publication";
import { effectsOf } from "#tools/publish/read";

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const published = asJson(source) as ComponentPart;
const pictures = readdirSync("assets").filter((name) => name.endsWith(".png"));

/** The component as it is, with a bundle that is as small as can be. */
const publication = (): Publication => {
  const files = () =>
    new Map([
      ["index.js", Buffer.from('"use strict";')],
      ...pictures.map((name) => [name, readFileSync(join("assets", name))] as const),
    ]);
  return {
    component: structuredClone(published),
    files: files(),
    rebuilt: files(),
    imported: { output: "", started: [], globals: [], listeners: [], changesEnvironment: false, loadRatio: 0.3 },
  };
};

it("finds nothing wrong with the component", () => expect(faultsOf(publication())).toEqual([]));

const reading = (component: ComponentPart): Part => component.actions.getUser as Part;
const secondInput = (component: ComponentPart) => reading(component).inputs[1] as Part["inputs"][number];
const firstConnection = (component: ComponentPart) => component.connections[0] as ComponentPart["connections"][number];

/** A PNG of this size, as far as its header and its end go. */
const png = (width: number, height: number, bytes = 100) => {
  const picture = Buffer.alloc(bytes);
  picture.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  picture.writeUInt32BE(width, 16);
  picture.writeUInt32BE(height, 20);
  picture.write("IEND", bytes - 8, "latin1");
  return picture;
};

type Planted = [what: string, plant: (publication: Publication) => void, words: RegExp];

const putIcon = (picture: Buffer) => (publication: Publication) => {
  publication.files.set("icon.png", picture);
  publication.rebuilt.set("icon.png", picture);
};

const putFile = (name: string, content: string | Buffer) => (publication: Publication) => {
  publication.files.set(name, Buffer.from(content));
  publication.rebuilt.set(name, Buffer.from(content));
};

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

describe("each planted fault is found, in words that say what to mend", () => {
  const planted: Planted[] = [
    ["a missing icon", ({ files }) => files.delete("icon.png"), /"icon.png" of the component is not in dist/],
    ["a missing connection icon", ({ files }) => files.delete("oauth2.png"), /of the connection oauth2 is not in dist/],
    ["no icon", ({ component }) => void delete component.display.iconPath, /The icon "" of the component is not/],
    [
      "an icon of another type",
      ({ component, files }) => {
        component.display.iconPath = "icon.svg";
        files.set("icon.svg", Buffer.from("<svg/>"));
      },
      /has to be a file that ends with \.png/,
    ],
    ["a fake icon", putIcon(Buffer.from("PNG")), /is not a whole PNG image/],
    ["a torn icon", putIcon(png(128, 128).subarray(0, 80)), /is not a whole PNG image/],
    ["an icon that is not square", putIcon(png(128, 64)), /is 128 by 64 pixels\. Make it square/],
    ["a small icon", putIcon(png(16, 16)), /is 16 pixels wide/],
    ["a large icon", putIcon(png(1024, 1024)), /is 1024 pixels wide/],
    ["a heavy icon", putIcon(png(128, 128, 40_000)), /has 40 KiB/],
    [
      "a key with a space",
      ({ component }) => {
        component.key = "my gong";
      },
      /The key "my gong" of component/,
    ],
    [
      "a key that differs from its name",
      ({ component }) => {
        reading(component).key = "readUser";
      },
      /actions\.getUser has the key "readUser"/,
    ],
    [
      "a trigger with the key of an action",
      ({ component }) => {
        component.triggers.getUser = { ...(component.triggers.webhook as Part), key: "getUser" };
      },
      /"getUser" is the key of an action and of a trigger/,
    ],
    [
      "connections with one key",
      ({ component }) => component.connections.push(firstConnection(component)),
      /Two connections have the key "oauth2"/,
    ],
    [
      "a public component",
      ({ component }) => {
        component.public = true;
      },
      /Remove public/,
    ],
    [
      "an input twice",
      ({ component }) => reading(component).inputs.push(secondInput(component)),
      /actions\.getUser has two inputs "userId"/,
    ],
    [
      "a label twice",
      ({ component }) => {
        reading(component).inputs.push({ ...secondInput(component), key: "another" });
      },
      /two inputs labelled/,
    ],
    [
      "a nested input twice",
      ({ component }) => {
        const input = { ...secondInput(component), dataSource: undefined };
        Object.assign(secondInput(component), { type: "structuredObject", inputs: [input, input] });
      },
      /actions\.getUser\.userId has two inputs "userId"/,
    ],
    [
      "an unknown data source",
      ({ component }) => {
        secondInput(component).dataSource = "people";
      },
      /names the data source "people", which does not exist/,
    ],
    [
      "a data source whose input is missing",
      ({ component }) => {
        secondInput(component).dataSource = "flows";
      },
      /needs the input "flowOwnerEmail"/,
    ],
    [
      "an example that is a number",
      ({ component }) => {
        secondInput(component).example = 7;
      },
      /The example of actions\.getUser\.userId has to be text/,
    ],
    [
      "a default that is a boolean",
      ({ component }) => {
        secondInput(component).default = false;
      },
      /The default of actions\.getUser\.userId has to be text/,
    ],
    [
      "a choice that is a number",
      ({ component }) => {
        secondInput(component).model = [{ label: "One", value: 1 }];
      },
      /The choice 1 of actions\.getUser\.userId/,
    ],
    [
      "a description without full stop",
      ({ component }) => {
        reading(component).display.description = "Gets a user";
      },
      /words about actions\.getUser have to be whole sentences/,
    ],
    [
      "an input without words",
      ({ component }) => void delete secondInput(component).comments,
      /words about actions\.getUser\.userId/,
    ],
    [
      "a connection without words",
      ({ component }) => void delete firstConnection(component).comments,
      /words about connections\.oauth2/,
    ],
    [
      "an empty label",
      ({ component }) => {
        secondInput(component).label = " ";
      },
      /label of actions\.getUser\.userId is missing/,
    ],
    [
      "no example payload",
      ({ component }) => void delete reading(component).examplePayload,
      /actions\.getUser has no examplePayload/,
    ],
    [
      "an example payload without data",
      ({ component }) => {
        reading(component).examplePayload = {};
      },
      /needs the member "data"/,
    ],
    [
      "an example of a trigger without payload",
      ({ component }) => {
        (component.triggers.webhook as Part).examplePayload = { data: 1 };
      },
      /triggers\.webhook needs the member "payload"/,
    ],
    [
      "an example with a date",
      ({ component }) => {
        reading(component).examplePayload = { data: { at: new Date() } };
      },
      /examplePayload\.data\.at would be lost in JSON/,
    ],
    [
      "an example with a function",
      ({ component }) => {
        reading(component).examplePayload = { data: () => 1 };
      },
      /examplePayload\.data would be lost in JSON/,
    ],
    [
      "an example with undefined",
      ({ component }) => {
        reading(component).examplePayload = { data: { a: undefined } };
      },
      /examplePayload\.data\.a would be lost/,
    ],
    [
      "an example that holds itself",
      ({ component }) => {
        reading(component).examplePayload = { data: cyclic };
      },
      /examplePayload\.data\.self would be lost/,
    ],
    [
      "an output schema that is not JSON",
      ({ component }) => {
        reading(component).outputSchema = { type: "actionOutput", schema: "{" };
      },
      /outputSchema of actions\.getUser/,
    ],
    ["a source map", putFile("index.js.map", "{}"), /dist holds "index\.js\.map"/],
    ["a licence file", putFile("index.js.LICENSE.txt", "MIT"), /dist holds "index\.js\.LICENSE\.txt"/],
    ["a reference to a source map", putFile("index.js", "//# sourceMappingURL=index.js.map"), /names a source map/],
    ["a licence text", putFile("index.js", "/* Permission is hereby granted */"), /holds a licence text/],
    [
      "a bundle that is too large",
      putFile("index.js", " ".repeat(1201 * 1024)),
      /dist\/index\.js has 1201 KiB, more than 1200/,
    ],
    [
      "a package that is too large",
      putFile("index.js", randomBytes(451 * 1024)),
      /The package has \d+ KiB, more than 450/,
    ],
    [
      "no bundle",
      ({ files, rebuilt }) => {
        files.delete("index.js");
        rebuilt.delete("index.js");
      },
      /dist\/index\.js is missing/,
    ],
    [
      "a second build that differs",
      ({ rebuilt }) => rebuilt.set("index.js", Buffer.from("1")),
      /Two builds made different "index\.js"/,
    ],
    [
      "a second build that lacks a file",
      ({ rebuilt }) => void rebuilt.delete("oauth2.png"),
      /Two builds made different "oauth2\.png"/,
    ],
    [
      "a slow bundle",
      (publication) => {
        publication.imported = { ...publication.imported, loadRatio: 0.51 };
      },
      /takes 0\.51 of the time/,
    ],
  ];

  it.each(planted)("%s", (_what, plant, words) => {
    const faulty = publication();
    plant(faulty);
    expect(faultsOf(faulty).join("\n")).toMatch(words);
  });
});

describe("what a bundle does while it is loaded", () => {
  const folder = mkdtempSync(join(tmpdir(), "planted-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const faultsOfLoading = (code: string) => {
    const file = join(folder, "index.js");
    writeFileSync(file, code);
    return faultsOf({ ...publication(), imported: { ...effectsOf(file), loadRatio: 0.3 } }).join("\n");
  };

  it.each([
    ["nothing", "exports.default = {}; Promise.resolve().then(() => 1);", /^$/],
    ["printing", 'console.log("Hello from Gong");', /prints "Hello from Gong"/],
    ["a timer", "setInterval(() => {}, 1000);", /starts Timeout/],
    ["a timer that does not hold the process", "setTimeout(() => {}, 1000).unref();", /starts Timeout/],
    ["a request", 'require("node:http").get("http://127.0.0.1:9/").on("error", () => {});', /starts .*TCP/],
    ["a look at the disk", 'require("node:fs").readFile(__filename, () => {});', /starts .*FSREQ/],
    ["a global", "globalThis.gong = 1;", /sets the globals gong/],
    ["a listener", 'process.on("unhandledRejection", () => {});', /listens to unhandledRejection/],
    ["the environment", 'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";', /changes the environment/],
  ])("%s", (_what, code, words) => expect(faultsOfLoading(code)).toMatch(words));
});
