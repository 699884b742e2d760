/** What stands in place of `text-reader.ts` and `first-bytes.ts` where bytes count and nothing is read: who makes a reader gets a TypeError. */
export const TextReader = undefined;

/** Nothing is read. */
export const MAX_LINE_BYTES = 0;

/** Nothing is opened. */
export const refusingOthers = undefined;
