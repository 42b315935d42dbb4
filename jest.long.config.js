/**
 * `npm run test:long`: what takes five seconds a file, simulates days, moves gigabytes, tries properties often, or has
 * only a sample of its cases in `npm test`.
 */
module.exports = {
  ...require("./jest.config"),
  testMatch: ["<rootDir>/test/**/*.{long,property,sample}.test.ts"],
  globals: { isLong: true },
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/publish/"],
  testTimeout: 600_000,
};
