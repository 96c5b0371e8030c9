// The real tools that the proofs run, by whose package they are: pinned, so that a proof says what it proved.

/** Each in a virtual environment of its own: they disagree about their dependencies. */
export const fromPyPI = [];

/** Each in a folder of its own. No install script is run. */
export const fromNpm = [];

/** `go install`. */
export const fromGo = ['helm.sh/helm/v3/cmd/helm@v3.22.0', 'github.com/hashicorp/terraform-provider-time@v0.14.2'];

/** `cargo install`. */
export const fromCrates = [];

/** Only where this is root, on a Debian. */
export const fromDebian = [];
