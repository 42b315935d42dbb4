import type { Handler } from "../types";
import { calls } from "./calls";
import { settings } from "./settings";
import { users } from "./users";

/** One handler for every operation of Gong's API, keyed by method and path as the contract writes them. */
export const handlers: Record<string, Handler> = { ...calls, ...users, ...settings };
