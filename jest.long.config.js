/** What simulates days, moves gigabytes or goes through everything: `npm run test:long`. */
module.exports = {
  ...require("./jest.config"),
  testMatch: ["<rootDir>/test/**/*.long.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/publish/"],
  testTimeout: 600_000,
};
