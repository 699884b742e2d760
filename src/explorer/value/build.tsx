import type { JSX } from 'preact';
import { encodeEntry } from '../../core/encode/encode.ts';
import type { Form, Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { type State, STATES } from '../../core/entry/state.ts';
import { formatU64, parseInteger } from '../../core/u64.ts';
import { messageOf } from '../answer.ts';
import { Choice } from '../choice.tsx';
import { ErrorText } from '../error-text.tsx';
import type { FormState } from '../form-state.ts';
import type { Change } from './change.ts';

/** The numbers that an entry is built of, and what they are before somebody types another. */
const UNTOUCHED = { pfn: '0x2bcb', type: '1', offset: '0x1234' } as const;
type Numbers = keyof typeof UNTOUCHED;

/** The numbers that a state is built of, and its switches. */
interface Parts {
  readonly form: Form;
  readonly numbers: readonly Numbers[];
  readonly switches: readonly ('writable' | 'exclusive' | 'young' | 'dirty')[];
}

const FRAME: Parts = { form: 'swap', numbers: ['pfn'], switches: ['writable'] };
const NOTHING: Parts = { form: 'swap', numbers: [], switches: [] };

const PARTS: Readonly<Record<State, Parts>> = {
  none: { ...NOTHING, form: 'none' },
  present: { form: 'leaf', numbers: ['pfn'], switches: [] },
  protnone: { form: 'protnone', numbers: ['pfn'], switches: [] },
  table: { form: 'table', numbers: ['pfn'], switches: [] },
  swap: { form: 'swap', numbers: ['type', 'offset'], switches: [] },
  migration: { ...FRAME, switches: ['writable', 'exclusive', 'young', 'dirty'] },
  'device-private': FRAME,
  'device-exclusive': FRAME,
  hwpoison: { ...FRAME, switches: [] },
  'pte-marker': NOTHING,
  'swapin-error': NOTHING,
  'uffd-wp-special': NOTHING,
  unmapped: NOTHING,
};

/** Builds an entry of a state from its parts, as `encode` does. */
export function Build({
  kernel,
  level,
  form,
  change,
}: {
  readonly kernel: Kernel;
  readonly level: Level;
  readonly form: FormState;
  readonly change: Change;
}): JSX.Element {
  const state = STATES.find((known) => known === form.get('build')) ?? 'swap';
  const ticked = form.get('build.with').split(' ');
  const textOf = (name: Numbers): string => form.get(`build.${name}`, UNTOUCHED[name]);
  const parts = PARTS[state];
  const flags = kernel.form(level, parts.form).rows.filter(({ kind }) => kind === 'flag');
  const markers = state === 'pte-marker' ? kernel.markers : [];
  const result = build();
  function build(): { readonly value: bigint | undefined; readonly error: string } {
    const number = (name: Numbers): bigint => parseInteger(textOf(name).trim() || '0', name);
    const isOn = (name: string): boolean =>
      ticked.includes(name) && parts.switches.some((known) => known === name);
    try {
      const wanted = flags.filter(({ name }) => ticked.includes(name)).map(({ name }) => name);
      const value = encodeEntry(kernel, {
        state,
        level,
        flags: wanted,
        pfn: parts.numbers.includes('pfn') ? number('pfn') : null,
        swap: state === 'swap' ? { type: Number(number('type')), offset: number('offset') } : null,
        marker: markers
          .filter(({ name }) => ticked.includes(name))
          .reduce((bits, { mask }) => bits | mask, 0n),
        writable: isOn('writable'),
        exclusive: isOn('exclusive'),
        young: isOn('young'),
        dirty: isOn('dirty'),
      });
      return { value, error: '' };
    } catch (error) {
      return { value: undefined, error: messageOf(error) };
    }
  }
  const tick = (name: string, label: string, title: string): JSX.Element => (
    <label key={name} class="tick" title={title}>
      <input
        type="checkbox"
        checked={ticked.includes(name)}
        onChange={({ currentTarget }) => {
          const others = ticked.filter((other) => other !== name && other !== '');
          form.set({
            'build.with': [...others, ...(currentTarget.checked ? [name] : [])].join(' ') || undefined,
          });
        }}
      />
      <span>{label}</span>
    </label>
  );
  return (
    <section aria-labelledby="build">
      <h2 id="build">Build an entry</h2>
      <div class="choices">
        <Choice
          label="State"
          id="build-state"
          value={state}
          options={STATES}
          onChoose={(build) => {
            form.set({ build });
          }}
        />
        {parts.numbers.map((name) => (
          <label key={name} class="choice">
            <span>{name}</span>
            <input
              type="text"
              value={textOf(name)}
              autocomplete="off"
              spellcheck={false}
              onInput={({ currentTarget }) => {
                form.set({ [`build.${name}`]: currentTarget.value });
              }}
            />
          </label>
        ))}
      </div>
      <div class="ticks">
        {parts.switches.map((name) => tick(name, name, `the ${name} kind of it`))}
        {markers.map(({ name, text }) => tick(name, name, text))}
        {flags.map(({ name, set }) => tick(name, name, set))}
      </div>
      <ErrorText text={result.error} />
      <p class="result">
        gives <code>{result.value === undefined ? '' : formatU64(result.value)}</code>{' '}
        <button
          type="button"
          id="build-take"
          aria-disabled={result.value === undefined}
          onClick={() => {
            if (result.value !== undefined) change(result.value, `build ${state}`);
          }}
        >
          Take it
        </button>
      </p>
    </section>
  );
}
