/** Stands for fast-check: a property that fails has noticed the change, and looks for no smaller example. */
const fastCheck = require("../../node_modules/fast-check/lib/cjs/fast-check.js");

fastCheck.configureGlobal({ endOnFailure: true });
module.exports = fastCheck;
