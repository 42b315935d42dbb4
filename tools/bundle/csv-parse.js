/** The parser alone, of the ES modules: what nobody uses falls away. */
exports.parse = require("../../node_modules/csv-parse/lib/sync.js").parse;
