import type { JSX } from 'preact';
import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { meaningOf } from '../../records/text/meanings.ts';
import { explainEntry } from '../../records/explain/bits.ts';
import { SourceText } from '../source-text.tsx';
import { Table } from '../table.tsx';

/** What each bit that says something says, in which releases, and where the kernel says so. */
export function BitTable({ entry }: { readonly entry: DecodedEntry }): JSX.Element {
  const { formRow } = entry.shape;
  return (
    <section aria-labelledby="bit-table">
      <h2 id="bit-table">Bit by bit, with sources</h2>
      <Table class="wide" label="bit-table" heads={['bits', 'name', 'meaning', 'releases', 'source']}>
        {explainEntry(entry).map((row) => (
          <tr key={`${row.hi} ${row.lo} ${row.name}`} class={row.kind === 'clear' ? 'dim' : undefined}>
            <td class="n">{row.hi === row.lo ? row.hi : `${row.hi}-${row.lo}`}</td>
            <th scope="row" data-role={ROLES[row.kind]}>
              {row.name}
            </th>
            <td>{row.meaning}</td>
            <td>{row.releases}</td>
            <td>
              <SourceText src={row.src} />
            </td>
          </tr>
        ))}
        {formRow && (
          <tr>
            <td />
            <th scope="row">form {entry.form}</th>
            <td />
            <td />
            <td>
              <SourceText src={formRow.src} />
            </td>
          </tr>
        )}
        <tr>
          <td />
          <th scope="row">state {entry.state}</th>
          <td>{meaningOf(entry).text}</td>
          <td />
          <td>
            <SourceText src={meaningOf(entry).src} />
          </td>
        </tr>
      </Table>
    </section>
  );
}

const ROLES = { number: 'number', set: 'flag', clear: 'dim', wrong: 'bad' } as const;
