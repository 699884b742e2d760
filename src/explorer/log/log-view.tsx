import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Kernel } from '../../core/rows/model.ts';
import { LOG_IN_LINK, type Place } from '../place.ts';
import type { Go } from '../hooks/use-place.ts';
import { useRested } from '../hooks/use-rested.ts';
import { type AnnotatedPart, Annotator } from './annotate.ts';
import { LogLines } from './log-lines.tsx';

/** Characters that are annotated while they are typed; a longer log is for the file view. */
const MOST = 1 << 20;

/** Characters of a paste from which on browsers take seconds to put it in line by line, so that it is put in here. */
const LONG_PASTE = 4096;

/** A log that is pasted, with what its page-table values say. */
export function LogView({
  place,
  kernel,
  go,
}: {
  readonly place: Place;
  readonly kernel: Kernel;
  readonly go: Go;
}): JSX.Element {
  const log = useRested(place.log);
  const chosen = place.kernel === '' ? undefined : kernel;
  const parts = useMemo(() => annotate(log, chosen), [log, chosen]);
  const count = parts.filter(({ kind }) => kind === 'said').length;
  return (
    <section aria-labelledby="log-title">
      <h2 id="log-title">A kernel log</h2>
      <label for="log" class="hint">
        Paste an oops, a bad page map, what crash or gdb printed: the kernel that the log names is taken. For
        values of which it names none it is{' '}
        {chosen
          ? 'the one above.'
          : 'the newest that no known message or date rules out, since none was chosen above.'}
      </label>
      <textarea
        id="log"
        rows={8}
        spellcheck={false}
        value={place.log}
        onInput={({ currentTarget }) => {
          go({ log: currentTarget.value });
        }}
        onPaste={(event) => {
          const text = event.clipboardData?.getData('text/plain') ?? '';
          if (text.length < LONG_PASTE) return;
          event.preventDefault();
          const { currentTarget: area } = event;
          area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
          go({ log: area.value });
        }}
      />
      {place.log.length > LOG_IN_LINK && (
        <p class="hint">
          This log is too long for a link: the address of this page does not hold it.
          {place.log.length > MOST && ' Only its beginning is read here; drop it as a file to read all.'}
        </p>
      )}
      <p role="status" class="hint">
        {log.trim() === ''
          ? ''
          : count === 0
            ? 'No page-table value in it.'
            : `Lines with page-table values: ${count}.`}
      </p>
      {log.trim() !== '' && <LogLines parts={parts} />}
    </section>
  );
}

function annotate(log: string, kernel: Kernel | undefined): readonly AnnotatedPart[] {
  const annotator = new Annotator({ kernel, isOnly: false, name: 'log' });
  const bytes = new TextEncoder().encode(log.slice(0, MOST));
  return [...annotator.add(bytes), ...annotator.end()];
}
