import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import {
  applyFunction,
  type FunctionInputs,
  type FunctionRow,
  type InputName,
  kernelFunctions,
} from '../../core/functions/functions.ts';
import { formatU64, parseInteger } from '../../core/u64.ts';
import { misuseText } from '../../kernel/misuses.ts';
import { messageOf } from '../answer.ts';
import { Choice } from '../choice.tsx';
import { ErrorText } from '../error-text.tsx';
import type { FormState } from '../form-state.ts';
import type { Step } from '../place.ts';
import type { Go } from '../hooks/use-place.ts';
import type { Change } from './change.ts';
import { Steps } from './steps.tsx';

/** What a function of the kernel makes of a value, and the steps that led here. */
export function Operations({
  entry,
  steps,
  form,
  change,
  go,
}: {
  readonly entry: DecodedEntry;
  readonly steps: readonly Step[];
  readonly form: FormState;
  readonly change: Change;
  readonly go: Go;
}): JSX.Element {
  const { kernel, raw } = entry;
  const rows = useMemo(() => kernelFunctions(kernel).filter(({ takes }) => takes.includes('pte')), [kernel]);
  const name = form.get('fn', 'pte_mkuffd_wp');
  const row = rows.find((known) => known.name === name) ?? rows[0];
  const result = row && apply(entry, row, (input) => form.get(`fn.${input}`));
  const isOther = row?.gives === 'pte' && typeof result?.value === 'bigint' && result.value !== raw;
  const names = useMemo(() => rows.map((known) => known.name), [rows]);
  return (
    <section aria-labelledby="operations">
      <h2 id="operations">Apply a function of the kernel</h2>
      {row && result && (
        <>
          <div class="choices">
            <Choice
              label="Function"
              id="function"
              value={row.name}
              options={names}
              onChoose={(fn) => {
                form.set({ fn });
              }}
            />
            {row.takes
              .filter((input) => input !== 'pte')
              .map((input) => (
                <label key={input} class="choice">
                  <span>{input}</span>
                  <input
                    type="text"
                    value={form.get(`fn.${input}`)}
                    placeholder="0"
                    autocomplete="off"
                    spellcheck={false}
                    onInput={({ currentTarget }) => {
                      form.set({ [`fn.${input}`]: currentTarget.value });
                    }}
                  />
                </label>
              ))}
          </div>
          <ErrorText text={result.error} />
          <p class="result">
            gives <code id="result">{shownValue(result.value)}</code>{' '}
            <button
              type="button"
              id="apply"
              aria-disabled={!isOther}
              onClick={() => {
                if (isOther && typeof result.value === 'bigint') change(result.value, row.name);
              }}
            >
              Take it
            </button>
          </p>
          {result.misuse !== '' && <p class="error">{result.misuse}</p>}
        </>
      )}
      <Steps steps={steps} go={go} />
    </section>
  );
}

/** What a function gives for what was typed. */
interface Result {
  readonly value: bigint | boolean | undefined;
  readonly error: string;
  /** What is wrong with such a use of it; empty where nothing is. */
  readonly misuse: string;
}

function apply(
  { kernel, raw }: DecodedEntry,
  row: FunctionRow,
  textOf: (input: InputName) => string,
): Result {
  try {
    const number = (input: InputName): bigint => parseInteger(textOf(input).trim() || '0', input);
    const inputs: FunctionInputs = {
      pte: raw,
      other: number('other'),
      prot: number('prot'),
      pfn: number('pfn'),
      offset: number('offset'),
      marker: number('marker'),
      type: Number(number('type')),
      young: number('young') !== 0n,
      dirty: number('dirty') !== 0n,
    };
    const value = applyFunction(kernel, row.name, inputs);
    const misuse =
      row.gives === 'pte' && typeof value === 'bigint' ? misuseText(kernel, row.name, raw, value) : '';
    return { value, error: '', misuse: misuse ?? '' };
  } catch (error) {
    return { value: undefined, error: messageOf(error), misuse: '' };
  }
}

function shownValue(value: bigint | boolean | undefined): string {
  return typeof value === 'bigint' ? formatU64(value) : String(value ?? '');
}
