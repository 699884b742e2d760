import type { JSX } from 'preact';
import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { RULE_IDS, RULE_TEXT, verdictWord } from '../../core/verdicts/rules.ts';
import { ruleRole } from '../../records/text/text.ts';

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
