import type { LoopbackRegistry } from '../registries/start-loopback.js';

/** Uses the registry that a test brought, or one of its own for as long as the work takes. */
export async function withRegistry<Result>(
  given: LoopbackRegistry | undefined,
  start: () => Promise<LoopbackRegistry>,
  use: (registry: LoopbackRegistry) => Promise<Result>,
): Promise<Result> {
  if (given !== undefined) return use(given);
  const own = await start();
  try {
    return await use(own);
  } finally {
    await own.close();
  }
}
