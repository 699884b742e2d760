import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { architectures } from '../../arch/index.ts';
import { LEVELS } from '../../core/rows/layout.ts';
import { asUnmapped } from '../../core/verdicts/unmapped.ts';
import { kernelLine } from '../../records/text/kernel-id.ts';
import type { ShownPlace } from '../answer.ts';
import { Choice } from '../choice.tsx';
import { ErrorText } from '../error-text.tsx';
import { formState } from '../form-state.ts';
import type { ViewName } from '../place.ts';
import {
  changedKernel,
  isBeforeTables,
  levelName,
  ofArchitecture,
  pagingChoices,
  releaseChoices,
} from '../kernel-choice.ts';
import { KernelDetails } from './kernel-details.tsx';

/** What values are read by in views that have their own way while nobody chose a kernel. */
const UNCHOSEN: Readonly<Partial<Record<ViewName, (assumed: string) => string>>> = {
  log: () => 'None is chosen: values are read by the kernel that the log names.',
  file: (assumed) =>
    `None is chosen: a page of entries is read by ${assumed}; a capture and a log by the kernel that they name; a dump of pagemap by the newest release.`,
};

/** What the list says while none is chosen. */
const NONE_CHOSEN = 'not chosen';

/** Which kernel a value is read by: architecture, release, paging, level, configuration. */
export function KernelBar({ place, answer, go }: ShownPlace): JSX.Element {
  const { kernel, entry } = answer;
  const { view } = place;
  const unchosen = place.kernel.trim() === '' ? UNCHOSEN[view] : undefined;
  // The kernel can be left to the log or file again.
  const none = UNCHOSEN[view] ? [''] : [];
  const nameOf = (name: string): string => name || NONE_CHOSEN;
  // Where the address can make another thing of the value.
  const isPlaced = view === 'value' && entry !== undefined && (place.isKernels || asUnmapped(entry) !== undefined); // prettier-ignore
  // Asking resolves several kernels: once for each that is chosen.
  const choices = useMemo(
    () => ({
      releases: releaseChoices(kernel),
      pagings: pagingChoices(kernel).map(String),
    }),
    [kernel],
  );
  const choose = (id: string): void => {
    // What a log said was said of another kernel; one that is older than the tables is taken for a log alone.
    go(
      { kernel: id, ...(isBeforeTables(kernel) && id.startsWith(kernel.profile) ? {} : { said: '' }) },
      'push',
    );
  };
  return (
    <section class="kernel" aria-label="Kernel">
      <div class="choices">
        <Choice
          label="Architecture"
          value={unchosen ? '' : kernel.arch}
          options={[...none, ...architectures().map(({ arch }) => arch)]}
          name={nameOf}
          onChoose={(arch) => {
            choose(arch && ofArchitecture(kernel, arch).id);
          }}
        />
        <Choice
          label="Kernel"
          value={unchosen ? '' : kernel.profile}
          options={[...none, ...choices.releases]}
          name={nameOf}
          onChoose={(name) => {
            choose(name && changedKernel(kernel, { kernel: name }).id);
          }}
        />
        {!unchosen && (
          <Choice
            label="Paging"
            value={String(kernel.paging)}
            options={choices.pagings}
            name={(paging) => `${paging} levels`}
            onChoose={(paging) => {
              choose(changedKernel(kernel, { paging: Number(paging) }).id);
            }}
          />
        )}
        {view !== 'log' && (
          <Choice
            label="Level of the entry"
            value={place.level}
            options={LEVELS}
            name={(level) => levelName(kernel, level)}
            onChoose={(name) => {
              go({ level: LEVELS.find((known) => known === name) ?? 'pte' }, 'push');
            }}
          />
        )}
        {isPlaced && (
          <Choice
            label="Its address"
            value={place.isKernels ? 'kernel' : 'any'}
            options={['any', 'kernel']}
            name={(name) => (name === 'any' ? 'not known, or of a process' : 'of the kernel')}
            onChoose={(name) => {
              go({ isKernels: name === 'kernel' }, 'push');
            }}
          />
        )}
      </div>
      <KernelDetails
        kernel={kernel}
        isChosen={!unchosen}
        typed={place.kernel}
        form={formState(place, go)}
        choose={choose}
      />
      <ErrorText text={answer.kernelError} />
      <p class="hint" id="kernel-line" data-kernel={answer.kernelError === '' && !unchosen ? kernel.id : ''}>
        {answer.kernelError === '' ? (unchosen ?? String)(kernelLine(kernel)) : ''}
        {answer.remark !== '' && `; ${answer.remark}`}
      </p>
    </section>
  );
}
