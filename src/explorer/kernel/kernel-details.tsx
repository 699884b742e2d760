import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Kernel } from '../../core/rows/model.ts';
import { parseInteger } from '../../core/u64.ts';
import type { KernelSpec } from '../../kernel/resolve.ts';
import { messageOf } from '../answer.ts';
import { ErrorText } from '../error-text.tsx';
import type { FormState } from '../form-state.ts';
import { changedKernel, kernelFrom, switchesOf, withSymbol } from '../kernel-choice.ts';

/** What of a kernel is rarely chosen: its name as `uname -r` has it, configuration symbols, masks of addresses. */
export function KernelDetails({
  kernel,
  isChosen,
  typed,
  form,
  choose,
}: {
  readonly kernel: Kernel;
  /** Somebody chose it; else there is nothing to configure yet. */
  readonly isChosen: boolean;
  /** The name that was asked for. */
  readonly typed: string;
  readonly form: FormState;
  readonly choose: (id: string) => void;
}): JSX.Element {
  const [error, setError] = useState('');
  const isOpen = form.has('config');
  const attempt = (make: () => string): void => {
    try {
      choose(make());
      setError('');
    } catch (problem) {
      setError(messageOf(problem));
    }
  };
  const number = (label: string, text: string, change: (value: bigint) => KernelSpec): JSX.Element => (
    <label class="choice">
      <span>{label}</span>
      <input
        type="text"
        value={text}
        placeholder="none"
        autocomplete="off"
        spellcheck={false}
        onChange={({ currentTarget }) => {
          if (currentTarget.value.trim() === '') attempt(() => withoutNumber(kernel, label));
          else
            attempt(() => changedKernel(kernel, change(parseInteger(currentTarget.value.trim(), label))).id);
        }}
      />
    </label>
  );
  const bit = kernel.encMask === 0n ? '' : String(kernel.encMask.toString(2).length - 1);
  const mask = /phys-mask=(0x[0-9a-f]+)/.exec(kernel.id)?.[1] ?? '';
  return (
    <details
      class="more"
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== isOpen) form.set({ config: currentTarget.open ? '' : undefined });
      }}
    >
      <summary>Configuration and other names</summary>
      <div class="choices">
        <label class="choice wide">
          <span>As uname -r says it, or --kernel takes it</span>
          <input
            type="text"
            value={typed}
            placeholder="such as 6.1.0-28-amd64"
            autocomplete="off"
            spellcheck={false}
            onChange={({ currentTarget }) => {
              const name = currentTarget.value;
              attempt(() => {
                kernelFrom(name);
                return name;
              });
            }}
          />
        </label>
        {isChosen &&
          kernel.layout.encryption &&
          number('Encryption bit', bit, (value) => ({ encBit: Number(value) }))}
        {isChosen && number('Mask of physical addresses', mask, (value) => ({ physMask: value }))}
      </div>
      <ErrorText text={error} />
      <fieldset class="symbols" hidden={!isChosen}>
        <legend>Symbols that count on {kernel.arch}</legend>
        {(isOpen ? switchesOf(kernel) : []).map((symbol) => (
          <label key={symbol.name} title={symbol.text}>
            <input
              type="checkbox"
              checked={kernel.config(symbol.name)}
              onChange={({ currentTarget }) => {
                attempt(() => withSymbol(kernel, symbol, currentTarget.checked).id);
                currentTarget.checked = kernel.config(symbol.name);
              }}
            />
            <span>
              <code>
                {symbol.runtime ? '' : 'CONFIG_'}
                {symbol.name}
              </code>{' '}
              <span class="dim">{symbol.text}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}

/** The name of a kernel without a number of it. */
function withoutNumber({ id }: Kernel, label: string): string {
  const key = label === 'Encryption bit' ? 'enc-bit=' : 'phys-mask=';
  return id
    .split(',')
    .filter((part) => !part.startsWith(key))
    .join(',');
}
