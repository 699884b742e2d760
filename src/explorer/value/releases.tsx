import type { JSX } from 'preact';
import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import type { SaidOfKernel } from '../../core/rows/model.ts';
import { type ComparedKernels, comparedKernels, type Reading, readingsOf } from '../../records/readings.ts';
import { changedKernel } from '../kernel-choice.ts';
import type { Go } from '../hooks/use-place.ts';

/** The releases on which the value means something else, as a strip; each part leads to its kernel. */
export function Releases({ entry, go }: { readonly entry: DecodedEntry; readonly go: Go }): JSX.Element {
  const { kernel, raw, level } = entry;
  const kernels = kernelsLike(entry);
  const readings = readingsOf(raw, level, kernels);
  const names = kernels.releases.map(({ name }) => name);
  const part = ({ kernels: text, first, entry: read, meaning }: Reading): JSX.Element => {
    const count = countOf(names, text);
    const isHere = kernel.profile === first || (count > 0 && isWithin(names, text, kernel.profile));
    return (
      <li key={text} style={{ flexGrow: Math.max(count, 3) }}>
        <button
          type="button"
          data-kernels={text}
          aria-current={isHere ? 'true' : undefined}
          title={meaning}
          onClick={() => {
            go({ kernel: changedKernel(kernel, { kernel: first }).id }, 'push');
          }}
        >
          <strong>{text}</strong>
          <span data-role={read.state}>{read.state}</span>
          <span class="meaning">{meaning.slice(read.state.length).replace(/^; /, '')}</span>
        </button>
      </li>
    );
  };
  return (
    <section aria-labelledby="releases">
      <h2 id="releases">The same value on other kernels</h2>
      <ul class="strip">{readings.filter(({ kernels: text }) => countOf(names, text) > 0).map(part)}</ul>
      <ul class="strip">{readings.filter(({ kernels: text }) => countOf(names, text) === 0).map(part)}</ul>
    </section>
  );
}

let last: { readonly said: SaidOfKernel; readonly kernels: ComparedKernels } | undefined;

/** The kernels to compare; those of the last value are kept while what is said of its kernel is the same. */
function kernelsLike({ kernel }: DecodedEntry): ComparedKernels {
  if (last?.said !== kernel.said) last = { said: kernel.said, kernels: comparedKernels(kernel) };
  return last.kernels;
}

/** First and last place of a run among the releases; -1 for profiles. */
function ends(names: readonly string[], text: string): readonly [number, number] {
  const [from = '', to = from] = text.split('-');
  const at = names.indexOf(text);
  return at >= 0 ? [at, at] : [names.indexOf(from), names.indexOf(to)];
}

function countOf(names: readonly string[], text: string): number {
  const [from, to] = ends(names, text);
  return from < 0 || to < 0 ? 0 : to - from + 1;
}

function isWithin(names: readonly string[], text: string, name: string): boolean {
  const [from, to] = ends(names, text);
  const at = names.indexOf(name);
  return at >= from && at <= to && at >= 0;
}
