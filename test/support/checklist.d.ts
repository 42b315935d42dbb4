/** What is wrong with the table of docs/checklists.md, as sentences. */
export const faultsOf: (markdown: string, ran: ReadonlyMap<string, readonly string[]>) => string[];
/** The lines of the checklists. */
export const lines: readonly string[];
