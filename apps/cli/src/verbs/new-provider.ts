import path from 'node:path';
import { DevcleanError, type NewProviderDocument, specProblems, writeNewFolder } from '@devclean/core';
import type { Interfaces } from '@oclif/core';
import { newPlugin } from '../new-plugin.js';
import { loadProviders, takenNames } from '../providers.js';
import { printable } from '../render/printable.js';
import { type OutputFlags, openSession } from '../session.js';

interface NewProviderFlags extends OutputFlags {
  readonly title?: string | undefined;
  readonly homepage?: string | undefined;
  readonly summary?: string | undefined;
}

/** `devclean providers new TOOL [FOLDER]`. */
export async function runProvidersNew(
  config: Interfaces.Config,
  id: string,
  folder: string | undefined,
  flags: NewProviderFlags,
): Promise<void> {
  const session = await openSession(flags);
  const title = flags.title ?? id.charAt(0).toUpperCase() + id.slice(1);
  const words = {
    id,
    title,
    homepage: flags.homepage ?? `https://${id}.example/cache`,
    summary: flags.summary ?? `What ${title} has cached`,
  };
  const problems = [
    ...specProblems({ apiVersion: 1, ...words, caches: [] as never }),
    ...[words.title, words.summary].filter((word) => /\p{C}/u.test(word)).map((word) => `"${word}" is not one line`),
  ];
  if (problems.length > 0) {
    throw new DevcleanError('BAD_ARGUMENT', `A tool cannot be called so: ${problems.join('; ')}.`, {
      hint: 'Try "devclean providers new toy --title Toy".',
    });
  }
  const { known } = await loadProviders(config);
  if (takenNames().has(id) || known.some(({ provider }) => provider.id === id)) {
    throw new DevcleanError('BAD_ARGUMENT', `"${id}" is the name of a command or of a tool that devclean knows.`, {
      hint: 'Choose another name.',
    });
  }

  const at = path.resolve(session.context.cwd, folder ?? `devclean-${id}`);
  const files = newPlugin(words);
  writeNewFolder(at, files);
  const document: NewProviderDocument = {
    schema: 'devclean.new-provider/1',
    id,
    folder: at,
    files: Object.keys(files),
  };
  if (session.json) return session.emit(document);
  const below = path.relative(session.context.cwd, at) || '.';
  const shown = printable(below.startsWith('..') ? at : below);
  session.print(`Wrote a plugin for ${printable(title)} to ${shown}.`);
  if (session.quiet) return;
  session.print(
    [
      '',
      `  cd ${shown}`,
      '  npm install',
      '  npm run build && npm test',
      '  devclean plugins link .',
      '',
      'What it says of the tool is a guess: answer the questions in src/spec.ts.',
    ].join('\n'),
  );
}
