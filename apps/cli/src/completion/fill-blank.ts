import { setTimeout } from 'node:timers/promises';
import { createToolContext, entryNames, history, type KnownProvider, readPlugins, sectionsOf } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { pluginsFolder } from '../plugins/plugin-providers.js';
import { storedFiles } from '../provider-files/file-providers.js';
import { REGISTRY } from '../providers.generated.js';
import { loadProviders, type Providers } from '../providers.js';
import { bytes } from '../render/bytes.js';
import { type Blank, type Completion, type FillBlank, isTool, type Offer } from './complete.js';

interface Question {
  readonly blank: Blank;
  readonly config: Interfaces.Config;
  /** Begins the time after which what was found must do: behind all that is known without asking anybody. */
  readonly hurry: () => void;
  /** Is over with that time. */
  readonly signal: AbortSignal;
  readonly offer: (one: Offer) => void;
}

/** Where the words for a blank come from, by what help calls it: those of one command before those of any. */
const sources: Readonly<Record<string, ((question: Question) => unknown) | Completion>> = {
  'plugins:install PACKAGE': 'files',
  'plugins:uninstall NAME': offerPlugins,
  'providers:new TOOL': 'words',
  'providers:remove TOOL': offerToolsOfFiles,
  TOOL: offerTools,
  'explain WHAT': (question) => (question.blank.typed.includes('/') ? offerSections(question) : offerTools(question)),
  '[TOOL/]ID': offerSections,
  ID: offerContexts,
  NAME: offerEntries,
  PATTERN: offerEntries,
  BATCH: offerBatches,
  PLAN: 'files',
  FILE: 'files',
  PATH: 'folders',
  DIR: 'folders',
  FOLDER: 'folders',
};

/** Milliseconds for which a tool, a plugin or a large cache is waited for: a person sits at the prompt. */
const patienceMs = 2000;

/** What this machine has for a blank. Only the tools that the line names are loaded and asked; nothing is written. */
export function fillBlankFrom(config: Interfaces.Config): FillBlank {
  return async (blank, offer) => {
    const source = sources[`${blank.command} ${blank.holds}`] ?? sources[blank.holds] ?? 'words';
    if (typeof source === 'string') return source;
    const late = new AbortController();
    const isOver = new Promise<void>((resolve) => {
      late.signal.addEventListener('abort', () => resolve());
    });
    const hurry = async (): Promise<void> => {
      await setTimeout(patienceMs, undefined, { ref: false });
      late.abort();
    };
    const found = new Map<string, Offer>();
    const collect = (one: Offer): void => {
      if (one.word.startsWith(blank.typed)) found.set(one.word, one);
    };
    await Promise.race([source({ blank, config, offer: collect, hurry, signal: late.signal }), isOver]);
    // A shell would take it for the only one there is.
    if (late.signal.aborted && found.size === 1) return 'words';
    for (const one of found.values()) offer(one);
    return 'words';
  };
}

function offerTools({ config, offer }: Question): void {
  for (const { id, summary } of config.commands)
    if (!id.includes(':') && isTool(id, config)) offer({ word: id, about: summary });
}

async function offerToolsOfFiles({ offer }: Question): Promise<void> {
  for (const { file } of await storedFiles()) offer({ word: file.replace(/^.*[\\/]|\.json$/g, '') });
}

function offerPlugins({ config, offer }: Question): void {
  for (const { name, version } of readPlugins(pluginsFolder(config))) offer({ word: name, about: version });
}

/** A command of one tool needs no more than the id. */
async function offerSections({ blank: { command, tools, typed }, config, hurry, offer }: Question): Promise<void> {
  const isOfTool = command.includes(':') && !typed.includes('/');
  const offerThose = ({ known }: Providers): void => {
    for (const { provider } of known) {
      for (const { id, title, safety } of sectionsOf(provider))
        offer({ word: isOfTool ? id : `${provider.id}/${id}`, about: `${safety}: ${title}` });
    }
  };
  const builtIn = REGISTRY.map(({ card }) => card.id).filter((id) => tools.length === 0 || tools.includes(id));
  if (builtIn.length > 0) offerThose(await loadProviders(config, { tools: builtIn }));
  if (builtIn.length === tools.length) return;
  hurry();
  offerThose(await loadProviders(config, tools.length > 0 ? { tools } : { exclude: builtIn }));
}

async function offerContexts(question: Question): Promise<void> {
  const { hurry, offer, signal } = question;
  const providers = await toolsNamed(question);
  hurry();
  const context = await createToolContext({ signal });
  for (const { provider } of providers) {
    for (const { id, label } of (await provider.detect(context)).contexts)
      offer({ word: id, ...(label !== id && { about: label }) });
  }
}

async function offerEntries(question: Question): Promise<void> {
  const { blank, hurry, offer, signal } = question;
  const providers = await toolsNamed(question);
  hurry();
  const context = await createToolContext({ signal });
  const withVersion = blank.typed.lastIndexOf('@') > 0;
  for (const one of providers) {
    for await (const { name, version } of entryNames(one, context))
      offer({ word: withVersion && version !== undefined ? `${name}@${version}` : name });
  }
}

async function toolsNamed({ blank: { tools }, config }: Question): Promise<readonly KnownProvider[]> {
  return tools.length === 0 ? [] : (await loadProviders(config, { tools })).known;
}

/** Those of which something can be brought back, or freed. */
async function offerBatches({ blank: { command }, signal, offer }: Question): Promise<void> {
  const states = command === 'undo' ? ['held', 'trashed'] : ['held'];
  for (const { batch, startedAt, state, tools, held, trashed } of history(await createToolContext({ signal }))
    .batches) {
    if (!states.includes(state)) continue;
    const size = bytes(held.allocatedBytes + trashed.allocatedBytes);
    offer({ word: batch, about: `${size} of ${tools.join(', ')}, ${startedAt.slice(0, 16).replace('T', ' ')} UTC` });
  }
}
