const path = require("node:path");
const CopyPlugin = require("copy-webpack-plugin");

const manifest = path.resolve(__dirname, "../gong-manifest/src");

/** One file with everything that it needs, and the icon: what the platform takes of a code-native integration. */
module.exports = {
  mode: "production",
  target: "node",
  devtool: false,
  entry: { index: "./src/index.ts" },
  output: { path: path.resolve(__dirname, "dist"), library: { type: "commonjs2" }, clean: true },
  optimization: { minimize: false },
  resolve: {
    extensions: [".ts", ".js", ".mjs", ".json"],
    alias: { "gong-manifest": manifest },
    modules: [path.resolve(__dirname, "node_modules"), "node_modules"],
  },
  module: {
    rules: [
      {
        test: /\.ts$/,
        use: { loader: "swc-loader", options: { jsc: { parser: { syntax: "typescript" }, target: "es2022" } } },
      },
    ],
  },
  // Parts of spectral that no integration runs ask for packages by name.
  ignoreWarnings: [/Critical dependency/],
  performance: { hints: false },
  stats: "errors-warnings",
  plugins: [new CopyPlugin({ patterns: [{ from: "*.png", context: "assets" }] })],
};
