import dns from "node:dns";
import { lookupPublic, mayFetch, mayReceiveCredentials } from "#src/base/hosts";

it.each([
  ["https://api.gong.io/v2", true],
  ["https://gong.io", true],
  ["https://gong.io:8443", false],
  ["http://gong.io", false],
  ["https://evilgong.io", false],
  ["https://gong.io.evil.example", false],
  ["http://localhost:8080", true],
])("%s gets the credentials: %s", (address, gets) => expect(mayReceiveCredentials(new URL(address))).toBe(gets));

it.each([
  ["https://media.example/a.mp3", true],
  ["http://media.example/a.mp3", false],
  ["https://93.184.215.14", true],
  ["https://10.0.0.1", false],
  ["https://169.254.169.254", false],
  ["https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]", true],
  ["https://[fc00::1]", false],
  ["https://[::ffff:10.0.0.1]", false],
  ["http://127.0.0.1:8080", true],
])("a file may be fetched from %s: %s", (address, may) => expect(mayFetch(new URL(address))).toBe(may));

describe("a name that is looked up", () => {
  const outside = { address: "93.184.215.14", family: 4 };
  const outside6 = { address: "2606:2800:21f:cb07:6820:80da:af6b:8b2c", family: 6 };
  const inside = { address: "10.0.0.1", family: 4 };
  const lookUp = (hostname: string, all: boolean, given: readonly unknown[]) => {
    const spy = jest.spyOn(dns, "lookup").mockImplementation(((
      _name: string,
      options: object,
      answer: (...parts: unknown[]) => void,
    ) => {
      expect(options).toEqual({ all: true, family: 0 });
      answer(...given);
    }) as never);
    let answered: unknown[] = [];
    lookupPublic(hostname, { all, family: 0 }, (...parts) => {
      answered = parts;
    });
    spy.mockRestore();
    return answered;
  };

  it("leads to its public addresses only, to all of them or to the first", () => {
    const found = [null, [inside, outside, outside6]];
    expect(lookUp("media.example", true, found)).toEqual([null, [outside, outside6]]);
    expect(lookUp("media.example", false, found)).toEqual([null, outside.address, 4]);
  });

  it("leads anywhere when it is allowed by name", () => {
    expect(lookUp("localhost", true, [null, [inside]])).toEqual([null, [inside]]);
  });

  it("leads nowhere when none is public, or when it cannot be looked up", () => {
    const nowhere = [expect.objectContaining({ code: "ENOTPUBLIC" }), "", 0];
    expect(lookUp("media.example", true, [null, [inside]])).toEqual(nowhere);
    const unknown = Object.assign(new Error("unknown"), { code: "ENOTFOUND" });
    expect(lookUp("media.example", true, [unknown, undefined])).toEqual([unknown, "", 0]);
    expect(lookUp("media.example", true, [unknown, [outside]])).toEqual([unknown, "", 0]);
  });
});
