export { applyFlags, outputFlags, removalFlags, scanFlags } from './flags.js';
export { providerCommands } from './provider-commands.js';
export { PROVIDERS_EVENT, type ProvidersHook, type ProvidersQuestion, providersHook } from './providers-hook.js';
export { type ProviderVerb, RUN_EVENT, type RunRequest, runVerb } from './run-verb.js';
