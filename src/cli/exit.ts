/** Exit status of the whole program. */
export const EXIT = {
  /** All well: everything decoded, every rule asked for holds, no difference. */
  ok: 0,
  /** The answer is no. */
  no: 1,
  /** It could not be answered: bad usage, a bad value, an unreadable file. */
  unanswered: 2,
  /** A bug in pte-decode. */
  bug: 3,
} as const;
