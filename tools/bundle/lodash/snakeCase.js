/** Spectral writes one kind of word so: notAllowed becomes not_allowed. */
module.exports = (word) => word.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
