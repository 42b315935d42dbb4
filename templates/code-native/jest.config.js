const swc = { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } };

module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: { "\\.ts$": ["@swc/jest", swc] },
  moduleNameMapper: {
    "^gong-manifest$": "<rootDir>/../gong-manifest/src/index.ts",
    "^gong-manifest/(.*)$": "<rootDir>/../gong-manifest/src/$1",
    // The manifest stands in a folder of its own, without packages.
    "^(@prismatic-io/spectral.*)$": require
      .resolve("@prismatic-io/spectral/package.json")
      .replace(/package\.json$/, "../../$1"),
  },
};
