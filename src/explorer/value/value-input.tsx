import type { JSX } from 'preact';
import { ErrorText } from '../error-text.tsx';
import type { Go } from '../hooks/use-place.ts';

/** Where a value is typed or pasted. */
export function ValueInput({
  text,
  error,
  bits,
  go,
}: {
  readonly text: string;
  readonly error: string;
  /** Bits of an entry. */
  readonly bits: number;
  readonly go: Go;
}): JSX.Element {
  return (
    <div class="value-input">
      <label for="value">Value of {bits} bits</label>
      <input
        id="value"
        type="text"
        value={text}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-invalid={error === '' ? undefined : 'true'}
        aria-describedby="value-error value-hint"
        onInput={({ currentTarget }) => {
          // What was known of the value before is not known of this one.
          go({ value: currentTarget.value, isKernels: false });
        }}
      />
      <ErrorText text={error} id="value-error" />
      <p class="hint" id="value-hint">
        0x… hexadecimal, 0b… binary, {bits / 4} bare hexadecimal digits, or as C and drgn write it.
      </p>
    </div>
  );
}
