import { webhook } from "./webhook";

export const triggers = { webhook };
