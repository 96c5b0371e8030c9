// Makes the table of tools in the README, between its two marks, and docs/providers.md, from the providers that this package
// depends on. How each was tested is what `npm run test:catalog -- --record` wrote down, or the tests of a package of its own.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const app = path.resolve(import.meta.dirname, '..');
const root = path.resolve(app, '../..');
const [begin, end] = ['<!-- tools: written by "npm run generate" -->', '<!-- /tools -->'];
const safeties = ['safe', 'costly', 'risky'];

/** The README and docs/providers.md, relative to the repository's root, and their texts. */
export async function toolsTables() {
  const tools = await allTools();
  return [readme(tools), providers(tools)];
}

async function allTools() {
  const { dependencies } = JSON.parse(readFileSync(path.join(app, 'package.json'), 'utf8'));
  const packages = Object.keys(dependencies).filter((name) => name.startsWith('@devclean/provider-'));
  const tools = [];
  for (const name of packages) {
    for (const provider of Object.values(await import(name)).filter((one) => one?.apiVersion === 1 && one.caches))
      tools.push({ provider, tested: howTested(provider, name) });
  }
  return tools.sort((a, b) => a.provider.title.localeCompare(b.provider.title, 'en', { sensitivity: 'base' }));
}

function howTested({ id, knownFrom }, name) {
  if (knownFrom === 'documentation') return 'from documentation';
  if (name !== '@devclean/provider-catalog') return 'proven in depth';
  const file = path.join(root, 'packages/provider-catalog/proofs/proven', `${id}.json`);
  if (!existsSync(file))
    throw new Error(`${id} is not proven: "npm run test:catalog -- --record", or knownFrom: 'documentation'`);
  return `proven with ${JSON.parse(readFileSync(file, 'utf8')).tool}`;
}

function readme(tools) {
  const rows = tools.map(({ provider, tested }) => {
    const sections = [...provider.caches, ...(provider.managed ?? [])].flatMap((cache) => cache.sections);
    const found = safeties.filter((safety) => sections.some((section) => section.safety === safety));
    return `| [${provider.title}](${provider.homepage}) | ${provider.summary} | ${found.join(', ')} | ${tested} |`;
  });
  const table = ['| tool | what it keeps | to lose it is | how it was tested |', '|---|---|---|---|', ...rows];
  const text = readFileSync(path.join(root, 'README.md'), 'utf8');
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  if (before === text || after === undefined) throw new Error(`README.md has lost its marks ${begin} and ${end}`);
  return { output: 'README.md', text: `${before}${begin}\n${table.join('\n')}\n${end}${after}` };
}

function providers(tools) {
  const blocks = tools.map(({ provider, tested }) => {
    const { id, title, homepage, summary } = provider;
    const caches = [...provider.caches, ...(provider.managed ?? [])];
    const rows = caches.flatMap((cache) =>
      cache.sections.map(
        (section) =>
          `| \`${section.id}\` | ${section.title} | ${safetyWords(section)} | ${section.cost} | ${patterns(section)} |`,
      ),
    );
    return [
      `## ${title}`,
      `[${summary}](${homepage}). \`devclean ${id}\`, ${tested}.`,
      '',
      ...caches.map((cache) => `- \`${cache.id}\`: ${places(cache).join('; ')}`),
      '',
      '| part | what | to lose it is | what happens next | where in the folder |',
      '|---|---|---|---|---|',
      ...rows,
      '',
      ...caches.flatMap((cache) => cache.sections.flatMap(graverLines)).flatMap((line) => [line, '']),
    ].join('\n');
  });
  const text = [
    '# The tools that devclean knows',
    '',
    'Written by `npm run generate` from the providers themselves. *Proven*: the real tool filled its cache in a test, lost it to devclean,',
    'and worked on. *From documentation*: found and explained, cleared only when the tool is named, never by `sweep`.',
    '',
    ...blocks,
  ].join('\n');
  return { output: 'docs/providers.md', text };
}

/** `costly or risky`: what makes it graver stands below the table. */
function safetyWords({ safety, graverWhen = [] }) {
  return [...new Set([safety, ...graverWhen.map((rule) => rule.safety)])].join(' or ');
}

/** When a section is graver, a line for each safety. */
function graverLines({ id, graverWhen = [] }) {
  return [...new Set(graverWhen.map(({ safety }) => safety))].map((safety) => {
    const ways = new Map();
    for (const rule of graverWhen.filter((one) => one.safety === safety)) {
      const { where, what } = graverBy(rule);
      ways.set(what, [...(ways.get(what) ?? []), where]);
    }
    const all = [...ways].map(([what, places]) => (places[0] === '' ? what : `${what} in ${listed(places)}`));
    return `\`${id}\` is ${safety} where ${all.join('; where ')}.`;
  });
}

function graverBy(rule) {
  const values = rule.is?.map((value) => `\`${value}\``).join(' or ');
  switch (rule.from) {
    case 'env':
      return { what: `\`$${rule.variable}\` is ${values}`, where: '' };
    case 'config':
      return { what: `\`${rule.key}\` is ${values}`, where: `\`${rule.file}\`` };
    case 'project':
      return { what: `\`${rule.key}\` is ${values}`, where: `the \`${rule.file}\` of a project (\`--project\`)` };
    default:
      return {
        what: 'links lead into it',
        where: rule.below === undefined ? 'a project (`--project`)' : `\`${rule.below}\``,
      };
  }
}

const listed = (words) => (words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);

function patterns({ paths = [] }) {
  return paths.map((pattern) => `\`${pattern}\``).join(' ');
}

function places({ kind, measure, locations, locate }) {
  if (kind === 'managed') {
    const [, ...question] = measure.argv;
    return [
      `where only the tool itself can reach it; the sizes are the tool's own words (\`${question.join(' ')}\`), not measured`,
    ];
  }
  const lines = locations.map((rule) => {
    switch (rule.from) {
      case 'env':
        return `\`$${rule.variable}${rule.subpath ? `/${rule.subpath}` : ''}\``;
      case 'config':
        return `\`${rule.key}\` in \`${rule.file}\``;
      case 'tool':
        return `what \`${rule.query.join(' ')}\` says`;
      case 'default':
        return [...new Set(typeof rule.path === 'string' ? [rule.path] : Object.values(rule.path))]
          .map((one) => `\`${one}\``)
          .join(', ');
      case 'project':
        return `\`${rule.path}\` in a project`;
      default:
        return `\`${rule.path}\` on each file system`;
    }
  });
  return [...(locate ? ['what its settings say'] : []), ...lines];
}
