import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { architectures } from '../../arch/index.ts';
import { LEVELS } from '../../core/rows/layout.ts';
import { kernelLine } from '../../records/text/text.ts';
import type { ShownPlace } from '../answer.ts';
import { ErrorText } from '../error-text.tsx';
import { formState } from '../form-state.ts';
import { changedKernel, levelName, ofArchitecture, pagingChoices, releaseChoices } from '../kernel-choice.ts';
import { KernelDetails } from './kernel-details.tsx';

/** Which kernel a value is read by: architecture, release, paging, level, configuration. */
export function KernelBar({ place, answer, go }: ShownPlace): JSX.Element {
  const { kernel } = answer;
  // Asking resolves several kernels: once for each that is chosen.
  const choices = useMemo(
    () => ({
      releases: releaseChoices(kernel),
      pagings: pagingChoices(kernel).map(String),
    }),
    [kernel],
  );
  const choose = (id: string): void => {
    go({ kernel: id }, 'push');
  };
  return (
    <section class="kernel" aria-label="Kernel">
      <div class="choices">
        <Choice
          label="Architecture"
          value={kernel.arch}
          options={architectures().map(({ arch }) => arch)}
          onChoose={(arch) => {
            choose(ofArchitecture(kernel, arch).id);
          }}
        />
        <Choice
          label="Kernel"
          value={kernel.profile}
          options={choices.releases}
          onChoose={(name) => {
            choose(changedKernel(kernel, { kernel: name }).id);
          }}
        />
        <Choice
          label="Paging"
          value={String(kernel.paging)}
          options={choices.pagings}
          name={(paging) => `${paging} levels`}
          onChoose={(paging) => {
            choose(changedKernel(kernel, { paging: Number(paging) }).id);
          }}
        />
        <Choice
          label="Level of the entry"
          value={place.level}
          options={LEVELS}
          name={(level) => levelName(kernel, level)}
          onChoose={(name) => {
            go({ level: LEVELS.find((known) => known === name) ?? 'pte' }, 'push');
          }}
        />
      </div>
      <KernelDetails kernel={kernel} typed={place.kernel} form={formState(place, go)} choose={choose} />
      <ErrorText text={answer.kernelError} />
      <p class="hint" id="kernel-line" data-kernel={answer.kernelError === '' ? kernel.id : ''}>
        {answer.kernelError === '' ? kernelLine(kernel) : ''}
        {answer.remark !== '' && `; ${answer.remark}`}
      </p>
    </section>
  );
}

/** A list to choose one from, with its label. */
function Choice<Name extends string>({
  label,
  value,
  options,
  name = (option) => option,
  onChoose,
}: {
  readonly label: string;
  readonly value: Name;
  readonly options: readonly Name[];
  readonly name?: (option: Name) => string;
  readonly onChoose: (option: string) => void;
}): JSX.Element {
  return (
    <label class="choice">
      <span>{label}</span>
      <select
        value={value}
        onChange={({ currentTarget }) => {
          onChoose(currentTarget.value);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option} selected={option === value}>
            {name(option)}
          </option>
        ))}
      </select>
    </label>
  );
}
