import type { CacheProvider } from '@devclean/core';
import { describeProvider, type ProviderCases } from '@devclean/testkit/contract';
import * as catalog from '../src/index.js';

const tools: Readonly<Record<string, CacheProvider>> = catalog;

/** Each tool's cases lie in tools/, in a file and under a name like its own in src/tools. One file of tests is one process: so there are three. */
export async function keepTheContract(from: string, to: string): Promise<void> {
  for (const [name, provider] of Object.entries(tools)) {
    const [first = ''] = provider.id;
    if (first < from || first > to) continue;
    const cases: Record<string, ProviderCases> = await import(`./tools/${provider.id}.ts`);
    describeProvider(provider, cases[name] as ProviderCases);
  }
}
