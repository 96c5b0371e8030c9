import { providerCommands, providersHook } from '@devclean/plugin-kit';
import { card } from './card.js';

export const COMMANDS = providerCommands(card);
export const PROVIDERS_HOOK = providersHook(async () => (await import('./provider.js')).provider);
