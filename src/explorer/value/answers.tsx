import type { JSX } from 'preact';
import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { evaluatePredicates } from '../../core/functions/predicates.ts';
import { formatHex } from '../../core/u64.ts';
import type { FormState } from '../form-state.ts';

/** What the kernel's own functions answer for a value. Worked out only while it is open: there are many. */
export function Answers({
  entry,
  form,
}: {
  readonly entry: DecodedEntry;
  readonly form: FormState;
}): JSX.Element {
  const isOpen = form.has('answers');
  const wanted = form.get('answers');
  return (
    <section>
      <details
        open={isOpen}
        onToggle={({ currentTarget }) => {
          if (currentTarget.open !== isOpen) form.set({ answers: currentTarget.open ? '' : undefined });
        }}
      >
        <summary>
          <h2>What the kernel's functions answer</h2>
        </summary>
        {isOpen && (
          <>
            <label class="choice">
              <span>Only those with</span>
              <input
                type="search"
                value={wanted}
                placeholder="uffd"
                autocomplete="off"
                spellcheck={false}
                onInput={({ currentTarget }) => {
                  form.set({ answers: currentTarget.value });
                }}
              />
            </label>
            <div class="scrolls tall" tabindex={0} role="group" aria-label="Answers">
              <table aria-label="Answers">
                <tbody>
                  {Object.entries(evaluatePredicates(entry.kernel, entry.raw))
                    .filter(([name]) => name.includes(wanted.trim()))
                    .map(([name, value]) => (
                      <tr key={name} data-answer={name}>
                        <th scope="row">
                          <code>{name}()</code>
                        </th>
                        <td data-role={value === true ? 'good' : value === false ? 'dim' : 'number'}>
                          {typeof value === 'bigint' ? formatHex(value) : String(value)}
                        </td>
                      </tr>
                    ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </details>
    </section>
  );
}
