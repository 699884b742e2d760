import type { JSX } from 'preact';
import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { QUESTIONS } from '../../core/verdicts/questions.ts';
import { meansText, statesOf } from '../../records/text/text.ts';

/** What matters first: the state, whether userfaultfd protects the page, and what that means in a sentence. */
export function Verdict({ entry }: { readonly entry: DecodedEntry }): JSX.Element {
  const answer = QUESTIONS.uffd_wp.of(entry);
  const [said = ''] = statesOf(entry);
  return (
    <div class="verdict" role="status">
      <p class="badges">
        <strong class="badge state" data-role={entry.state}>
          {entry.state}
        </strong>
        <strong class="badge" data-uffd-wp={String(answer)} data-role={answer === true ? 'note' : 'dim'}>
          {said}
        </strong>
      </p>
      <p class="means">{sentence(meansText(entry))}</p>
    </div>
  );
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
