import type { JSX } from 'preact';
import { RULE_IDS, verdictWord } from '../../core/verdicts/rules.ts';
import { ruleRole } from '../../records/text/text.ts';
import { decodeText } from '../answer.ts';
import { kernelFrom } from '../kernel-choice.ts';
import { linkTo } from '../place.ts';
import { STOPS } from './stops.ts';

/** A short tour of the four rules of the patch: seven values, each a link. */
export function TourView(): JSX.Element {
  return (
    <section aria-labelledby="tour">
      <h2 id="tour">Seven values and four rules</h2>
      <p>
        How can the kernel remember that a page is write-protected by userfaultfd when the page itself is
        gone? A patch proposed a value that no other entry has, and named four rules that it must keep. Each
        value here is a link: switch its bits and see which rule falls.
      </p>
      <ol class="tour">
        {STOPS.map(({ title, value, kernel: name, text }) => {
          const { kernel } = kernelFrom(name);
          const entry = decodeText(kernel, value, 'pte');
          return (
            <li key={value}>
              <h3>
                {title}: <a href={linkTo(name, value)}>{value}</a>
              </h3>
              <p class="hint">
                <span data-role={entry.state}>{entry.state}</span> on{' '}
                {name === '' ? 'Linux with the patch' : `Linux ${name}`}. Rules:{' '}
                {RULE_IDS.map((id) => {
                  const word = verdictWord(entry.rules[id]);
                  return (
                    <span key={id} class="rule-word" data-role={ruleRole(entry, id)}>
                      {id} {word}
                    </span>
                  );
                })}
              </p>
              <p>{text}</p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
