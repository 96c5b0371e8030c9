// Written by scripts/registry.mjs from the providers in package.json. Do not edit: "npm run generate" does it.
import type { RegisteredProvider } from './providers.js';

/** Each `import()` takes its time, also of what has been loaded; and this has sixty tools. */
let loaded: Promise<typeof import('@devclean/provider-catalog')> | undefined;
function catalog() {
  loaded ??= import('@devclean/provider-catalog');
  return loaded;
}

export const REGISTRY: readonly RegisteredProvider[] = [
  {
    card: {
      id: 'android',
      title: 'Android',
      homepage: 'https://developer.android.com/tools/variables',
      summary: 'What the SDK manager has downloaded of its catalogues, and the build cache of old Android plugins',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).android,
  },
  {
    card: {
      id: 'bazel',
      title: 'Bazel',
      homepage: 'https://bazel.build/remote/output-directories',
      summary: 'What Bazel has built for each workspace, what it has downloaded, and its own unpacked releases',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).bazel,
  },
  {
    card: {
      id: 'bazelisk',
      title: 'Bazelisk',
      homepage: 'https://github.com/bazelbuild/bazelisk',
      summary: 'The versions of Bazel that Bazelisk has downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).bazelisk,
  },
  {
    card: {
      id: 'bun',
      title: 'Bun',
      homepage: 'https://bun.com/docs/pm/global-cache',
      summary: 'Packages that Bun has downloaded and unpacked, and what "bunx" has run',
    },
    load: async () => (await catalog()).bun,
  },
  {
    card: {
      id: 'bundler',
      title: 'Bundler',
      homepage: 'https://bundler.io/man/bundle-config.1.html',
      summary: 'What gem servers said, gems that projects share, and clones',
    },
    load: async () => (await catalog()).bundler,
  },
  {
    card: {
      id: 'cabal',
      title: 'Cabal',
      homepage: 'https://cabal.readthedocs.io/en/stable/config.html#directories',
      summary: 'Haskell packages that Cabal has downloaded, and the package indexes',
    },
    load: async () => (await catalog()).cabal,
  },
  {
    card: {
      id: 'cargo',
      title: 'Cargo',
      homepage: 'https://doc.rust-lang.org/cargo/guide/cargo-home.html',
      summary: 'Crates that Rust builds have downloaded, their unpacked sources, and the index',
    },
    load: async () => (await catalog()).cargo,
  },
  {
    card: {
      id: 'ccache',
      title: 'Ccache',
      homepage: 'https://ccache.dev/manual/latest.html',
      summary: 'Object files of earlier C and C++ compilations',
    },
    load: async () => (await catalog()).ccache,
  },
  {
    card: {
      id: 'cocoapods',
      title: 'CocoaPods',
      homepage: 'https://guides.cocoapods.org/terminal/commands.html#group_cache',
      summary: 'Pods that CocoaPods has downloaded, and their specifications',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).cocoapods,
  },
  {
    card: {
      id: 'composer',
      title: 'Composer',
      homepage: 'https://getcomposer.org/doc/06-config.md#cache-dir',
      summary: 'PHP packages that Composer has downloaded, what repositories said of them, and clones',
    },
    load: async () => (await catalog()).composer,
  },
  {
    card: {
      id: 'conan',
      title: 'Conan',
      homepage: 'https://docs.conan.io/2/reference/commands/cache.html',
      summary: 'Sources and build folders of C and C++ packages that are finished',
    },
    load: async () => (await catalog()).conan,
  },
  {
    card: {
      id: 'conda',
      title: 'conda',
      homepage: 'https://docs.conda.io/projects/conda/en/stable/commands/clean.html',
      summary: 'Packages that conda and mamba have downloaded and unpacked',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).conda,
  },
  {
    card: {
      id: 'corepack',
      title: 'Corepack',
      homepage: 'https://github.com/nodejs/corepack#readme',
      summary: 'The yarn and pnpm that Corepack runs, by version',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).corepack,
  },
  {
    card: {
      id: 'coursier',
      title: 'Coursier',
      homepage: 'https://get-coursier.io/docs/cache',
      summary: 'Libraries that Coursier, sbt, Mill and Scala CLI have downloaded, and unpacked Javas and programs',
    },
    load: async () => (await catalog()).coursier,
  },
  {
    card: {
      id: 'cypress',
      title: 'Cypress',
      homepage: 'https://docs.cypress.io/app/references/advanced-installation#Binary-cache',
      summary: 'The Cypress programs that its npm package has downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).cypress,
  },
  {
    card: {
      id: 'deno',
      title: 'Deno',
      homepage: 'https://docs.deno.com/runtime/reference/cli/clean/',
      summary: 'Modules that Deno has downloaded and compiled; what programs have stored themselves stays',
    },
    load: async () => (await catalog()).deno,
  },
  {
    card: {
      id: 'docker',
      title: 'Docker',
      homepage: 'https://docs.docker.com/build/cache/',
      summary: 'Results of the steps that image builds ran',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).docker,
  },
  {
    card: {
      id: 'electron',
      title: 'Electron',
      homepage: 'https://www.electronjs.org/docs/latest/tutorial/installation#cache',
      summary: 'Archives of Electron that its npm package has downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).electron,
  },
  {
    card: {
      id: 'electron-builder',
      title: 'electron-builder',
      homepage: 'https://www.electron.build/',
      summary: 'Tools that electron-builder has downloaded to sign and pack programs',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).electronBuilder,
  },
  {
    card: {
      id: 'go',
      title: 'Go',
      homepage: 'https://go.dev/ref/mod#module-cache',
      summary: 'Compiled packages and test results, and the modules and toolchains that builds have downloaded',
    },
    load: async () => (await catalog()).go,
  },
  {
    card: {
      id: 'golangci-lint',
      title: 'golangci-lint',
      homepage: 'https://golangci-lint.run/docs/configuration/cli/#cache',
      summary: 'What golangci-lint has found in packages that have not changed',
    },
    load: async () => (await catalog()).golangciLint,
  },
  {
    card: {
      id: 'gopls',
      title: 'gopls',
      homepage: 'https://go.dev/gopls/',
      summary: "What Go's language server has worked out for editors",
    },
    load: async () => (await catalog()).gopls,
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
    load: async () => (await catalog()).helm,
  },
  {
    card: {
      id: 'hex',
      title: 'Hex',
      homepage: 'https://hexdocs.pm/hex/Mix.Tasks.Hex.Config.html',
      summary: 'Elixir and Erlang packages that Mix has downloaded, and their documentation',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).hex,
  },
  {
    card: {
      id: 'homebrew',
      title: 'Homebrew',
      homepage: 'https://docs.brew.sh/FAQ#how-do-i-uninstall-old-versions-of-a-formula',
      summary: 'Bottles, casks and sources that Homebrew has downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).homebrew,
  },
  {
    card: {
      id: 'hugging-face',
      title: 'Hugging Face hub',
      homepage: 'https://huggingface.co/docs/huggingface_hub/guides/manage-cache',
      summary: 'Models and data sets that programs have downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).huggingFace,
  },
  {
    card: {
      id: 'ivy',
      title: 'Apache Ivy',
      homepage: 'https://ant.apache.org/ivy/history/latest-milestone/settings/caches.html',
      summary: 'Libraries that Ivy, Ant and older sbt have downloaded',
    },
    load: async () => (await catalog()).ivy,
  },
  {
    card: {
      id: 'jetbrains',
      title: 'JetBrains IDEs',
      homepage: 'https://www.jetbrains.com/help/idea/invalidate-caches.html',
      summary: 'Indexes and caches of IntelliJ IDEA, PyCharm, WebStorm and the others',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).jetbrains,
  },
  {
    card: {
      id: 'konan',
      title: 'Kotlin/Native',
      homepage: 'https://kotlinlang.org/docs/native-improving-compilation-time.html',
      summary: 'Kotlin/Native compilers, and the toolchains and system libraries that they need',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).konan,
  },
  {
    card: {
      id: 'maven',
      title: 'Maven',
      homepage: 'https://maven.apache.org/guides/introduction/introduction-to-repositories.html',
      summary: 'The Mavens that projects have installed, the build cache, and notes of what was not found',
    },
    load: async () => (await catalog()).maven,
  },
  {
    card: {
      id: 'mix',
      title: 'Mix',
      homepage: 'https://hexdocs.pm/mix/Mix.html#install/2',
      summary: 'Dependencies that Elixir scripts and notebooks have fetched and compiled',
    },
    load: async () => (await catalog()).mix,
  },
  {
    card: {
      id: 'node-gyp',
      title: 'node-gyp',
      homepage: 'https://github.com/nodejs/node-gyp#readme',
      summary: 'Headers of Node.js versions, which native modules are compiled with',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).nodeGyp,
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
      id: 'nuget',
      title: 'NuGet',
      homepage: 'https://learn.microsoft.com/nuget/consume-packages/managing-the-global-packages-and-cache-folders',
      summary: 'The packages that .NET projects use, and what package servers said',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).nuget,
  },
  {
    card: {
      id: 'opam',
      title: 'opam',
      homepage: 'https://opam.ocaml.org/doc/man/opam-clean.html',
      summary: 'Source archives that opam has downloaded, and its logs',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).opam,
  },
  {
    card: {
      id: 'pdm',
      title: 'PDM',
      homepage: 'https://pdm-project.org/latest/reference/configuration/',
      summary: 'What PDM has downloaded and built, and packages that projects share',
    },
    load: async () => (await catalog()).pdm,
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
    load: async () => (await catalog()).pipenv,
  },
  {
    card: {
      id: 'playwright',
      title: 'Playwright',
      homepage: 'https://playwright.dev/docs/browsers#managing-browser-binaries',
      summary: 'Browsers that Playwright has downloaded, for every language that it is used from',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).playwright,
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
    load: async () => (await catalog()).poetry,
  },
  {
    card: {
      id: 'pre-commit',
      title: 'pre-commit',
      homepage: 'https://pre-commit.com/#managing-ci-caches',
      summary: 'Clones of the repositories that hooks come from, with the environments that they run in',
    },
    load: async () => (await catalog()).preCommit,
  },
  {
    card: {
      id: 'pub',
      title: 'Dart pub',
      homepage: 'https://dart.dev/tools/pub/cmd/pub-cache',
      summary: 'Packages that Dart and Flutter projects have downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).pub,
  },
  {
    card: {
      id: 'puppeteer',
      title: 'Puppeteer',
      homepage: 'https://pptr.dev/guides/configuration',
      summary: 'Browsers that Puppeteer has downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).puppeteer,
  },
  {
    card: {
      id: 'rebar3',
      title: 'Rebar3',
      homepage: 'https://rebar3.org/docs/configuration/configuration/',
      summary: 'Erlang packages and plugins that Rebar3 has downloaded',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).rebar3,
  },
  {
    card: {
      id: 'rubygems',
      title: 'RubyGems',
      homepage: 'https://guides.rubygems.org/command-reference/#gem-environment',
      summary: 'The archives that installed gems came in, and what gem servers said',
    },
    load: async () => (await catalog()).rubygems,
  },
  {
    card: {
      id: 'rustup',
      title: 'rustup',
      homepage: 'https://rust-lang.github.io/rustup/environment-variables.html',
      summary: 'What interrupted installations of Rust have left behind',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).rustup,
  },
  {
    card: {
      id: 'sbt',
      title: 'sbt',
      homepage: 'https://www.scala-sbt.org/1.x/docs/Directories.html',
      summary: 'The versions of sbt and Scala that builds start with, and what sbt has compiled',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).sbt,
  },
  {
    card: {
      id: 'sccache',
      title: 'sccache',
      homepage: 'https://github.com/mozilla/sccache/blob/main/docs/Local.md',
      summary: 'Results of earlier compilations in Rust, C and C++',
    },
    load: async () => (await catalog()).sccache,
  },
  {
    card: {
      id: 'stack',
      title: 'Stack',
      homepage: 'https://docs.haskellstack.org/en/latest/topics/stack_root/',
      summary: 'Haskell packages that Stack has built for its snapshots, its package index, and archives of compilers',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).stack,
  },
  {
    card: {
      id: 'staticcheck',
      title: 'Staticcheck',
      homepage: 'https://staticcheck.dev/docs/',
      summary: 'What Staticcheck has found in packages that have not changed',
    },
    load: async () => (await catalog()).staticcheck,
  },
  {
    card: {
      id: 'swiftpm',
      title: 'SwiftPM',
      homepage: 'https://docs.swift.org/swiftpm/documentation/packagemanagerdocs/swiftpackagecommands',
      summary: 'Clones, archives and manifests that the Swift package manager shares between packages',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).swiftpm,
  },
  {
    card: {
      id: 'terraform',
      title: 'Terraform',
      homepage: 'https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache',
      summary: 'Providers that Terraform shares between working directories',
    },
    load: async () => (await catalog()).terraform,
  },
  {
    card: {
      id: 'torch-hub',
      title: 'Torch hub',
      homepage: 'https://docs.pytorch.org/docs/stable/hub.html',
      summary: 'Weights that PyTorch programs have downloaded, and code that they have checked out',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).torchHub,
  },
  {
    card: {
      id: 'turbo',
      title: 'Turborepo',
      homepage: 'https://turborepo.com/docs/crafting-your-repository/caching',
      summary: 'What the tasks of a repository have put out, to be put back instead of being made again',
    },
    load: async () => (await catalog()).turbo,
  },
  {
    card: {
      id: 'uv',
      title: 'uv',
      homepage: 'https://docs.astral.sh/uv/concepts/cache/',
      summary: 'Python packages that uv has downloaded, unpacked and built, and environments that it keeps for scripts',
    },
    load: async () => (await catalog()).uv,
  },
  {
    card: {
      id: 'vcpkg',
      title: 'vcpkg',
      homepage: 'https://learn.microsoft.com/vcpkg/consume/binary-caching-default',
      summary: 'C and C++ libraries that vcpkg has built',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).vcpkg,
  },
  {
    card: {
      id: 'virtualenv',
      title: 'virtualenv',
      homepage: 'https://virtualenv.pypa.io/en/latest/explanation.html',
      summary: 'Wheels that new environments begin with, and what is known of interpreters',
    },
    load: async () => (await catalog()).virtualenv,
  },
  {
    card: {
      id: 'vscode',
      title: 'Visual Studio Code',
      homepage: 'https://code.visualstudio.com/docs/configure/settings#_settings-file-locations',
      summary: 'Compiled code, pages and packages of extensions that Visual Studio Code keeps',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).vscode,
  },
  {
    card: {
      id: 'xcode',
      title: 'Xcode',
      homepage: 'https://developer.apple.com/documentation/xcode/build-system',
      summary: 'What Xcode has built, symbols of devices, and caches of simulators',
      knownFrom: 'documentation',
    },
    load: async () => (await catalog()).xcode,
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
  {
    card: {
      id: 'zig',
      title: 'Zig',
      homepage: 'https://ziglang.org/learn/build-system/',
      summary: 'What the Zig compiler has compiled of its own libraries, and the packages that builds have fetched',
    },
    load: async () => (await catalog()).zig,
  },
];
