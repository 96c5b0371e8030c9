import type { DoctorDocument, SizeCheck } from '@devclean/core';
import { bytes } from './bytes.js';
import type { Look } from './look.js';
import { printableDocument } from './printable.js';
import { shownPath } from './shown-path.js';
import { paragraph, table } from './table.js';
import { counted } from './words.js';

/** What the doctor found: the machine, the providers, the sizes, the journal, and the verdict last. */
export function renderDoctor(document: DoctorDocument, look: Look): string {
  const { machine, providers, sizes, journal, healthy } = printableDocument(document);
  const { colors, width } = look;
  const homes =
    machine.homes.env === machine.homes.account
      ? machine.homes.env
      : `${machine.homes.env} (the account's: ${machine.homes.account})`;
  const facts = [
    ['devclean', machine.devclean],
    ['Node', machine.node],
    [
      'system',
      `${machine.platform} ${machine.release}, ${machine.arch}, ${counted(machine.cpus, 'processor')}, ${bytes(machine.memoryBytes)} of memory`,
    ],
    ['user', machine.uid === -1 ? '' : String(machine.uid)],
    ['home', homes],
  ].filter(([, fact]) => fact !== '');
  const tools = providers.map(({ id, state, locations, error }) => [
    id,
    state === 'failed' ? colors.red('failed') : state === 'absent' ? colors.dim('not found') : colors.green('found'),
    error
      ? [error.message, error.hint].filter(Boolean).join(' ')
      : state === 'found'
        ? counted(locations, 'location')
        : '',
  ]);
  const checks = sizes.map((check) => [
    bytes(check.allocatedBytes),
    verdict(check, look),
    shownPath(check.path, look, width - 24),
    check.because ?? '',
  ]);
  const findings = journal.findings.map(({ wrong, message, hint }) => [
    wrong ? colors.red('wrong') : colors.green('well'),
    `${message} ${hint}`,
  ]);
  return [
    colors.bold('Machine'),
    ...table(facts, [{}, {}], width, '  '),
    '',
    colors.bold('Providers'),
    ...table(tools, [{}, {}, {}], width, '  '),
    '',
    colors.bold('Sizes, held against an independent meter'),
    ...(checks.length === 0 ? ['  Nothing to measure.'] : table(checks, [{ align: 'right' }, {}, {}, {}], width, '  ')),
    '',
    colors.bold('Journal'),
    ...(findings.length === 0
      ? [`  ${counted(journal.batches, 'batch', 'batches')}, and nothing is held or unfinished.`]
      : table(findings, [{}, {}], width, '  ')),
    '',
    paragraph(healthy ? colors.green('All is well.') : colors.red('Something is wrong: see above.'), width),
  ].join('\n');
}

function verdict({ agrees }: SizeCheck, { colors }: Look): string {
  if (agrees === 'yes') return colors.green('agrees');
  return agrees === 'no' ? colors.red('differs') : colors.yellow('unknown');
}
