import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Place, readFragment, withChange, writeFragment } from '../place.ts';

/** Changes what is seen. `push`: a new step of the browser's history, for what is chosen; else the present one changes. */
export type Go = (change: Partial<Place>, how?: 'push' | 'replace') => void;

/** Milliseconds after which the address follows: browsers refuse more than a few changes a second. */
const PATIENCE = 200;

/** What is seen, out of the address of the page and back into it. */
export function usePlace(): readonly [Place, Go] {
  const [place, setPlace] = useState(() => readFragment(location.hash));
  const now = useRef(place);
  const timer = useRef<number | undefined>(undefined);
  // The address as it was read or written last.
  const address = useRef(location.hash);
  const show = (next: Place): void => {
    now.current = next;
    setPlace(next);
  };
  useEffect(() => {
    const read = (): void => {
      window.clearTimeout(timer.current);
      timer.current = undefined;
      address.current = location.hash;
      if (location.hash !== writeFragment(now.current)) show(readFragment(location.hash));
    };
    window.addEventListener('hashchange', read);
    return () => {
      window.removeEventListener('hashchange', read);
    };
  }, []);
  const go = useCallback<Go>((change, how = 'replace') => {
    const next = withChange(now.current, change);
    // No step of the history leads to what is seen already.
    if (how === 'push' && writeFragment(next) === writeFragment(now.current)) return;
    const write = (): void => {
      timer.current = undefined;
      // Who went to another address meanwhile stays there: the event that says so is still to come.
      if (location.hash !== address.current) return;
      history.replaceState(null, '', writeFragment(now.current));
      address.current = location.hash;
    };
    window.clearTimeout(timer.current);
    // What was about to be written belongs to the step before.
    if (how === 'push') {
      if (timer.current !== undefined) write();
      history.pushState(null, '', writeFragment(next));
      address.current = location.hash;
      timer.current = undefined;
    } else timer.current = window.setTimeout(write, PATIENCE);
    show(next);
  }, []);
  return [place, go];
}
