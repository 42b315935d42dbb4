/** What takes five seconds a file, simulates days, moves gigabytes or tries properties often: `npm run test:long`. */
module.exports = {
  ...require("./jest.config"),
  testMatch: ["<rootDir>/test/**/*.{long,property}.test.ts"],
  globals: { isLong: true },
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/publish/"],
  testTimeout: 600_000,
};
