/** The reader of numbers alone, of the ES modules: what nobody uses falls away. */
exports.default = require("../../node_modules/libphonenumber-js/core/index.js").default;
