/** The form holds something that cannot be sent: the person filling it can act. Nothing was sent. */
export class InputError extends Error {
  override readonly name = "InputError";
  /** One sentence per fault, each naming its field. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join(" "));
    this.faults = faults;
  }
}
