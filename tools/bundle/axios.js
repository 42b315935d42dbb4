/**
 * The ES modules of axios, for spectral's require and for our import: what nobody uses falls away. They are loaded with
 * the first request, and with them Node's own fetch and HTTP/2, which they look at.
 */
exports.__esModule = true;
Object.defineProperty(exports, "default", {
  enumerable: true,
  get: () => require("../../node_modules/axios/index.js").default,
});
