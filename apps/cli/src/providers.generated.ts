// Written by scripts/registry.mjs from the providers in package.json. Do not edit: "npm run generate" does it.
import type { RegisteredProvider } from './providers.js';

export const REGISTRY: readonly RegisteredProvider[] = [
  {
    card: {
      id: 'bun',
      title: 'Bun',
      homepage: 'https://bun.com/docs/pm/global-cache',
      summary: 'Packages that Bun has downloaded and unpacked, and what "bunx" has run',
    },
    load: async () => (await import('@devclean/provider-catalog')).bun,
  },
  {
    card: {
      id: 'cargo',
      title: 'Cargo',
      homepage: 'https://doc.rust-lang.org/cargo/guide/cargo-home.html',
      summary: 'Crates that Rust builds have downloaded, their unpacked sources, and the index',
    },
    load: async () => (await import('@devclean/provider-catalog')).cargo,
  },
  {
    card: {
      id: 'conda',
      title: 'conda',
      homepage: 'https://docs.conda.io/projects/conda/en/stable/commands/clean.html',
      summary: 'Packages that conda and mamba have downloaded and unpacked',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).conda,
  },
  {
    card: {
      id: 'corepack',
      title: 'Corepack',
      homepage: 'https://github.com/nodejs/corepack#readme',
      summary: 'The yarn and pnpm that Corepack runs, by version',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).corepack,
  },
  {
    card: {
      id: 'cypress',
      title: 'Cypress',
      homepage: 'https://docs.cypress.io/app/references/advanced-installation#Binary-cache',
      summary: 'The Cypress programs that its npm package has downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).cypress,
  },
  {
    card: {
      id: 'deno',
      title: 'Deno',
      homepage: 'https://docs.deno.com/runtime/reference/cli/clean/',
      summary: 'Modules that Deno has downloaded and compiled; what programs have stored themselves stays',
    },
    load: async () => (await import('@devclean/provider-catalog')).deno,
  },
  {
    card: {
      id: 'electron',
      title: 'Electron',
      homepage: 'https://www.electronjs.org/docs/latest/tutorial/installation#cache',
      summary: 'Archives of Electron that its npm package has downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).electron,
  },
  {
    card: {
      id: 'electron-builder',
      title: 'electron-builder',
      homepage: 'https://www.electron.build/',
      summary: 'Tools that electron-builder has downloaded to sign and pack programs',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).electronBuilder,
  },
  {
    card: {
      id: 'gradle',
      title: 'Gradle',
      homepage: 'https://docs.gradle.org/current/userguide/directory_layout.html',
      summary: 'Downloaded libraries, build caches, and the Gradles and JDKs that builds have installed',
    },
    load: async () => (await import('@devclean/provider-gradle')).gradle,
  },
  {
    card: {
      id: 'hugging-face',
      title: 'Hugging Face hub',
      homepage: 'https://huggingface.co/docs/huggingface_hub/guides/manage-cache',
      summary: 'Models and data sets that programs have downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).huggingFace,
  },
  {
    card: {
      id: 'node-gyp',
      title: 'node-gyp',
      homepage: 'https://github.com/nodejs/node-gyp#readme',
      summary: 'Headers of Node.js versions, which native modules are compiled with',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).nodeGyp,
  },
  {
    card: {
      id: 'npm',
      title: 'npm',
      homepage: 'https://docs.npmjs.com/cli/commands/npm-cache',
      summary: 'Downloaded packages, the installs behind npx, prebuilt native modules, and logs',
    },
    load: async () => (await import('@devclean/provider-npm')).npm,
  },
  {
    card: {
      id: 'pdm',
      title: 'PDM',
      homepage: 'https://pdm-project.org/latest/reference/configuration/',
      summary: 'What PDM has downloaded and built, and packages that projects share',
    },
    load: async () => (await import('@devclean/provider-catalog')).pdm,
  },
  {
    card: {
      id: 'pip',
      title: 'pip',
      homepage: 'https://pip.pypa.io/en/stable/topics/caching/',
      summary: 'Python packages that pip downloaded, and wheels that it built',
    },
    load: async () => (await import('@devclean/provider-pip')).pip,
  },
  {
    card: {
      id: 'pipenv',
      title: 'Pipenv',
      homepage: 'https://pipenv.pypa.io/en/latest/configuration.html',
      summary: 'What the pip inside of Pipenv has downloaded and built',
    },
    load: async () => (await import('@devclean/provider-catalog')).pipenv,
  },
  {
    card: {
      id: 'playwright',
      title: 'Playwright',
      homepage: 'https://playwright.dev/docs/browsers#managing-browser-binaries',
      summary: 'Browsers that Playwright has downloaded, for every language that it is used from',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).playwright,
  },
  {
    card: {
      id: 'pnpm',
      title: 'pnpm',
      homepage: 'https://pnpm.io/cli/store',
      summary: 'The stores that projects link their packages from, metadata of packages, and tools run with pnpm dlx',
    },
    load: async () => (await import('@devclean/provider-pnpm')).pnpm,
  },
  {
    card: {
      id: 'poetry',
      title: 'Poetry',
      homepage: 'https://python-poetry.org/docs/configuration/#cache-dir',
      summary: 'What Poetry has downloaded and built; its virtual environments lie in the same folder and stay',
    },
    load: async () => (await import('@devclean/provider-catalog')).poetry,
  },
  {
    card: {
      id: 'pre-commit',
      title: 'pre-commit',
      homepage: 'https://pre-commit.com/#managing-ci-caches',
      summary: 'Clones of the repositories that hooks come from, with the environments that they run in',
    },
    load: async () => (await import('@devclean/provider-catalog')).preCommit,
  },
  {
    card: {
      id: 'puppeteer',
      title: 'Puppeteer',
      homepage: 'https://pptr.dev/guides/configuration',
      summary: 'Browsers that Puppeteer has downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).puppeteer,
  },
  {
    card: {
      id: 'torch-hub',
      title: 'Torch hub',
      homepage: 'https://docs.pytorch.org/docs/stable/hub.html',
      summary: 'Weights that PyTorch programs have downloaded, and code that they have checked out',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).torchHub,
  },
  {
    card: {
      id: 'turbo',
      title: 'Turborepo',
      homepage: 'https://turborepo.com/docs/crafting-your-repository/caching',
      summary: 'What the tasks of a repository have put out, to be put back instead of being made again',
    },
    load: async () => (await import('@devclean/provider-catalog')).turbo,
  },
  {
    card: {
      id: 'uv',
      title: 'uv',
      homepage: 'https://docs.astral.sh/uv/concepts/cache/',
      summary: 'Python packages that uv has downloaded, unpacked and built, and environments that it keeps for scripts',
    },
    load: async () => (await import('@devclean/provider-catalog')).uv,
  },
  {
    card: {
      id: 'virtualenv',
      title: 'virtualenv',
      homepage: 'https://virtualenv.pypa.io/en/latest/explanation.html',
      summary: 'Wheels that new environments begin with, and what is known of interpreters',
    },
    load: async () => (await import('@devclean/provider-catalog')).virtualenv,
  },
  {
    card: {
      id: 'yarn',
      title: 'Yarn',
      homepage: 'https://yarnpkg.com/features/caching',
      summary: "Yarn 1's unpacked packages; the zips, metadata and file index of Yarn 2 and later",
    },
    load: async () => (await import('@devclean/provider-yarn')).yarn,
  },
];
