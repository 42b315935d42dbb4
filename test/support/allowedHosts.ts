import { allowThisMachine } from "#sandbox/allowedHosts";

// Many tests start hosts of their own on this machine, beside the sandbox or without it.
allowThisMachine();
