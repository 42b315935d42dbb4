/** The sheet writer alone, of the ES modules: what nobody uses falls away. */
module.exports = require("../../node_modules/write-excel-file/node/index.js").default;
