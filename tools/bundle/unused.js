/**
 * Stands in the bundle for parts of packages that a component never runs, such as the test helpers of spectral. Whoever
 * calls it after all finds out at once.
 */
const fail = (what) => {
  throw new Error(`${String(what)} was left out of this bundle because no component runs it. See webpack.config.js.`);
};

const reading = {
  get: (target, name) => {
    if (name in target) return target[name];
    return typeof name === "symbol" ? undefined : left(name);
  },
};
const left = (name) => new Proxy(class {}, { apply: () => fail(name), construct: () => fail(name), ...reading });

module.exports = new Proxy({ __esModule: true }, reading);
