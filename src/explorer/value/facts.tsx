import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { setRows } from '../../core/entry/entry.ts';
import { releasesText } from '../../core/version.ts';
import { formatHex } from '../../core/u64.ts';
import { markerNames } from '../../records/properties.ts';
import { accessText, frameText, statesOf, swapText } from '../../records/text/text.ts';
import { SourceText } from '../source-text.tsx';

/** What an entry says in words: page, swap slot, marker, access, states, flags, and bits that should not be so. */
export function Facts({ entry }: { readonly entry: DecodedEntry }): JSX.Element {
  // Whether what is told of a flag was sent away, until another one is asked for.
  const [isShut, setShut] = useState(false);
  const markers = markerNames(entry);
  const rows: readonly (readonly [string, string])[] = [
    [entry.form === 'table' ? 'table' : 'page', frameText(entry)],
    ['swap', swapText(entry, { kernel: entry.kernel })],
    ['marker', markers ? markers.join(' ') || 'no marker bit' : ''],
    ['access', accessText(entry)],
    ['states', statesOf(entry).join(', ')],
    ['reserved', entry.reserved === 0n ? '' : `${formatHex(entry.reserved)}: must be zero`],
    ['unknown', entry.unknown === 0n ? '' : `${formatHex(entry.unknown)}: no meaning here`],
    ['missing', entry.missing === 0n ? '' : `${formatHex(entry.missing)}: set in all such entries`],
  ];
  const flags = setRows(entry, ({ kind }) => kind === 'flag');
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">In words</h2>
      <dl>
        {rows.map(
          ([name, text]) =>
            text !== '' && (
              <>
                <dt>{name}</dt>
                <dd class={WRONG.includes(name) ? 'error' : undefined}>{text}</dd>
              </>
            ),
        )}
        <dt>flags</dt>
        <dd
          class={isShut ? 'flags shut' : 'flags'}
          onKeyDown={({ key }) => {
            setShut(key === 'Escape');
          }}
          onFocusIn={() => {
            setShut(false);
          }}
          onPointerLeave={() => {
            setShut(false);
          }}
        >
          {flags.length === 0 && 'none'}
          {flags.map((row) => (
            <span key={row.name} class="tipped">
              <button type="button" class="flag" data-flag={row.name} aria-describedby={`flag-${row.name}`}>
                {row.name}
              </button>
              <span class="tip" role="tooltip" id={`flag-${row.name}`}>
                {row.set}; releases: {releasesText(row)}. <SourceText src={row.src} />
              </span>
            </span>
          ))}
        </dd>
      </dl>
    </section>
  );
}

const WRONG: readonly string[] = ['reserved', 'unknown', 'missing'];
