import type { JSX } from 'preact';
import type { ShownPlace } from '../answer.ts';
import { formState } from '../form-state.ts';
import { isBeforeTables } from '../kernel-choice.ts';
import { KernelBar } from '../kernel/kernel-bar.tsx';
import { useRested } from '../hooks/use-rested.ts';
import { Answers } from './answers.tsx';
import { BitTable } from './bit-table.tsx';
import { Bits } from './bits.tsx';
import { Build } from './build.tsx';
import { changeOf } from './change.ts';
import { Compare } from './compare.tsx';
import { Facts } from './facts.tsx';
import { Numbers } from './numbers.tsx';
import { Operations } from './operations.tsx';
import { Releases } from './releases.tsx';
import { ValueInput } from './value-input.tsx';
import { Notes, Rules, Said, Verdict } from './verdict.tsx';

/** One value of one kernel: what it is, bit by bit, and what can be made of it. */
export function ValueView({ place, answer, go }: ShownPlace): JSX.Element {
  const { entry, kernel } = answer;
  const change = changeOf(place, entry, go);
  const form = formState(place, go);
  const rested = useRested(entry);
  const isKnown = !isBeforeTables(kernel);
  return (
    <>
      <section aria-label="Value">
        <ValueInput text={place.value} error={answer.valueError} bits={kernel.entryBits} go={go} />
        {entry && <Verdict entry={entry} />}
        <Said said={place.said} isKnown={isKnown} />
      </section>
      <KernelBar place={place} answer={answer} go={go} />
      {entry && (
        <>
          <Bits entry={entry} form={form} change={change} />
          <div class="columns">
            <div>
              <Facts entry={entry} />
              <Rules entry={entry} />
              <Notes entry={entry} />
            </div>
            <div>
              <Numbers entry={entry} change={change} />
              {isKnown && (
                <>
                  <Operations entry={entry} steps={place.steps} form={form} change={change} go={go} />
                  <Build
                    kernel={kernel}
                    level={place.level}
                    form={form}
                    change={(raw, by) => {
                      change(raw, by);
                      // No state that is built is a page of the kernel.
                      go({ isKernels: false });
                    }}
                  />
                </>
              )}
            </div>
          </div>
          {!place.isKernels && <Releases entry={rested ?? entry} go={go} />}
          <Compare entry={entry} text={place.other} isKernels={place.isKernels} go={go} />
          <BitTable entry={rested ?? entry} />
          {isKnown && <Answers entry={entry} form={form} />}
        </>
      )}
    </>
  );
}
