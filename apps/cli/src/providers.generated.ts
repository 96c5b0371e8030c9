// Written by scripts/registry.mjs from the providers in package.json. Do not edit: "npm run generate" does it.
import type { RegisteredProvider } from './providers.js';

export const REGISTRY: readonly RegisteredProvider[] = [
  {
    card: {
      id: 'pip',
      title: 'pip',
      homepage: 'https://pip.pypa.io/en/stable/topics/caching/',
      summary: 'Python packages that pip downloaded, and wheels that it built',
    },
    load: async () => (await import('@devclean/provider-pip')).pip,
  },
];
