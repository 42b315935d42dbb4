import { ConnectionError } from "@prismatic-io/spectral";
import {
  BrokenConnectionError,
  GongBusyError,
  GongError,
  isOutOfTime,
  NotAnsweredError,
  networkFaultInWords,
  toActionableError,
} from "#src/base/errors";

const connection = { key: "gongApiKey", configVarKey: "Gong", fields: { accessKeySecret: "very-SECRET-4711" } };

describe("whatever was thrown", () => {
  it("keeps its name and its place, and says what it said", () => {
    const error = new TypeError("password=abc is no function");
    error.stack = "TypeError: password=abc\n    at here";
    const safe = toActionableError(error);
    expect(safe).toMatchObject({ name: "TypeError", message: "password=[redacted] is no function" });
    expect(safe.stack).toBe("TypeError: password=[redacted]\n    at here");
    error.stack = undefined;
    expect(toActionableError(error).stack).toBe("");
  });

  it.each([
    ["No.", "No."],
    [{ message: "No." }, "No."],
    [{ message: "", code: 7 }, 'The step failed without saying why: {"message":"","code":7}.'],
    [{ message: 7 }, 'The step failed without saying why: {"message":7}.'],
    ["", 'The step failed without saying why: "".'],
    [null, "The step failed without saying why: null."],
    [undefined, "The step failed without saying why: nothing was thrown."],
    [{ isAxiosError: false, message: "No." }, "No."],
    [
      { isAxiosError: true, message: "No.", code: "EPIPE" },
      "A web request failed: the connection broke while sending. Run the step again; if it keeps failing, check the address.",
    ],
  ])("%j becomes an error: %s", (thrown, message) => expect(toActionableError(thrown).message).toBe(message));

  it("keeps of a broken connection which it is and its address, and no secret", () => {
    const fields = { ...connection.fields, baseUrl: "https://ada:word@api.gong.io" };
    const shown = (thrown: unknown) => toActionableError(thrown) as BrokenConnectionError;
    expect(shown(new ConnectionError({ ...connection, fields }, "No."))).toMatchObject({
      name: "ConnectionError",
      message: "No.",
      connection: { key: "gongApiKey", configVarKey: "Gong", fields: { baseUrl: "https://api.gong.io" } },
    });
    expect(shown(new ConnectionError(connection, "No.")).connection.fields).toEqual({});
    expect(shown(new ConnectionError(undefined as never, "No.")).connection).toEqual({
      key: "",
      configVarKey: "",
      fields: {},
    });
    const broken = new BrokenConnectionError(connection, "password=abc", { status: 401, address: "password=abc" });
    expect(JSON.parse(JSON.stringify(broken))).toEqual({
      name: "ConnectionError",
      message: "password=[redacted]",
      status: 401,
      address: "password=[redacted]",
    });
  });
});

it("only time is missing where Gong is busy, or where another try would have made sense", () => {
  const errors = [
    new GongBusyError("Busy."),
    new NotAnsweredError("No answer.", { outOfTime: true }),
    new NotAnsweredError("No answer."),
    new GongError("No.", { outOfTime: false }),
    { facts: { outOfTime: true } },
    undefined,
  ];
  expect(errors.map(isOutOfTime)).toEqual([true, true, false, false, false, false]);
});

it("an error without facts has no status, no words of Gong's and no request id", () => {
  const error = new GongError("No.");
  expect([error.status, error.gongErrors, error.requestId]).toEqual([undefined, [], undefined]);
  const known = new GongError("No.", { status: 404, gongErrors: ["password=abc"], requestId: "r" });
  expect([known.status, known.gongErrors, known.requestId]).toEqual([404, ["password=[redacted]"], "r"]);
});

it.each([
  ["ENOTFOUND", "the host name does not exist."],
  ["EPROTO", "the network said EPROTO."],
  [undefined, "the network said nothing."],
])("the network's %s in words", (code, words) => expect(networkFaultInWords(code)).toBe(words));
