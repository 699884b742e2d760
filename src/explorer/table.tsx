import type { ComponentChildren, JSX } from 'preact';

/** A table that scrolls in itself where the window is narrow, also by keyboard. */
export function Table({
  heads,
  label,
  class: name = '',
  children,
}: {
  readonly heads: readonly JSX.Element[] | readonly string[];
  /** The id of what names it. */
  readonly label: string;
  readonly class?: string;
  /** Its rows. */
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`scrolls ${name}`} tabindex={0} role="group" aria-labelledby={label}>
      <table aria-labelledby={label}>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={index} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
