/** Spectral writes one kind of word so: NOT_ALLOWED becomes notAllowed. */
module.exports = (word) => word.toLowerCase().replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
