import dns from "node:dns";
import { isIP } from "node:net";

/** From here on every name but this machine's is unknown, so that no resolver is asked; ends with the test's other mocks. */
export const knowLocalNamesOnly = () => {
  const { lookup } = dns;
  return jest.spyOn(dns, "lookup").mockImplementation(((hostname: string, options: never, answer: never) => {
    if (isIP(hostname) || hostname === "localhost") return lookup(hostname, options, answer);
    setImmediate(answer, Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: "ENOTFOUND" }));
  }) as typeof lookup);
};
