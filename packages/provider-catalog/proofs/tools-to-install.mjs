import process from 'node:process';

// The real tools that the proofs run, by whose package they are: pinned, so that a proof says what it proved.

/** Each in a virtual environment of its own: they disagree about their dependencies. */
export const fromPyPI = [
  'virtualenv==21.15.7', // before those that bring another one
  'uv==0.13.8',
  'poetry==2.5.1',
  'pipenv==2026.10.3',
  'pdm==2.29.4 hishel==1.4.0',
  'pre-commit==4.7.0',
  'conan==2.34.0',
  'ziglang==0.17.1',
];

/** Each in a folder of its own. No install script is run. */
export const fromNpm = ['deno@2.9.6', 'turbo@2.11.11'];

const bun = `@oven/bun-${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch === 'arm64' ? 'aarch64' : 'x64'}`;

/** Packages that hold a program for one system, and say nothing of it: in which folder of theirs it lies. */
export const programsFromNpm = [{ what: `${bun}@1.4.4`, bin: `node_modules/${bun}/bin` }];

/** `go install`. */
export const fromGo = [
  'github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0',
  'github.com/hashicorp/terraform-provider-time@v0.14.2',
  'golang.org/x/tools/gopls@v0.23.0',
  'helm.sh/helm/v3/cmd/helm@v3.22.0',
  'honnef.co/go/tools/cmd/staticcheck@v0.8.2',
];

/** `cargo install`. */
export const fromCrates = [];

/** Only where this is root, on a Debian. */
export const fromDebian = [
  'bundler',
  'cabal-install',
  'ccache',
  'composer',
  'elixir',
  'maven',
  'php-cli',
  'php-zip',
  'ruby',
  'sccache',
];
