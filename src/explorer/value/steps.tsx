import type { JSX } from 'preact';
import type { Step } from '../place.ts';
import type { Go } from '../hooks/use-place.ts';

/** What was done with a value, the last first, each a way back. */
export function Steps({
  steps,
  go,
}: {
  readonly steps: readonly Step[];
  readonly go: Go;
}): JSX.Element | null {
  if (steps.length === 0) return null;
  return (
    <>
      <h3 id="steps">Steps back</h3>
      <ol class="steps" reversed aria-labelledby="steps">
        {steps.toReversed().map(({ value, by }, index) => (
          <li key={steps.length - index}>
            <button
              type="button"
              onClick={({ currentTarget }) => {
                // The step is gone with it: the focus is kept where steps are made.
                currentTarget.closest('section')?.querySelector('select')?.focus();
                go({ value, steps: steps.slice(0, steps.length - 1 - index) }, 'push');
              }}
            >
              <code>{value}</code>
            </button>{' '}
            <span class="hint">before {by}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
