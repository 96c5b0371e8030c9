// `node run-for-peak.mjs FILE COMMAND…`: runs a command, and writes into FILE how long it took and the most memory that it and the
// processes that it started had at once, `{ ms, peakBytes }`: their resident pages, fifty times a second. Those of files (of the program, which
// they share) count once, as many as the one has that has most. Linux only; elsewhere there is no `peakBytes`.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [, , file, program, ...args] = process.argv;
let peakKilobytes = 0;

/** In kilobytes: pages of its own, pages of files, and the most that it had of both. Throws when it is gone. */
function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  return { own: kilobytes('RssAnon') + kilobytes('RssShmem'), file: kilobytes('RssFile'), peak: kilobytes('VmHWM') };
}

function sample(root) {
  const pids = [root];
  let sum = 0;
  let files = 0;
  for (const pid of pids) {
    try {
      const { own, file, peak } = memoryOf(pid);
      sum += own;
      files = Math.max(files, file);
      peakKilobytes = Math.max(peakKilobytes, peak);
      pids.push(...readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean));
    } catch {
      // It has ended
    }
  }
  peakKilobytes = Math.max(peakKilobytes, sum + files);
}

const start = process.hrtime.bigint();
const child = spawn(program, args, { stdio: 'inherit' });
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
sample(child.pid);
const sampling = setInterval(sample, 20, child.pid);
child.on('exit', (status, signal) => {
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  clearInterval(sampling);
  writeFileSync(file, JSON.stringify({ ms, ...(peakKilobytes > 0 && { peakBytes: peakKilobytes * 1024 }) }));
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = status ?? 1;
});
