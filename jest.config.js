const swc = [
  "@swc/jest",
  { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
];

const moduleNameMapper = {
  // Three hundred files that spectral loads for what no component runs; every file of tests would load them anew.
  "^date-fns$": "<rootDir>/tools/bundle/unused.js",
  // What the bundle leaves out of packages or has in smaller form, for the same reason.
  "/locales/index\\.cjs$": "<rootDir>/tools/bundle/unused.js",
  "/convertIntegration$": "<rootDir>/tools/bundle/unused.js",
  "^(form-data|follow-redirects)$": "<rootDir>/tools/bundle/unused.js",
  "^lodash/(merge|omitBy)$": "<rootDir>/tools/bundle/unused.js",
  "^lodash/(camelCase|omit|snakeCase|uniq)$": "<rootDir>/tools/bundle/lodash/$1.js",
  // Workflows compare with these; most files of tests run none.
  "^lodash/(isEqual|isEqualWith)$": "<rootDir>/test/support/lodash/$1.js",
  // With TEST_BUNDLE set, what tests run through spectral's harness is the bundle instead of the sources.
  ...(process.env.TEST_BUNDLE ? { "^#src/index$": "<rootDir>/dist/index.js" } : {}),
};

module.exports = {
  moduleNameMapper,
  testEnvironment: "node",
  setupFiles: ["<rootDir>/test/support/allowedHosts.ts", "<rootDir>/test/support/givenBack.ts"],
  // The slowest takes three seconds when nothing else runs.
  testTimeout: 10_000,
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/publish/", "\\.long\\.test\\.ts$"],
  // Two cores are used, as everywhere where this runs.
  maxWorkers: 2,
  transform: { "\\.(ts|js|mjs)$": swc },
  // These ship only as ES modules; what is published runs as it is.
  transformIgnorePatterns: ["/node_modules/(?!(?:jose|temporal-polyfill|temporal-utils)/)", "<rootDir>/dist/"],
};
