import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { numberOf } from '../../core/entry/entry.ts';
import type { NumberName } from '../../core/entry/shapes.ts';
import { formatHex, parseInteger } from '../../core/u64.ts';
import { withNumber } from '../../core/encode/with-number.ts';
import { messageOf } from '../answer.ts';
import { ErrorText } from '../error-text.tsx';
import type { Change } from './change.ts';

const LABELS: Readonly<Partial<Record<NumberName, string>>> = {
  pfn: 'Frame number',
  phys: 'Physical address',
  type: 'Swap type',
  offset: 'Swap offset',
  marker: 'Marker bits',
};

/** The numbers of an entry, to be changed. */
export function Numbers({
  entry,
  change,
}: {
  readonly entry: DecodedEntry;
  readonly change: Change;
}): JSX.Element {
  const fields = Object.entries(LABELS).flatMap(([name, label]) => {
    const known = NUMBERS.find((number) => number === name);
    const value = known && numberOf(entry, known);
    return known === undefined || value === null || value === undefined
      ? []
      : [{ name: known, label, value }];
  });
  return (
    <section aria-labelledby="numbers">
      <h2 id="numbers">Numbers</h2>
      {fields.length === 0 && <p class="hint">An entry of this state holds none.</p>}
      <div class="choices">
        {fields.map(({ name, label, value }) => (
          <NumberField key={name} entry={entry} name={name} label={label} value={value} change={change} />
        ))}
      </div>
    </section>
  );
}

const NUMBERS = ['pfn', 'phys', 'type', 'offset', 'marker'] as const satisfies readonly NumberName[];

/** One number: a change that fits is taken at once, another one says why it does not fit. */
function NumberField({
  entry,
  name,
  label,
  value,
  change,
}: {
  readonly entry: DecodedEntry;
  readonly name: NumberName;
  readonly label: string;
  readonly value: bigint;
  readonly change: Change;
}): JSX.Element {
  // What is being typed, and for which number; it is over once the number is another.
  const [draft, setDraft] = useState({ text: '', of: -1n, error: '' });
  const mine = draft.of === value ? draft : { text: formatHex(value), error: '' };
  const edit = (text: string): void => {
    try {
      const wanted = parseInteger(text.trim(), label);
      setDraft({ text, of: wanted, error: '' });
      change(withNumber(entry, name, wanted), `${name} ${formatHex(wanted)}`, 'replace');
    } catch (error) {
      setDraft({ text, of: value, error: messageOf(error) });
    }
  };
  return (
    <div class="choice">
      <label>
        <span>{label}</span>
        <input
          type="text"
          data-number={name}
          value={mine.text}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={mine.error === '' ? undefined : 'true'}
          onInput={({ currentTarget }) => {
            edit(currentTarget.value);
          }}
          onBlur={() => {
            setDraft({ text: '', of: -1n, error: '' });
          }}
        />
      </label>
      <ErrorText text={mine.error} />
    </div>
  );
}
