import type { JSX } from 'preact';
import { VIEWS, type ViewName } from './place.ts';
import type { Go } from './hooks/use-place.ts';

const NAMES: Readonly<Record<ViewName, string>> = {
  value: 'Value',
  log: 'Log',
  file: 'File',
  tour: 'Tour',
};

/** The name of the page and its views. */
export function Header({ view, go }: { readonly view: ViewName; readonly go: Go }): JSX.Element {
  return (
    <header>
      <h1>
        pte-decode <span class="dim">explorer</span>
      </h1>
      <nav aria-label="Views">
        {VIEWS.map((name) => (
          <button
            key={name}
            type="button"
            aria-current={name === view ? 'page' : undefined}
            onClick={() => {
              go({ view: name }, 'push');
            }}
          >
            {NAMES[name]}
          </button>
        ))}
      </nav>
    </header>
  );
}
