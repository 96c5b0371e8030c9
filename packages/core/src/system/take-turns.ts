const longestMs = 20;
let lastTurn = 0;

/**
 * Lets the event loop turn if it has not for a while. System calls on a local file system are several times as fast when
 * they are synchronous, and without this thousands of them in a row would keep signals and progress waiting.
 */
export async function takeTurns(): Promise<void> {
  const now = uptimeMs();
  if (now - lastTurn < longestMs) return;
  await new Promise((resolve) => setImmediate(resolve));
  lastTurn = uptimeMs();
}

/** Of this process. Node loads all of `performance` when that is first named, and most scans need nothing else of it. */
function uptimeMs(): number {
  return process.uptime() * 1000;
}
