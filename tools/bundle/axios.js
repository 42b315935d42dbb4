/** The ES modules of axios, for spectral's require and for our import: what nobody uses falls away. */
exports.__esModule = true;
exports.default = require("../../node_modules/axios/index.js").default;
