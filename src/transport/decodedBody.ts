/** Text as `XMLHttpRequest` decodes it: by a byte order mark, else by the charset of the content type, else as UTF-8. */
export function decodedText(bytes: Uint8Array, contentType: string | null): string {
  const decoder = decoderOf(markOf(bytes) ?? charsetIn(contentType));
  if (decoder.encoding === 'utf-8') return decoder.decode(bytes);
  // Node 20 takes windows-1252 for ISO 8859-1 unless it streams.
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}

function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

const charsetIn = (contentType: string | null): string | undefined =>
  /;\s{0,9}charset\s{0,9}=\s{0,9}"?([^\s;"]{1,40})/i.exec(contentType ?? '')?.[1];

/** An unknown charset counts as none. */
function decoderOf(charset = 'utf-8'): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
