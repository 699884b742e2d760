import type { JSX } from 'preact';
import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { looksText } from '../../core/verdicts/foreign-value.ts';
import { QUESTIONS } from '../../core/verdicts/questions.ts';
import { RULE_IDS, RULE_TEXT, verdictWord } from '../../core/verdicts/rules.ts';
import { meansText, ruleRole, statesOf } from '../../records/text/text.ts';
import { SAID_OF_ANOTHER } from '../place.ts';

/** What matters first: the state, whether userfaultfd protects the page, and what that means in a sentence. */
export function Verdict({ entry }: { readonly entry: DecodedEntry }): JSX.Element {
  const answer = QUESTIONS.uffd_wp.of(entry);
  const [said = ''] = statesOf(entry);
  const looks = looksText(entry);
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
      {looks !== undefined && <p class="hint">Perhaps no entry: {looks}.</p>}
      <p class="means">{sentence(meansText(entry))}</p>
    </div>
  );
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

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

/** The four rules of the patch's special pte, with what decided. */
export function Rules({ entry }: { readonly entry: DecodedEntry }): JSX.Element {
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">The four rules of the special pte</h2>
      <ol class="rules">
        {RULE_IDS.map((id) => {
          const result = entry.rules[id];
          const word = verdictWord(result);
          return (
            <li key={id} data-rule={id} data-verdict={word} data-why={result.why}>
              <p>
                <strong class="verdict-word" data-role={ruleRole(entry, id)}>
                  {word}
                </strong>{' '}
                {RULE_TEXT[id]}
              </p>
              <p class="hint">{result.why}</p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** What an expert would point at. */
export function Notes({ entry }: { readonly entry: DecodedEntry }): JSX.Element {
  return (
    <section aria-labelledby="notes">
      <h2 id="notes">Notes</h2>
      {entry.notes.length === 0 && <p class="hint">Nothing to point at.</p>}
      <ul class="notes">
        {entry.notes.map(({ code, grade, text }) => (
          <li key={code} data-note={code} data-grade={grade} data-text={text}>
            <strong data-role={grade === 'violation' ? 'bad' : 'note'}>
              {grade === 'remark' ? code : `${grade}: ${code}`}
            </strong>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
