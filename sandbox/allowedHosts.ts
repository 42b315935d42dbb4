/**
 * Lets the component, in this process and those that it starts, sign in at this machine. It sends credentials to Gong
 * alone unless GONG_ALLOWED_HOSTS names other hosts.
 */
export function allowThisMachine(): void {
  const named = (process.env.GONG_ALLOWED_HOSTS ?? "").split(",").filter((name) => name.trim() !== "");
  process.env.GONG_ALLOWED_HOSTS = [...new Set([...named, "127.0.0.1", "localhost", "[::1]"])].join(",");
}
