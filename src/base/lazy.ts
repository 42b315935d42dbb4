/** Makes a value on first use and keeps it, so that loading the component builds no schema. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** Node's clients for the web. Loading them, with all of TLS, takes longer than building every form. */
export const web = once(() => ({
  http: require("node:http") as typeof import("node:http"),
  https: require("node:https") as typeof import("node:https"),
}));
