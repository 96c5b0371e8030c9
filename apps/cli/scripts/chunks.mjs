// Which lazy imports share a chunk. A start pays for each file that it loads (a third of a millisecond) and for each 100 kB of them (three).
// esbuild cuts the bundle by who needs what: a file that a scan shares with one lazy import, and another that it shares with two, are two
// chunks, and a scan would load twenty. So what comes later takes all of what came before.
import path from 'node:path';

/** Loaded before anything is looked for. */
const early = ['./commands.js', './run-oclif.js', './report-failure.js', './added-commands.js'];

/** Of esbuild. `providers` are the names of their packages. */
export function chunks(app, providers) {
  const source = (folder, ...names) => names.map((name) => path.join(app, `src/${folder}/${name}.ts`));
  const verbs = (...names) => source('verbs', ...names);
  /** What is imported from different places and makes one chunk, in the order in which it comes to be needed. */
  const groups = {
    /** To find that there is no cache. */
    looking: [...providers, ...verbs('scan')],
    /** To tell of those that there are. */
    showing: [
      path.join(app, '../../packages/core/dist/scan/survey-location.js'),
      ...verbs('gain', 'info', 'path', 'list', 'providers'),
    ],
    /** To remove something, or bring it back. */
    changing: verbs('removal', 'apply', 'undo', 'history', 'caching'),
    /** To let a person pick what goes. */
    picking: source('picker', 'run-picker', 'picker-prompt', 'pick-by-number'),
  };
  const order = Object.keys(groups);
  /** What shows at a terminal how far the work is. It comes after the first of them, and none of them after it. */
  groups.progress = source('render', 'live-region', 'scan-progress', 'removal-progress');

  return {
    name: 'chunks',
    setup(bundle) {
      bundle.onResolve({ filter: /^@devclean\/provider-|^\.\.?\// }, ({ kind, path: named, resolveDir }) => {
        if (kind !== 'dynamic-import' || early.includes(named)) return undefined;
        const file = named.startsWith('@') ? named : path.resolve(resolveDir, named);
        const found = file.startsWith(path.join(app, 'src')) ? file.replace(/\.js$/, '.ts') : file;
        const group = Object.keys(groups).find((one) => groups[one].includes(found));
        return { path: group ?? found, namespace: 'chunk' };
      });
      bundle.onResolve({ filter: /^chunk:/ }, ({ path: named }) => ({
        path: named.slice('chunk:'.length),
        namespace: 'chunk',
      }));
      bundle.onLoad({ filter: /^/, namespace: 'chunk' }, ({ path: named }) => {
        const members = groups[named] ?? [named];
        // What is in no group, such as a command that few people use, comes after the first of them.
        const before = order.includes(named) ? order.slice(0, order.indexOf(named)) : order.slice(0, 1);
        return {
          contents: [
            ...before.map((group) => `import 'chunk:${group}';`),
            ...members.map((member) => `export * from ${JSON.stringify(member)};`),
          ].join('\n'),
          resolveDir: app,
        };
      });
    },
  };
}
