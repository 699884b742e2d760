import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import type { FormState } from '../form-state.ts';
import { SourceText } from '../source-text.tsx';
import { useColumns } from '../hooks/use-columns.ts';
import { type BitCell, bitCells, type Bracket, brackets } from './bit-cells.ts';
import type { Change } from './change.ts';

/** The bits of an entry as switches, with brackets over its numbers; what the pointer or the focus is on is told below. */
export function Bits({
  entry,
  form,
  change,
}: {
  readonly entry: DecodedEntry;
  readonly form: FormState;
  readonly change: Change;
}): JSX.Element {
  const { entryBits } = entry.kernel;
  const columns = Math.min(useColumns(), entryBits);
  const [pointed, setPointed] = useState<number | undefined>(undefined);
  const grid = useRef<HTMLDivElement>(null);
  const cells = bitCells(entry);
  const spans = brackets(entry);
  // The focus has a place of its own: what the pointer is on does not move it.
  const focus = bitOf(form.get('bit'), entryBits);
  const choose = (bit: number): void => {
    form.set({ bit: bit === entryBits - 1 ? undefined : String(bit) });
  };
  const about = cells.find(({ bit }) => bit === (pointed ?? focus)) ?? cells[0];
  const move = (event: KeyboardEvent): void => {
    const to = target(event.key, focus, columns, entryBits);
    if (to === undefined) return;
    event.preventDefault();
    setPointed(undefined);
    choose(to);
    grid.current?.querySelector<HTMLButtonElement>(`[data-bit="${to}"]`)?.focus();
  };
  const rows = Array.from({ length: Math.ceil(entryBits / columns) }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns),
  );
  return (
    <section aria-labelledby="bits" class="bits">
      <h2 id="bits">Bits</h2>
      <div
        ref={grid}
        role="group"
        aria-label="Bits: arrow keys move, space switches"
        onKeyDown={move}
        onPointerLeave={() => {
          setPointed(undefined);
        }}
      >
        {rows.map((row) => (
          <BitRow
            key={row[0]?.bit ?? 0}
            cells={row}
            spans={spans}
            focus={focus}
            onChoose={choose}
            onPoint={setPointed}
            onSwitch={(bit) => {
              change(entry.raw ^ (1n << BigInt(bit)), `bit ${bit}`, 'replace');
            }}
          />
        ))}
      </div>
      {about && (
        <p class="about">
          <strong>bit {about.bit}</strong> = {about.isSet ? 1 : 0}{' '}
          {about.name !== '' && <code data-role={about.role}>{about.name}</code>} {about.meaning}.{' '}
          {about.src !== '' && <SourceText src={about.src} />}
        </p>
      )}
    </section>
  );
}

/** The bit that a text names, the highest where it names none. */
function bitOf(text: string, bits: number): number {
  return /^\d{1,2}$/.test(text) ? Math.min(Number(text), bits - 1) : bits - 1;
}

/** Where a key leads from a bit; undefined for keys that lead nowhere. */
function target(key: string, bit: number, columns: number, bits: number): number | undefined {
  const to = {
    ArrowLeft: bit + 1,
    ArrowRight: bit - 1,
    ArrowUp: bit + columns,
    ArrowDown: bit - columns,
    Home: bits - 1,
    End: 0,
  }[key];
  return to === undefined || to < 0 || to >= bits ? undefined : to;
}

/** So many bits stand together. */
const GROUP = 4;

/** A line of bits with the brackets over it. */
function BitRow({
  cells,
  spans,
  focus,
  onChoose,
  onPoint,
  onSwitch,
}: {
  readonly cells: readonly BitCell[];
  readonly spans: readonly Bracket[];
  /** The bit that Tab leads to. */
  readonly focus: number;
  readonly onChoose: (bit: number) => void;
  readonly onPoint: (bit: number) => void;
  readonly onSwitch: (bit: number) => void;
}): JSX.Element {
  const top = cells[0]?.bit ?? 0;
  const bottom = cells.at(-1)?.bit ?? 0;
  const mine = spans.filter(({ hi, lo }) => hi >= bottom && lo <= top);
  return (
    <div
      class={cells.some(({ label }) => label !== '') ? 'bit-row' : 'bit-row bare'}
      style={{ gridTemplateColumns: `repeat(${cells.length}, minmax(0, 1fr))` }}
    >
      {mine.map(({ hi, lo, name, brief }) => {
        const from = Math.max(0, top - hi) + 1;
        const to = top - Math.max(lo, bottom) + 2;
        const isWide = to - from > 3;
        return (
          <span
            key={hi}
            class={`bracket${hi > top ? ' from-above' : ''}${lo < bottom ? ' goes-on' : ''}`}
            style={{ gridColumn: `${from} / ${to}` }}
            title={`${name} ${brief}`}
          >
            {isWide ? `${name}${brief === '' ? '' : ` = ${brief.replace(/^pfn /, '')}`}` : brief}
          </span>
        );
      })}
      {cells.map(({ bit, isSet, isOn, name, label, role }) => (
        <button
          key={bit}
          type="button"
          role="switch"
          class={bit % GROUP === GROUP - 1 ? 'bit first' : 'bit'}
          data-bit={bit}
          data-role={role}
          data-on={isOn}
          aria-checked={isSet}
          aria-label={`bit ${bit}${name === '' ? '' : ` ${name}`}`}
          tabIndex={bit === focus ? 0 : -1}
          onClick={() => {
            onChoose(bit);
            onSwitch(bit);
          }}
          onFocus={() => {
            onChoose(bit);
          }}
          onPointerEnter={() => {
            onPoint(bit);
          }}
        >
          <span class="number" aria-hidden="true">
            {bit}
          </span>
          <span class="digit" aria-hidden="true">
            {isSet ? 1 : 0}
          </span>
          <span class="label" aria-hidden="true">
            {label}
          </span>
        </button>
      ))}
    </div>
  );
}
