/** The text of this script, which is that of the worker too; empty in the worker itself. */
const OWN = typeof document === 'undefined' ? '' : (document.currentScript?.textContent ?? '');

/** What browsers have that want the sources of scripts approved. */
interface Approval {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown;
}

function isApproval(value: unknown): value is Approval {
  return typeof value === 'object' && value !== null && 'createPolicy' in value;
}

let isApproved = false;

/** Lets the page start workers out of its own text, and from nowhere else. */
function approveOwn(): void {
  const approval: unknown = Reflect.get(globalThis, 'trustedTypes');
  if (isApproved || !isApproval(approval)) return;
  isApproved = true;
  approval.createPolicy('default', {
    createScriptURL(url) {
      if (!url.startsWith('blob:')) throw new TypeError('scripts come from this page alone');
      return url;
    },
  });
}

/** Starts a worker that runs the same script as the page. */
export function startWorker(): Worker {
  const url = URL.createObjectURL(new Blob([OWN], { type: 'text/javascript' }));
  approveOwn();
  try {
    return new Worker(url);
  } finally {
    // It is read at once.
    setTimeout(() => {
      URL.revokeObjectURL(url);
    }, 10_000);
  }
}
