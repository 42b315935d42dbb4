const tokenKey = "workbench token";

/** The token out of the address: into this tab's memory, and out of its history. */
const takeToken = (): string => {
  const token = /[#?&]token=([\w-]+)/.exec(location.hash)?.[1];
  if (token) {
    sessionStorage.setItem(tokenKey, token);
    const rest = location.hash.replace(/[#?&]token=[\w-]+/, "");
    history.replaceState(null, "", `${location.pathname}${location.search}${rest.startsWith("#") ? rest : "#/"}`);
  }
  return token ?? sessionStorage.getItem(tokenKey) ?? "";
};

const token = takeToken();

const request = async (path: string, body?: unknown): Promise<Response> => {
  const response = await fetch(`/api/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.ok) return response;
  const { error } = (await response.json()) as { error?: string };
  throw new Error(error ?? `The workbench answered ${response.status}.`);
};

/** Asks the command; with a body it does something. */
export const ask = async <T>(path: string, body?: unknown): Promise<T> =>
  (await request(path, body)).json() as Promise<T>;

/** Saves bytes of an output as a file. */
export const save = async (id: string, name: string): Promise<void> => {
  const url = URL.createObjectURL(await (await request(`file/${id}`)).blob());
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
