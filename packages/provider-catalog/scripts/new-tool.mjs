// What `npm run create-provider -- TOOL` writes: a tool of the catalog, its cases, and a proof that fails until it is one.

/**
 * The files of a new tool, by their paths in this package.
 * @param {{ id: string, title: string, homepage: string }} tool @returns {Record<string, string>}
 */
export function newTool({ id, title, homepage }) {
  const name = id.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const variable = `${id.toUpperCase().replaceAll('-', '_')}_CACHE_DIR`;
  const said = (text) => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return {
    [`src/tools/${id}.ts`]: `import { defineTool } from '../define-tool.js';

// To do: answer the questionnaire in docs/writing-a-provider.md, and link what says so.
export const ${name} = defineTool({
  id: '${id}',
  title: '${said(title)}',
  homepage: '${said(homepage)}',
  summary: 'What ${said(title)} has cached',
  // To do: take this away once proofs/tools/${id}.proof.ts has proven it; or delete that file.
  knownFrom: 'documentation',
  programs: ['${id}'],
  locations: [
    { from: 'env', variable: '${variable}' },
    { from: 'default', path: '{user-cache}/${id}' },
  ],
  fingerprint: { anyOf: ['downloads/<hex>'] },
  sections: [
    {
      id: 'downloads',
      title: 'Downloads',
      paths: ['downloads'],
      safety: 'safe',
      cost: 'The next run downloads again.',
    },
  ],
  inUse: { processes: ['${id}'] },
});
`,
    [`test/tools/${id}.ts`]: `import type { ProviderCases } from '@devclean/testkit/contract';

export const ${name}: ProviderCases = {
  caches: {
    ${id.includes('-') ? `'${id}'` : id}: {
      fill: { 'downloads/0f3a': 'x'.repeat(5_000), 'notes.txt': 'mine' },
      keep: ['notes.txt'],
      defaultAt: { linux: '.cache/${id}', darwin: 'Library/Caches/${id}', win32: 'AppData/Local/${id}' },
      precedence: [
        {
          when: '${variable} names a folder',
          env: { ${variable}: '{home}/elsewhere' },
          active: ['elsewhere'],
          leftovers: ['.cache/${id}'],
        },
      ],
      decoys: { 'downloads of somebody’s': { 'downloads/report.pdf': 'mine' } },
    },
  },
};
`,
    [`proofs/tools/${id}.proof.ts`]: `import { ${name} } from '../../src/index.js';
import { proveTool } from '../prove-tool.js';

const toDo = (what: string): never => {
  throw new Error(\`To do: \${what}\`);
};

proveTool(${name}, {
  needs: ['node'], // To do: '${id}', and put it into tools-to-install.mjs where a registry has it.
  version: () => toDo('have ${said(title)} say its version'),
  fill: () => toDo('have the real ${said(title)} fill its cache'),
  sections: ['downloads'],
  works: () => toDo('show that ${said(title)} works without its cache'),
});
`,
  };
}
