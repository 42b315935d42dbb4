import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { once } from "./lazy";

const ipaddr = once(() => require("ipaddr.js") as typeof import("ipaddr.js"));
/** Loading it opens a channel to the resolver, so it waits for the first name. */
const dns = once(() => require("node:dns") as typeof import("node:dns"));

/**
 * Which hosts may be reached, and for what. Beside them, the environment variable GONG_ALLOWED_HOSTS opens others by
 * name, separated by commas and without ports, for sandboxes and tests. On the platform nobody can set it, by intent.
 */
const isAllowed = (hostname: string): boolean =>
  (process.env.GONG_ALLOWED_HOSTS ?? "").split(",").some((each) => each.trim().toLowerCase() === hostname);

/** True for gong.io and below, over https on its usual port: the only place where credentials go. */
export const mayReceiveCredentials = ({ protocol, hostname, port }: URL): boolean =>
  (protocol === "https:" && port === "" && /(?:^|\.)gong\.io$/.test(hostname)) || isAllowed(hostname);

/** True for an address from which a file may be fetched, as far as the address alone tells. */
export const mayFetch = ({ protocol, hostname }: URL): boolean =>
  isAllowed(hostname) || (protocol === "https:" && isPublicName(hostname));

/** Node looks no name up where the address already is a number. */
const isPublicName = (hostname: string): boolean => {
  const literal = hostname.replace(/[[\]]/g, "");
  return !ipaddr().isValid(literal) || isPublicAddress(literal);
};

const isPublicAddress = (address: string): boolean => ipaddr().process(address).range() === "unicast";

/** The code of the error when a name leads to no public address. */
export const notPublicCode = "ENOTPUBLIC";

/**
 * Looks a name up for a connection that is about to be made, and gives its public addresses only, so that no name leads
 * into a private network, whatever it was a moment before.
 */
export const lookupPublic: LookupFunction = (hostname, options, answer) => {
  dns().lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[] = []) => {
    const open = isAllowed(hostname) ? found : found.filter(({ address }) => isPublicAddress(address));
    const [first] = open;
    if (error || !first) answer(error ?? Object.assign(new Error(notPublicCode), { code: notPublicCode }), "", 0);
    else if (options.all) answer(null, open);
    else answer(null, first.address, first.family);
  });
};
