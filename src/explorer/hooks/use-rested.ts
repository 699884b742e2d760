import { useEffect, useState } from 'preact/hooks';

/** Milliseconds in which nothing changes. */
const REST = 120;

/** A value once it has stood still for a moment: for what takes longer than a frame to work out. */
export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => {
      setRested(() => value);
    }, REST);
    return () => {
      window.clearTimeout(timer);
    };
  }, [value]);
  return rested;
}
