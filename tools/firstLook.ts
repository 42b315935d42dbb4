const mostMs = 8000;

/**
 * Looks whether anything answers at an address before longer work begins there. No credentials are shown to it.
 * @param name how whoever set the address knows it.
 * @throws Error that says what to check, after eight seconds at most.
 */
export const firstLook = async (address: string, name: string): Promise<void> => {
  try {
    const url = new URL("/v2/users", address.includes("://") ? address : `https://${address}`);
    await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(mostMs) });
  } catch (error) {
    const { name: kind, cause } = error as { name?: string; cause?: { code?: string; message?: string } };
    const why =
      kind === "TimeoutError"
        ? `no answer within ${mostMs / 1000} seconds`
        : (cause?.code ?? cause?.message ?? "no web address");
    throw new Error(`Nothing answers at ${address} (${why}). Check ${name} and the network, then run this again.`);
  }
};
