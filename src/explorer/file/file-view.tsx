import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { printable } from '../../core/printable.ts';
import { Choice } from '../choice.tsx';
import { ErrorText } from '../error-text.tsx';
import { LogLines } from '../log/log-lines.tsx';
import type { FormState } from '../form-state.ts';
import type { Place } from '../place.ts';
import type { ChosenFiles } from './choose.ts';
import { FILE_KINDS, type FileKind, type FileQuestion, type FileResult } from './messages.ts';
import { Picture } from './picture.tsx';
import { TableResult } from './table-result.tsx';
import { useReader } from './use-reader.ts';

const KIND_NAMES: Readonly<Record<FileKind, string>> = {
  table: 'a page of entries',
  pagemap: 'a pagemap dump or capture',
  log: 'a kernel log',
};

/** Longest name of a file that is shown. */
const NAME_LIMIT = 200;

/** Files that are dropped or chosen: a page of entries, a pagemap dump, a log. */
export function FileView({
  place,
  form,
  files,
  isOver,
  onFiles,
}: {
  readonly place: Place;
  readonly form: FormState;
  readonly files: ChosenFiles;
  /** Whether files are held over the page. */
  readonly isOver: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}): JSX.Element {
  const kind = FILE_KINDS.find((known) => known === form.get('file'));
  const address = form.get('address');
  const { kernel, level } = place;
  const { file, maps } = files;
  const question = useMemo<FileQuestion | undefined>(
    () => file && { file, kind, kernel, level, address, maps },
    [file, maps, kind, kernel, level, address],
  );
  const { progress, result, error } = useReader(question);
  return (
    <section aria-labelledby="file-title" class={isOver ? 'drop over' : 'drop'}>
      <h2 id="file-title">A file</h2>
      <p class="hint">
        Drop a page of entries (4096 bytes out of memory), a dump of /proc/PID/pagemap (with its maps, if you
        have them), what <code>pte-decode pagemap capture</code> wrote, or a log. It is read here in slices,
        and goes nowhere.
      </p>
      <div class="choices">
        <label class="choice">
          <span>File, with or without its maps</span>
          <input
            id="file"
            type="file"
            multiple
            onChange={({ currentTarget }) => {
              onFiles([...(currentTarget.files ?? [])]);
            }}
          />
        </label>
        <Choice
          label="It is"
          id="file-kind"
          value={kind ?? ''}
          options={['', ...FILE_KINDS]}
          name={(name) => (name === '' ? 'what it looks like' : KIND_NAMES[name])}
          onChoose={(name) => {
            form.set({ file: name || undefined });
          }}
        />
        <label class="choice">
          <span>Address of its first entry</span>
          <input
            type="text"
            value={address}
            placeholder="0x0"
            autocomplete="off"
            spellcheck={false}
            onChange={({ currentTarget }) => {
              form.set({ address: currentTarget.value || undefined });
            }}
          />
        </label>
      </div>
      <ErrorText text={files.error === '' ? error : files.error} />
      {progress !== undefined && (
        <p role="status">
          <progress value={progress} aria-label="Read so far" /> {Math.floor(progress * 100)} %
        </p>
      )}
      {file && result && <Result name={printable(file.name, NAME_LIMIT)} result={result} />}
    </section>
  );
}

function Result({ name, result }: { readonly name: string; readonly result: FileResult }): JSX.Element {
  if (result.kind === 'table') return <TableResult name={name} result={result} />;
  if (result.kind === 'pagemap') return <Picture name={name} result={result} />;
  return (
    <>
      <p role="status" class="hint">
        {result.parts.length === 0
          ? 'No page-table value in it.'
          : `Lines with page-table values: ${result.parts.length}.`}
        {result.isWhole ? '' : ' There are more: only the first are shown.'}
      </p>
      <LogLines parts={result.parts} />
    </>
  );
}
