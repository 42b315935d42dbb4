import type { ActionLogger } from "@prismatic-io/spectral";
import { BrokenConnectionError, toActionableError } from "#src/base/errors";
import { holdSecrets, redactingLogger } from "#src/base/redact";
import { type Bounds, clientOf, type Gong, readConnection } from "#src/gong/index";

/** What a step is opened with. */
interface Opening<I, T> {
  /** What the builder knows the step by, for errors. */
  readonly name?: string;
  readonly connection: unknown;
  /** The platform's context of the step. */
  readonly context: { readonly logger: ActionLogger; readonly debug?: { readonly enabled: boolean } };
  /** Reads the form, as in `() => readWithWorkbooks(fields, answers)`. */
  readonly read: () => I | Promise<I>;
  /** Limits of the work, as the form may ask for them. */
  readonly bounds?: Bounds | ((input: I) => Bounds);
  /** What to return where the connection is too broken to make a client of; the error is thrown when left out. */
  readonly withoutClient?: (error: BrokenConnectionError) => T;
}

/** What a step works with. */
export interface Opened<I> {
  readonly gong: Gong;
  readonly input: I;
  /** The step's log; every line is redacted. */
  readonly logger: ActionLogger;
}

/**
 * Opens the client for whatever the platform runs: an action, a recipe, a data source, a poll. First the secrets are
 * known, then the log redacts, then the form is read, so that nothing said about an input repeats a secret. The
 * secrets stay known until the work is over.
 * @throws errors that a person can act on and that hold no secret.
 */
export const withClient = async <I, T>(
  { name, connection, context, read, bounds, withoutClient }: Opening<I, T>,
  work: (opened: Opened<I>) => Promise<T>,
): Promise<T> => {
  const logger = redactingLogger(context.logger);
  const account = accountOf(connection);
  if (account instanceof BrokenConnectionError) {
    if (withoutClient) return withoutClient(account);
    throw account;
  }
  const release = holdSecrets(account.secrets);
  try {
    const input = await read();
    const limits = typeof bounds === "function" ? bounds(input) : bounds;
    const gong = clientOf(account, { name, logger, debug: context.debug }, limits);
    return await work({ gong, input, logger });
  } catch (error) {
    throw toActionableError(error);
  } finally {
    release();
  }
};

const accountOf = (connection: unknown) => {
  try {
    return readConnection(connection);
  } catch (error) {
    if (error instanceof BrokenConnectionError) return error;
    throw error;
  }
};
