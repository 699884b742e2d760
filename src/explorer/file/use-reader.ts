import { useEffect, useState } from 'preact/hooks';
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
  const [answered, setAnswered] = useState<{ readonly reading: Reading; readonly question?: FileQuestion }>({
    reading: NOTHING,
  });
  useEffect(() => {
    if (question === undefined) return undefined;
    const worker = startWorker();
    const show = (part: Partial<Reading>): void => {
      setAnswered({ reading: { ...NOTHING, ...part }, question });
    };
    const end = (last: Partial<Reading>): void => {
      show(last);
      worker.terminate();
    };
    worker.onmessage = ({ data }: MessageEvent<FileAnswer>) => {
      if ('progress' in data) show(data);
      else end(data);
    };
    worker.onerror = ({ message }) => {
      end({ error: message === '' ? 'this browser starts no worker here' : message });
    };
    worker.postMessage(question);
    return () => {
      worker.terminate();
    };
  }, [question]);
  if (question === undefined) return NOTHING;
  // What was read of another file, or by another kernel, is never shown as an answer to this question.
  return answered.question === question ? answered.reading : { ...NOTHING, progress: 0 };
}
