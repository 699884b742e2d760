import { useEffect, useRef, useState } from 'preact/hooks';
import type { FileAnswer, FileQuestion, FileResult } from './messages.ts';
import { startWorker } from './start-worker.ts';

/** How far the reading of a file is, and what came of it. */
interface Reading {
  readonly progress: number | undefined;
  readonly result: FileResult | undefined;
  readonly error: string;
}

const NOTHING: Reading = { progress: undefined, result: undefined, error: '' };

/** Reads a file in a worker whenever the question is another one; the reading before it ends. */
export function useReader(question: FileQuestion | undefined): Reading {
  const [reading, setReading] = useState(NOTHING);
  const worker = useRef<Worker | undefined>(undefined);
  useEffect(() => {
    worker.current?.terminate();
    worker.current = undefined;
    if (question === undefined) {
      setReading(NOTHING);
      return undefined;
    }
    const started = startWorker();
    worker.current = started;
    setReading({ ...NOTHING, progress: 0 });
    const end = (last: Partial<Reading>): void => {
      setReading({ ...NOTHING, ...last });
      started.terminate();
    };
    started.onmessage = ({ data }: MessageEvent<FileAnswer>) => {
      if ('progress' in data) setReading({ ...NOTHING, progress: data.progress });
      else end(data);
    };
    started.onerror = ({ message }) => {
      end({ error: message === '' ? 'this browser starts no worker here' : message });
    };
    started.postMessage(question);
    return () => {
      started.terminate();
    };
  }, [question]);
  return reading;
}
