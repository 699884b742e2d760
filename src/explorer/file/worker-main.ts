import { isPteDecodeError } from '../../core/errors.ts';
import type { FileAnswer, FileQuestion } from './messages.ts';
import { readFile } from './read-file.ts';

/** Milliseconds between two words on how far it is. */
const TURN = 100;

/** Answers the questions of the page: what runs in the worker. */
export function answerQuestions(): void {
  const say = (answer: FileAnswer): void => {
    self.postMessage(answer);
  };
  self.onmessage = ({ data }: MessageEvent<FileQuestion>) => {
    let told = performance.now();
    try {
      const result = readFile(data, (progress) => {
        if (performance.now() - told < TURN) return;
        told = performance.now();
        say({ progress });
      });
      say({ result });
    } catch (error) {
      say({ error: isPteDecodeError(error) ? error.message : `cannot be read: ${String(error)}` });
    }
  };
}
