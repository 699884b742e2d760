import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { answerOf } from './answer.ts';
import { formatU64 } from '../core/u64.ts';
import { chooseFiles, NO_FILES } from './file/choose.ts';
import { FileView } from './file/file-view.tsx';
import { formState } from './form-state.ts';
import { Header } from './header.tsx';
import { KernelBar } from './kernel/kernel-bar.tsx';
import { LogView } from './log/log-view.tsx';
import { Privacy } from './privacy.tsx';
import { TourView } from './tour/tour-view.tsx';
import { useDrop } from './hooks/use-drop.ts';
import { usePlace } from './hooks/use-place.ts';
import { ValueView } from './value/value-view.tsx';

/** The whole page. `<main>` says what is shown, in `data-state` and `data-raw`, both empty where nothing is. */
export function App(): JSX.Element {
  const [place, go] = usePlace();
  const [files, setFiles] = useState(NO_FILES);
  // One after the other: a dump and its maps may be dropped in a hurry.
  const chosen = useRef(Promise.resolve(NO_FILES));
  const take = useCallback(
    (dropped: readonly File[]) => {
      if (dropped.length === 0) return;
      chosen.current = chosen.current.then((before) => chooseFiles(dropped, before));
      void chosen.current.then(setFiles);
      go({ view: 'file' }, 'push');
    },
    [go],
  );
  const isOver = useDrop(take);
  const { kernel, value, level, isKernels, said } = place;
  const answer = useMemo(
    () => answerOf({ kernel, value, level, isKernels, said }),
    [kernel, value, level, isKernels, said],
  );
  // The other views show no value of their own.
  const entry = place.view === 'value' ? answer.entry : undefined;
  const main = useRef<HTMLElement>(null);
  const seen = useRef(place.view);
  useEffect(() => {
    // What had the focus may be gone with its view: then Tab goes on in the new one.
    if (seen.current !== place.view && document.activeElement === document.body) main.current?.focus();
    seen.current = place.view;
  }, [place.view]);
  // The browser's history shows it.
  const title = entry ? `${formatU64(entry.raw)} ${entry.state}` : place.view;
  useEffect(() => {
    document.title = `${title} - pte-decode explorer`;
  }, [title]);
  return (
    <>
      <Header view={place.view} go={go} />
      <main
        ref={main}
        tabindex={-1}
        data-state={entry?.state ?? ''}
        data-raw={entry ? formatU64(entry.raw) : ''}
        data-view={place.view}
      >
        {place.view === 'value' && <ValueView place={place} answer={answer} go={go} />}
        {(place.view === 'log' || place.view === 'file') && (
          <KernelBar place={place} answer={answer} go={go} />
        )}
        {place.view === 'file' && (
          <FileView place={place} form={formState(place, go)} files={files} isOver={isOver} onFiles={take} />
        )}
        {place.view === 'tour' && <TourView />}
        {place.view === 'log' && <LogView place={place} kernel={answer.kernel} go={go} />}
      </main>
      <Privacy />
    </>
  );
}
