/** Spectral omits members by their names only. */
module.exports = (object, names) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
