const main = require("../../jest.config.js");

/** Tests that need the generated manifest: `npm run manifest` runs them. */
module.exports = {
  ...main,
  rootDir: "../..",
  testMatch: ["<rootDir>/test/publish/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  moduleNameMapper: {
    "^gong-manifest$": "<rootDir>/out/gong-manifest/src",
    "^gong-manifest/(.*)$": "<rootDir>/out/gong-manifest/src/$1",
  },
};
