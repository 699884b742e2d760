import type { JSX } from 'preact';

/** A list to choose one from, with its label. */
export function Choice<Name extends string>({
  label,
  id,
  value,
  options,
  name = (option) => option,
  onChoose,
}: {
  readonly label: string;
  readonly id?: string;
  readonly value: Name;
  readonly options: readonly Name[];
  /** How an option is shown. */
  readonly name?: (option: Name) => string;
  readonly onChoose: (option: string) => void;
}): JSX.Element {
  return (
    <label class="choice">
      <span>{label}</span>
      <select
        id={id}
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
