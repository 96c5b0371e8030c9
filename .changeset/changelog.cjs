// How a changeset becomes lines of a changelog: its own text. changesets' own way adds commits, and the versions of the other packages,
// which all have the same.
module.exports = {
  getReleaseLine: async ({ summary }) => {
    const [first, ...others] = summary.trim().split('\n');
    return [`- ${first}`, ...others.map((line) => `  ${line}`.trimEnd())].join('\n');
  },
  getDependencyReleaseLine: async () => '',
};
