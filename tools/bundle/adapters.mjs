/** Ways of axios to send in a browser. A component sends through Node's own; asking for another fails at once. */
export default false;
export const getFetch = () => {
  throw new Error("The fetch adapter of axios was left out of this bundle. See webpack.config.js.");
};
