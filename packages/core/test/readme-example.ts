import { applyPlan, createToolContext, defineProvider, type FolderCache, planPurge, scan } from '@devclean/core';

const cache: FolderCache = {
  kind: 'folder',
  id: 'toy',
  locations: [{ from: 'default', path: { linux: '{xdg-cache}/toy' } }],
  fingerprint: { anyOf: ['downloads'] },
  sections: [{ id: 'downloads', title: 'Downloads', paths: ['downloads'], safety: 'safe', cost: 'Downloads again.' }],
  keep: ['token'],
};
const card = { id: 'toy', title: 'Toy', homepage: 'https://toy.example/cache', summary: 'What the toy downloaded.' };
const provider = defineProvider({ apiVersion: 1, ...card, caches: [cache] });

const known = [{ provider, origin: 'builtin' as const }];
const context = await createToolContext();
const found = await scan(known, { context });
const asked = { sections: [], leftovers: false, locations: [], contexts: [], exclude: [] };
const plan = planPurge(found, known, { ...asked, allow: 'safe' });
const { removed } = await applyPlan(plan, known, { context });

export const freed = removed.reclaimableBytes;
