import type { JSX } from 'preact';
import type { DecodedEntry } from '../../core/verdicts/decode.ts';

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
