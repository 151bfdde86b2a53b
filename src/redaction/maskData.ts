import type { MaskText } from './builtInRules.ts';
import { mapFields } from './mapFields.ts';
import { mask } from './mask.ts';

/** Deeper than this, values are masked as a whole: no payload can exhaust the stack, and nothing hides in the depth. */
const maxDepth = 200;

/**
 * Masks texts, and numbers that read like what is masked, wherever they are in plain data, and as a whole what stands
 * under a secret key. A cycle is replaced by the mask where it would repeat.
 */
export function maskData(
  data: unknown,
  key: string,
  maskText: MaskText,
  secretKeys: ReadonlySet<string>,
): unknown {
  const known = new Map<object, unknown>();
  const masked = (value: unknown, name: string, depth: number): unknown => {
    if (secretKeys.has(name.toLowerCase())) return mask;
    if (typeof value === 'string') return maskText(value);
    if (typeof value === 'number') return maskText(`${value}`) === `${value}` ? value : mask;
    if (typeof value !== 'object' || value === null) return value;
    if (depth === 0) return mask;
    if (!known.has(value)) {
      known.set(value, mask);
      known.set(
        value,
        mapFields(value, (inner, innerName) => masked(inner, innerName, depth - 1)),
      );
    }
    return known.get(value);
  };
  return masked(data, key, maxDepth);
}
