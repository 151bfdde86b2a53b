/** What decides whether a version can be published. */
export interface ReleaseState {
  readonly manifest: { readonly version: string; readonly repository: { readonly url: string } };
  readonly changelog: string;
  /** The files of changesets that are not yet in the changelog. */
  readonly changesets: readonly string[];
  /** The lines of `git status --short`. */
  readonly changedFiles: readonly string[];
}

/** Why the version cannot be published, with what to do. */
export function blockers({ manifest, changelog, changesets, changedFiles }: ReleaseState): readonly string[] {
  const versions = [...changelog.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
  const unreleased = versions.filter((title) => /^unreleased/i.test(title)).length;
  return [
    manifest.repository.url.includes('/OWNER/') &&
      'package.json: replace OWNER with the owner of the repository.',
    unreleased > 0 && `CHANGELOG.md: move ${unreleased} sections "Unreleased" into a version.`,
    !versions.includes(manifest.version) && `CHANGELOG.md: add a section "## ${manifest.version}".`,
    changesets.length > 0 &&
      `.changeset: run npm run release:version, which applies ${changesets.join(', ')}.`,
    changedFiles.length > 0 && `git: commit ${changedFiles.length} changed files.`,
  ].filter((blocker) => blocker !== false);
}
