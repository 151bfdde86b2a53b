import { type DeclarationReflection, type ProjectReflection, ReflectionKind } from 'typedoc';

const groups: readonly (readonly [kind: ReflectionKind, folder: string, heading: string])[] = [
  [ReflectionKind.Function, 'functions', 'Functions'],
  [ReflectionKind.Class, 'classes', 'Errors'],
  [ReflectionKind.Variable, 'variables', 'Constants'],
  [ReflectionKind.Interface, 'interfaces', 'Interfaces'],
  [ReflectionKind.TypeAlias, 'type-aliases', 'Types'],
];

/** The page `docs/api/index.md`: the root entry first, one line for each export. */
export function apiIndex(project: ProjectReflection): string {
  const entries = project.getChildrenByKind(ReflectionKind.Module);
  const byName = [...entries].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return ['# API', ...byName.flatMap(sectionOf), ''].join('\n\n');
}

function sectionOf(entry: DeclarationReflection): string[] {
  const lists = groups.flatMap(([kind, folder, heading]) => {
    const lines = entry
      .getChildrenByKind(kind)
      .sort((a, b) => a.name.localeCompare(b.name, 'en'))
      .map((member) => `- [${member.name}](${entry.name}/${folder}/${member.name}.md)${summaryOf(member)}`);
    return lines.length > 0 ? [`### ${heading}`, lines.join('\n')] : [];
  });
  const reExported = entry.getChildrenByKind(ReflectionKind.Reference);
  const note = reExported.length > 0 ? [`Exports ${String(reExported.length)} names of the root entry.`] : [];
  return [`## [${entry.name}](${entry.name}/index.md)`, ...note, ...lists];
}

/** The first sentence of the doc comment. */
function summaryOf(member: DeclarationReflection): string {
  const comment = member.comment ?? member.signatures?.[0]?.comment;
  const text = (comment?.summary ?? []).map((part) => part.text).join('');
  const [paragraph = ''] = text.split(/\n\s*\n/);
  const [sentence = ''] = /^.*?[.:](?=\s|$)|^.+/.exec(paragraph.replaceAll(/\s+/g, ' ').trim()) ?? [];
  const plain = sentence.replace(/[.:]$/, '').replaceAll('<', '&lt;');
  return plain === '' ? '' : `: ${plain}`;
}
