const path = require("node:path");
const CopyPlugin = require("copy-webpack-plugin");
const TerserPlugin = require("terser-webpack-plugin");
const { BannerPlugin, NormalModuleReplacementPlugin } = require("webpack");

const common = {
  mode: "production",
  target: "node",
  devtool: false,
  resolve: { extensions: [".ts", ".js", ".mjs", ".json"] },
  module: {
    rules: [
      {
        test: /\.ts$/,
        exclude: /node_modules/,
        use: { loader: "swc-loader", options: { jsc: { parser: { syntax: "typescript" }, target: "es2022" } } },
      },
    ],
  },
  performance: { hints: false },
  stats: "errors-warnings",
};

/** Files are written even when they did not change, so that their age tells when they were built. */
const output = { filename: "[name].js", library: { type: "commonjs2" }, clean: true, compareBeforeEmit: false };

const bundled = (name) => path.resolve(__dirname, "tools/bundle", name);

/**
 * Parts of packages that no component runs: test helpers, code-native integrations and conditional logic of spectral
 * (they bring a YAML parser, zod's locales, jest-mock and most of date-fns along). Spectral
 * is pinned, since these are its internals.
 */
const unused = [
  /spectral\/dist\/(testing|util|conditionalLogic\/(index|types)|serverTypes\/convertIntegration)\.js$/,
  /lodash\/merge\.js$/,
  // Of axios: requests are sent with maxRedirects 0, and files as a stream of our own.
  /follow-redirects\/index\.js$/,
  /form-data\/lib\/form_data\.js$/,
];

/** Packages that are larger than what is used of them, with what stands in their place. */
const slimmer = {
  axios$: bundled("axios.js"),
  "csv-parse/sync$": bundled("csv-parse.js"),
  debug$: bundled("debug.js"),
  "libphonenumber-js/core$": bundled("libphonenumber-js.js"),
  fflate$: path.resolve(__dirname, "node_modules/fflate/esm/index.mjs"),
  "write-excel-file/node$": bundled("write-excel-file.js"),
  ...Object.fromEntries(
    ["camelCase", "omit", "snakeCase", "uniq"].map((name) => [`lodash/${name}$`, bundled(`lodash/${name}.js`)]),
  ),
};

const minimizer = [
  new TerserPlugin({
    minify: TerserPlugin.swcMinify,
    extractComments: false,
    terserOptions: { compress: { passes: 2 }, mangle: true, format: { comments: false } },
  }),
];

/** What is published: one file and the icons, nothing else. */
const component = {
  ...common,
  name: "component",
  entry: { index: "./src/index.ts" },
  resolve: { ...common.resolve, alias: slimmer },
  output: { ...output, path: path.resolve(__dirname, "dist") },
  optimization: { minimizer },
  plugins: [
    new CopyPlugin({ patterns: [{ from: "*.png", context: "assets" }] }),
    new NormalModuleReplacementPlugin(/^\.\/(fetch|xhr)\.js$/, (resource) => {
      if (/axios.lib.adapters$/.test(resource.context)) resource.request = bundled("adapters.mjs");
    }),
    new NormalModuleReplacementPlugin(/./, (resource) => {
      const { createData } = resource;
      if (unused.some((part) => part.test(createData?.resource))) createData.resource = bundled("unused.js");
    }),
  ],
};

/** The sandbox alone, with everything that it needs: it runs wherever Node does (`bin` in package.json). */
const sandbox = {
  ...common,
  name: "sandbox",
  entry: { sandbox: "./sandbox/cli.ts", startSandbox: "./sandbox/index.ts" },
  output: { ...output, path: path.resolve(__dirname, "build"), clean: false },
  optimization: { minimize: false },
  plugins: [new BannerPlugin({ banner: "#!/usr/bin/env node", raw: true, include: /^sandbox\.js$/ })],
};

/** What runs on a developer's machine: the demo and the tools. Packages stay in node_modules. */
const tools = {
  ...common,
  name: "tools",
  // The checks load what was built, at run time.
  module: { ...common.module, parser: { javascript: { createRequire: false } } },
  entry: {
    demo: "./demo/index.ts",
    docs: "./tools/docs/write.ts",
    pictures: "./tools/docs/pictures.ts",
    bench: "./tools/bench/index.ts",
    checkPublish: "./tools/publish/index.ts",
    release: "./tools/publish/releaseCommand.ts",
    checkLive: "./tools/checkLive/index.ts",
    workbench: "./workbench/cli.ts",
    workbenchWorker: "./workbench/worker.ts",
  },
  output: {
    ...output,
    path: path.resolve(__dirname, "build"),
    clean: { keep: /^(sandbox\.js|startSandbox\.js|workbench[\\/])/ },
  },
  optimization: { minimize: false },
  externals: [
    ({ request }, done) =>
      /^[a-z@]/.test(request) && !path.isAbsolute(request) ? done(null, `commonjs ${request}`) : done(),
  ],
};

/** The page of the workbench, for a browser. */
const page = {
  ...common,
  name: "page",
  target: ["web", "es2022"],
  entry: { page: "./workbench/page/app.tsx" },
  resolve: { extensions: [".tsx", ".ts", ".js", ".mjs"] },
  module: {
    rules: [
      {
        test: /\.tsx?$/,
        exclude: /node_modules/,
        use: {
          loader: "swc-loader",
          options: {
            jsc: {
              parser: { syntax: "typescript", tsx: true },
              target: "es2022",
              transform: { react: { runtime: "automatic", importSource: "preact" } },
            },
          },
        },
      },
    ],
  },
  output: {
    filename: "[name].js",
    clean: true,
    compareBeforeEmit: false,
    path: path.resolve(__dirname, "build/workbench"),
  },
  optimization: { minimizer },
  plugins: [new CopyPlugin({ patterns: [{ from: "{index.html,page.css}", context: "workbench/page" }] })],
};

module.exports = [component, sandbox, tools, page];
