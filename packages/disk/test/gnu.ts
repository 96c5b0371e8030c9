import { execFileSync } from 'node:child_process';
import type { Usage } from '../src/usage.js';

/** The usage as the tools count that our definitions name: an implementation that shares nothing with ours. */
export function gnuUsage(path: string | Buffer, ...findArguments: string[]): Usage {
  const run = (tool: string, ...args: string[]) =>
    execFileSync('sh', ['-c', `cd "$(printf "$0")" && exec "$@"`, printfQuoted(path), tool, ...args], {
      maxBuffer: 2 ** 30,
      encoding: 'latin1',
    });
  const find = (...args: string[]) => run('find', '.', '-xdev', ...findArguments, ...args);
  const lengths = find('!', '-type', 'd', '-printf', '%s\n').split('\n').filter(Boolean);
  const inodes = new Map<string, { names: number; links: number; bytes: number }>();
  for (const line of find('-printf', '%D:%i %n %b %y\n').split('\n').filter(Boolean)) {
    const [inode = '', links, blocks, type] = line.split(' ');
    const known = inodes.get(inode) ?? {
      names: 0,
      links: type === 'd' ? 1 : Number(links),
      bytes: Number(blocks) * 512,
    };
    known.names++;
    inodes.set(inode, known);
  }
  const reclaimable = [...inodes.values()].filter(({ names, links }) => names >= links);
  return {
    files: lengths.length,
    directories: find('-type', 'd', '-printf', 'd').length,
    apparentBytes: sum(lengths.map(Number)),
    allocatedBytes:
      findArguments.length > 0
        ? sum([...inodes.values()].map(({ bytes }) => bytes))
        : Number(run('du', '-sx', '--block-size=1', '.').split('\t')[0]),
    reclaimableBytes: sum(reclaimable.map(({ bytes }) => bytes)),
    complete: true,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Arguments of `execFile` are text, so bytes go through printf. */
function printfQuoted(path: string | Buffer): string {
  return [...Buffer.from(path)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
