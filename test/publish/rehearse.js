import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "../../dist");
const publisher = join(here, "node_modules/@prismatic-io/prism/lib/run.js");

const scratch = mkdtempSync(join(tmpdir(), "rehearsal-"));

/** Nothing of the user's own login or folders is seen by the publisher, and nothing but the stand-in is asked. */
const environment = (url) => ({
  PATH: process.env.PATH,
  HOME: scratch,
  TMPDIR: scratch,
  XDG_CACHE_HOME: scratch,
  XDG_CONFIG_HOME: scratch,
  XDG_DATA_HOME: scratch,
  PRISMATIC_URL: url,
  PRISM_ACCESS_TOKEN: "rehearsal",
  PRISM_CONFIG_FILE: join(scratch, "config.yml"),
  PRISM_SKIP_NEW_VERSION_CHECK: "true",
  NO_PROXY: "127.0.0.1",
  no_proxy: "127.0.0.1",
});

/** Publishes a folder as a developer would. */
const publish = (standIn, folder, ...options) =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, [publisher, "components:publish", "--no-confirm", ...options], {
      cwd: folder,
      env: environment(standIn.url),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, seconds: (performance.now() - started) / 1000 }));
  });

const asSent = (value) => JSON.parse(JSON.stringify(value));
const byKey = (parts) => Object.fromEntries(parts.map((part) => [part.key, asSent(part)]));

/** Everything of the component arrived as it is in dist. */
const checkPublication = ({ definition, actions, triggers, dataSources, connections }, component) => {
  const { key, display } = asSent(component);
  assert.deepEqual(asSent(definition), { key, display });
  const kinds = { actions, triggers, dataSources };
  for (const [kind, sent] of Object.entries(kinds)) {
    const ours = component[kind];
    assert.deepEqual(Object.keys(byKey(sent)).sort(), Object.keys(ours).sort(), `Not every one of ${kind} was sent.`);
    for (const [name, part] of Object.entries(ours)) {
      const { examplePayload, ...rest } = byKey(sent)[name];
      const { examplePayload: example, ...expected } = asSent(part);
      assert.deepEqual(rest, expected, `${name} of ${kind} was not sent as it is.`);
      assert.deepEqual(JSON.parse(examplePayload), example, `The example of ${name} was not sent as it is.`);
    }
  }
  assert.deepEqual(byKey(connections), byKey(component.connections));
};

/** Package and icons arrived, byte for byte. */
const checkUploads = (uploads, component, unzip) => {
  const contents = unzip(uploads.get(`/upload/${component.key}/package`).bytes);
  const files = readdirSync(dist).sort();
  assert.deepEqual(Object.keys(contents).sort(), files, "The package does not hold the files of dist.");
  for (const name of files)
    assert.ok(readFileSync(join(dist, name)).equals(contents[name]), `${name} in the package is not that of dist.`);
  const icons = [
    ["icon", component.display.iconPath],
    ...component.connections.flatMap(({ key, iconPath, avatarIconPath }) => [
      [`${key}/icon`, iconPath],
      [`${key}/avatar`, avatarIconPath],
    ]),
  ].filter(([, path]) => path);
  for (const [place, path] of icons) {
    const upload = uploads.get(`/upload/${component.key}/${place}`);
    assert.ok(upload, `The icon ${place} was not uploaded.`);
    assert.ok(readFileSync(join(dist, path)).equals(upload.bytes), `The icon ${place} is not ${path}.`);
    assert.equal(upload.contentType, "image/png");
  }
  assert.equal(uploads.size, 1 + icons.length, "Something was uploaded that the component does not name.");
};

/** The stand-in is worth something only if it refuses: each of these is what a slip in the component would look like. */
const slips = {
  "an input of an action that can be hidden": (action) => `${action}.inputs[0].shown = true;`,
  "an example that is not text": (action) => `${action}.inputs[1].example = 7;`,
  "an unknown kind of input": (action) => `${action}.inputs[1].type = "number";`,
  "an unknown member of an action": (action) => `${action}.isImportant = true;`,
};

const checkSlips = async (standIn, component) => {
  const [name] = Object.keys(component.actions);
  for (const [what, code] of Object.entries(slips)) {
    const folder = join(scratch, "slip");
    cpSync(dist, folder, { recursive: true });
    const file = join(folder, "index.js");
    writeFileSync(file, `${readFileSync(file, "utf8")}\n${code(`module.exports.default.actions.${name}`)}\n`);
    const before = standIn.publications.length;
    const { code: status, output } = await publish(standIn, folder);
    assert.notEqual(status, 0, `The stand-in took ${what}.\n${output}`);
    assert.equal(standIn.publications.length, before, `The stand-in took ${what}.`);
    rmSync(folder, { recursive: true });
  }
};

const main = async () => {
  if (!existsSync(publisher)) throw new Error("The publisher is not installed. Run: npm ci --prefix test/publish");
  if (!existsSync(join(dist, "index.js"))) throw new Error("There is nothing to publish. Run: npm run build");
  const { startStandIn } = await import("./standIn.js");
  const { unzipSync } = await import("fflate");
  const { default: component } = createRequire(import.meta.url)("../../dist/index.js");
  mkdirSync(scratch, { recursive: true });
  const standIn = await startStandIn();
  try {
    const first = await publish(standIn, dist, "--skip-on-signature-match");
    assert.equal(first.code, 0, `The publisher failed.\n${first.output}`);
    assert.equal(standIn.publications.length, 1, `Nothing was published.\n${first.output}`);
    checkPublication(standIn.publications[0], component);
    checkUploads(standIn.uploads, component, unzipSync);

    standIn.log.length = 0;
    const second = await publish(standIn, dist, "--skip-on-signature-match");
    assert.equal(second.code, 0, `The second publication failed.\n${second.output}`);
    assert.deepEqual(standIn.log, ["authenticatedUser", "components"], "The second publication was not skipped.");

    await checkSlips(standIn, component);

    const count = (parts) => Object.keys(parts).length;
    console.log(
      `Published to the stand-in in ${first.seconds.toFixed(1)} s: ${count(component.actions)} actions, ` +
        `${count(component.triggers)} triggers, ${count(component.dataSources)} data sources, ` +
        `${component.connections.length} connections, a package of ` +
        `${Math.round(standIn.uploads.get(`/upload/${component.key}/package`).bytes.length / 1024)} KiB. ` +
        `The second publication was skipped as unchanged; ${count(slips)} planted faults were refused.`,
    );
  } finally {
    await standIn.close();
    rmSync(scratch, { recursive: true, force: true });
  }
};

await main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
