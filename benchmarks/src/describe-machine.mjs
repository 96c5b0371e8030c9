import { spawnSync } from 'node:child_process';
import os from 'node:os';
import { here, meters, removers } from './contestants.mjs';
import { roundsOf } from './markdown.mjs';

const said = (program, ...args) => (spawnSync(program, args, { encoding: 'utf8', cwd: here }).stdout ?? '').trim();

/** Names the file of the results: `linux-2-cores-node-20`. */
export function machineName() {
  return `${process.platform}-${os.availableParallelism()}-cores-node-${process.versions.node.split('.')[0]}`;
}

/** What the figures depend on, as lines of Markdown. */
export function describeMachine(choices) {
  const programs = new Map(
    [...meters(), ...removers()].map(({ name, version, missing }) => [name, version ?? missing]),
  );
  const commit = said('git', 'rev-parse', '--short', 'HEAD');
  const changed = said('git', 'status', '--porcelain') === '' ? '' : ', with changes';
  const fileSystem = said('df', '--output=fstype', choices.dir).split('\n').at(-1) || 'unknown';
  const lines = [
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${roundsOf(choices.rounds)}`,
    `${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, ${os.availableParallelism()} cores, ${(os.totalmem() / 1e9).toFixed(0)} GB`,
    `${os.type()} ${os.release()} ${os.arch()}, ${fileSystem} below ${choices.dir === os.tmpdir() ? 'the temporary folder' : 'the folder given'}`,
    `Node ${process.versions.node}, devclean ${commit === '' ? 'from no repository' : `at ${commit}${changed}`}`,
    [...programs].map(([name, version]) => `${name} ${version}`).join(', '),
  ];
  if (process.platform !== 'linux') lines.push('Peak memory is measured on Linux only');
  return lines.map((line) => `- ${line}`).join('\n');
}
