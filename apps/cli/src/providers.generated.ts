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
      id: 'cocoapods',
      title: 'CocoaPods',
      homepage: 'https://guides.cocoapods.org/terminal/commands.html#group_cache',
      summary: 'Pods that CocoaPods has downloaded, and their specifications',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).cocoapods,
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
      id: 'docker',
      title: 'Docker',
      homepage: 'https://docs.docker.com/build/cache/',
      summary: 'Results of the steps that image builds ran',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).docker,
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
      id: 'helm',
      title: 'Helm',
      homepage: 'https://helm.sh/docs/helm/helm_env/',
      summary: 'Charts that Helm has downloaded, and what repositories say they have',
    },
    load: async () => (await import('@devclean/provider-catalog')).helm,
  },
  {
    card: {
      id: 'homebrew',
      title: 'Homebrew',
      homepage: 'https://docs.brew.sh/FAQ#how-do-i-uninstall-old-versions-of-a-formula',
      summary: 'Bottles, casks and sources that Homebrew has downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).homebrew,
  },
  {
    card: {
      id: 'jetbrains',
      title: 'JetBrains IDEs',
      homepage: 'https://www.jetbrains.com/help/idea/invalidate-caches.html',
      summary: 'Indexes and caches of IntelliJ IDEA, PyCharm, WebStorm and the others',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).jetbrains,
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
      id: 'pub',
      title: 'Dart pub',
      homepage: 'https://dart.dev/tools/pub/cmd/pub-cache',
      summary: 'Packages that Dart and Flutter projects have downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).pub,
  },
  {
    card: {
      id: 'swiftpm',
      title: 'SwiftPM',
      homepage: 'https://docs.swift.org/swiftpm/documentation/packagemanagerdocs/swiftpackagecommands',
      summary: 'Clones, archives and manifests that the Swift package manager shares between packages',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).swiftpm,
  },
  {
    card: {
      id: 'terraform',
      title: 'Terraform',
      homepage: 'https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache',
      summary: 'Providers that Terraform shares between working directories',
    },
    load: async () => (await import('@devclean/provider-catalog')).terraform,
  },
  {
    card: {
      id: 'vscode',
      title: 'Visual Studio Code',
      homepage: 'https://code.visualstudio.com/docs/configure/settings#_settings-file-locations',
      summary: 'Compiled code, pages and packages of extensions that Visual Studio Code keeps',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).vscode,
  },
  {
    card: {
      id: 'xcode',
      title: 'Xcode',
      homepage: 'https://developer.apple.com/documentation/xcode/build-system',
      summary: 'What Xcode has built, symbols of devices, and caches of simulators',
      knownFrom: 'documentation',
    },
    load: async () => (await import('@devclean/provider-catalog')).xcode,
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
