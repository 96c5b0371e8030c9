// Makes dist/page-parts.js: the script and the style of the page as texts, with their hashes for its content security policy.
// What of other packages is in the script is written to dist/page-sources.json, for their licences.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

async function bundled(entry, more) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    ...more,
  });
  return { text: outputFiles[0].text.trim(), inputs: Object.values(metafile.outputs)[0].inputs };
}

const hashOf = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const { text: code, inputs } = await bundled('src/page/main.ts', { format: 'iife' });
const { text: style } = await bundled('src/page/style.css');
const foreign = Object.keys(inputs).filter((file) => file.includes('node_modules/') && inputs[file].bytesInOutput > 0);
// Each map is a copy of that code, and goes with its licence.
const licence = readFileSync(path.join(root, 'node_modules/d3-hierarchy/LICENSE'), 'utf8').trim();
const script = `/*! d3-hierarchy: ${licence.replaceAll('*/', '* /')} */\n${code}`;
for (const [name, text] of Object.entries({ script, style }))
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`The page's ${name} would end its own element.`);

const parts = { PAGE_SCRIPT: script, PAGE_STYLE: style, SCRIPT_HASH: hashOf(script), STYLE_HASH: hashOf(style) };
writeFileSync(
  path.join(root, 'dist/page-parts.js'),
  Object.entries(parts)
    .map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};\n`)
    .join(''),
);
writeFileSync(path.join(root, 'dist/page-sources.json'), `${JSON.stringify(foreign)}\n`);
