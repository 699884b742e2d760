import type { JSX } from 'preact';
import { SAID_OF_ANOTHER } from '../place.ts';

/**
 * What a log says of the value, in the words of the link: anybody can write one.
 *
 * @param isKnown whether the tables have all of the kernel; of one that is older it is said why it is taken
 */
export function Said({
  said,
  isKnown,
}: {
  readonly said: string;
  readonly isKnown: boolean;
}): JSX.Element | null {
  if (said === '' || (said === SAID_OF_ANOTHER && isKnown)) return null;
  return (
    <p class="hint" id="said">
      {said === SAID_OF_ANOTHER ? (
        'The kernel is one that a log names; the log says nothing of this value.'
      ) : (
        <>
          According to the link, a log says: <q>{said}</q>
        </>
      )}
    </p>
  );
}
