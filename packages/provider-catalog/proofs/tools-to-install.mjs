// The real tools that the proofs run, by whose package they are: pinned, so that a proof says what it proved.

/** Each in a virtual environment of its own: they disagree about their dependencies. */
export const fromPyPI = ['conan==2.34.0', 'ziglang==0.17.1'];

/** Each in a folder of its own. No install script is run. */
export const fromNpm = [];

/** `go install`. */
export const fromGo = [
  'github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0',
  'golang.org/x/tools/gopls@v0.23.0',
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
  'ruby',
  'sccache',
];
