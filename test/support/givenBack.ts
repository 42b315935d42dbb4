import http from "node:http";
import https from "node:https";

/** Files of tests in one process share Node's modules: what one leaves changed, all that follow would use. */
const asNodeHasIt = Symbol.for("request as Node has it");

for (const module of [http, https]) {
  const kept = module as typeof http & { [asNodeHasIt]?: typeof http.request };
  kept[asNodeHasIt] ??= module.request;
  if (module.request !== kept[asNodeHasIt])
    throw new Error(
      "A file of tests before this one in the same process left http.request changed: nock that was not restored, or a spy of Jest's over it, which gives it back when the file is over.",
    );
}
