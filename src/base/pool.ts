/**
 * Works on items in their order, so many at a time. Work that throws ends everything: nothing else is begun, and what
 * was begun is waited for.
 * @throws what the first failing work threw.
 */
export const sideBySide = async <T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>) => {
  let next = 0;
  let fault: { readonly thrown: unknown } | undefined;
  const lane = async () => {
    while (!fault && next < items.length) {
      const item = items[next++] as T;
      try {
        await work(item);
      } catch (thrown) {
        fault ??= { thrown };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  if (fault) throw fault.thrown;
};
