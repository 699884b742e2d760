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

/** What each exit status means, for the manual. */
export const EXIT_TEXTS: readonly { readonly code: number; readonly text: string }[] = [
  {
    code: EXIT.ok,
    text: 'All well: everything was decoded, every rule asked for holds, nothing differs. Also when the reader of the output went away, but for commands that give a verdict.',
  },
  { code: EXIT.no, text: 'The answer is no: a rule or condition does not hold, or the values differ.' },
  {
    code: EXIT.unanswered,
    text: 'It could not be answered: wrong usage, a value that cannot be read, an unreadable file; or the reader of the output went away before the end of a verdict. The rest of the input was still worked on.',
  },
  { code: EXIT.bug, text: 'A bug in pte-decode; a stack trace is shown.' },
];
