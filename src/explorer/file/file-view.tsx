import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { ErrorText } from '../error-text.tsx';
import { LogLines } from '../log/log-lines.tsx';
import type { Place } from '../place.ts';
import { FILE_KINDS, type FileKind, type FileQuestion, type FileResult } from './messages.ts';
import { Picture } from './picture.tsx';
import { TableResult } from './table-result.tsx';
import { useReader } from './use-reader.ts';

const KIND_NAMES: Readonly<Record<FileKind, string>> = {
  table: 'a page of entries',
  pagemap: 'a pagemap dump or capture',
  log: 'a kernel log',
};

/** Files that are dropped or chosen: a page of entries, a pagemap dump, a log. */
export function FileView({
  place,
  files,
  isOver,
  onFiles,
}: {
  readonly place: Place;
  /** The file, and its mappings where they came with it. */
  readonly files: readonly File[];
  /** Whether files are held over the page. */
  readonly isOver: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}): JSX.Element {
  const [kind, setKind] = useState<FileKind | undefined>(undefined);
  const [address, setAddress] = useState('');
  const { kernel, level } = place;
  const [file] = files;
  const question = useMemo<FileQuestion | undefined>(
    () => file && { file, kind, kernel, level, address, maps: files[1] },
    [file, files, kind, kernel, level, address],
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
        <label class="choice">
          <span>It is</span>
          <select
            id="file-kind"
            onChange={({ currentTarget }) => {
              setKind(FILE_KINDS.find((known) => known === currentTarget.value));
            }}
          >
            <option value="">what it looks like</option>
            {FILE_KINDS.map((name) => (
              <option key={name} value={name}>
                {KIND_NAMES[name]}
              </option>
            ))}
          </select>
        </label>
        <label class="choice">
          <span>Address of its first entry</span>
          <input
            type="text"
            placeholder="0x0"
            autocomplete="off"
            spellcheck={false}
            onChange={({ currentTarget }) => {
              setAddress(currentTarget.value);
            }}
          />
        </label>
      </div>
      <ErrorText text={error} />
      {progress !== undefined && (
        <p role="status">
          <progress value={progress} aria-label="Read so far" /> {Math.floor(progress * 100)} %
        </p>
      )}
      {file && result && <Result name={file.name} result={result} />}
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
