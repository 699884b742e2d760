import type { JSX } from 'preact';
import { ROLE_STYLES } from '../../records/text/palette.ts';
import { linkTo } from '../place.ts';
import { Table } from '../table.tsx';
import type { FileResult } from './messages.ts';

/** The entries of a page of entries, each a link to the view of it; empty ones that follow each other in one row. */
export function TableResult({
  name,
  result,
}: {
  readonly name: string;
  readonly result: FileResult & { readonly kind: 'table' };
}): JSX.Element {
  const { rows, kernel, level } = result;
  const entries = rows.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <p role="status" id="table-result">
        <strong>{name}</strong>: {entries} entries of level {level}, {summary(result)}.{' '}
        <span class="hint">Kernel {kernel}</span>
      </p>
      <p class="hint">A pagemap dump of as many pages has the same size: say so above if it is one.</p>
      <Table
        class="wide table-page"
        label="table-result"
        heads={['address', 'entry', 'state', 'what it holds']}
      >
        {rows.map(({ address, raw, state, text, count, isKernels }) => (
          <tr key={address} data-entry={raw}>
            <td>
              <code>{address}</code>
            </td>
            <td>
              <a href={linkTo(kernel, raw, level, { isKernels })}>
                <code>{raw}</code>
              </a>
            </td>
            <td data-role={state in ROLE_STYLES ? state : undefined}>
              {state}
              {count > 1 && ` × ${count}`}
            </td>
            <td>{text}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function summary({
  rows,
}: {
  readonly rows: readonly { readonly state: string; readonly count: number }[];
}): string {
  const states = new Map<string, number>();
  for (const { state, count } of rows) states.set(state, (states.get(state) ?? 0) + count);
  return [...states].map(([state, count]) => `${count} ${state}`).join(', ');
}
