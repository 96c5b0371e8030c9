// `node run-for-peak.mjs FILE COMMAND…`: runs a command, and writes into FILE how long it took and the most memory that it and the
// processes that it started had at once, `{ ms, peakBytes }`: their resident pages, fifty times a second. What two of them share counts
// in both. Linux only; elsewhere there is no `peakBytes`.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [, , file, program, ...args] = process.argv;
let peakKilobytes = 0;

/** @returns the kilobytes that it has, and had at most; nothing when it is gone. */
function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  return { now: kilobytes('VmRSS'), peak: kilobytes('VmHWM') };
}

function sample(root) {
  const pids = [root];
  let sum = 0;
  for (const pid of pids) {
    try {
      const { now, peak } = memoryOf(pid);
      sum += now;
      peakKilobytes = Math.max(peakKilobytes, peak);
      pids.push(...readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean));
    } catch {
      // It has ended
    }
  }
  peakKilobytes = Math.max(peakKilobytes, sum);
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
