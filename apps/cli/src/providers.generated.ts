// Written by scripts/registry.mjs from the providers in package.json. Do not edit: "npm run generate" does it.
import type { RegisteredProvider } from './providers.js';

export const REGISTRY: readonly RegisteredProvider[] = [
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
      id: 'gradle',
      title: 'Gradle',
      homepage: 'https://docs.gradle.org/current/userguide/directory_layout.html',
      summary: 'Downloaded libraries, build caches, and the Gradles and JDKs that builds have installed',
    },
    load: async () => (await import('@devclean/provider-gradle')).gradle,
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
      id: 'pip',
      title: 'pip',
      homepage: 'https://pip.pypa.io/en/stable/topics/caching/',
      summary: 'Python packages that pip downloaded, and wheels that it built',
    },
    load: async () => (await import('@devclean/provider-pip')).pip,
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
      id: 'yarn',
      title: 'Yarn',
      homepage: 'https://yarnpkg.com/features/caching',
      summary: "Yarn 1's unpacked packages; the zips, metadata and file index of Yarn 2 and later",
    },
    load: async () => (await import('@devclean/provider-yarn')).yarn,
  },
];
