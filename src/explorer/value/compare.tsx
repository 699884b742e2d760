import type { JSX } from 'preact';
import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { formatU64 } from '../../core/u64.ts';
import { differences, differingBits } from '../../records/differences.ts';
import { decodeText, valueErrorOf } from '../answer.ts';
import { ErrorText } from '../error-text.tsx';
import { Table } from '../table.tsx';
import type { Go } from '../hooks/use-place.ts';

/** Two values of one kernel side by side: what differs. */
export function Compare({
  entry,
  text,
  isKernels,
  go,
}: {
  readonly entry: DecodedEntry;
  readonly text: string;
  /** Whether the two stand at addresses of the kernel. */
  readonly isKernels: boolean;
  readonly go: Go;
}): JSX.Element {
  const { other, error } = otherOf(entry, text, isKernels);
  const bits = other ? differingBits(entry.raw, other.raw) : [];
  return (
    <section aria-labelledby="compare">
      <h2 id="compare">Beside another value</h2>
      <div class="choices">
        <label class="choice">
          <span>Other value</span>
          <input
            id="other"
            type="text"
            class="code"
            value={text}
            placeholder="0x…"
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => {
              go({ other: currentTarget.value });
            }}
          />
        </label>
        {other && (
          <button
            type="button"
            onClick={() => {
              go({ value: text, other: formatU64(entry.raw) }, 'push');
            }}
          >
            Swap the two
          </button>
        )}
      </div>
      <ErrorText text={error} />
      {other && (
        <>
          <p data-bits={bits.join(' ')}>
            {bits.length === 0
              ? 'No difference.'
              : `${bits.length === 1 ? 'Bit' : 'Bits'} ${bits.join(', ')}.`}
          </p>
          {bits.length > 0 && (
            <Table
              label="compare"
              heads={[
                <>what</>,
                <code key="a">{formatU64(entry.raw)}</code>,
                <code key="b">{formatU64(other.raw)}</code>,
              ]}
            >
              {differences(entry, other).map(({ name, a, b }) => (
                <tr key={name} data-difference={name}>
                  <th scope="row">{name}</th>
                  <td>{a}</td>
                  <td>{b}</td>
                </tr>
              ))}
            </Table>
          )}
        </>
      )}
    </section>
  );
}

function otherOf(
  { kernel, level }: DecodedEntry,
  text: string,
  isKernels: boolean,
): { readonly other: DecodedEntry | undefined; readonly error: string } {
  if (text.trim() === '') return { other: undefined, error: '' };
  try {
    return { other: decodeText(kernel, text, level, isKernels), error: '' };
  } catch (error) {
    return { other: undefined, error: valueErrorOf(text, error) };
  }
}
