import { describe, expect, it } from 'vitest';
import { httpUrlOf, linkIn, partsOf } from '../../examples/web-console/page/model/links.ts';
import { clock, counted, deedOf, shown } from '../../examples/web-console/page/model/words.ts';

describe('links in a text', () => {
  it.each([
    ['see https://example.com/a?b=c.', ['see ', '→https://example.com/a?b=c', '.']],
    ['(http://example.com)', ['(', '→http://example.com/', ')']],
    ['https://a.example https://b.example', ['→https://a.example/', ' ', '→https://b.example/']],
    ['HTTPS://EXAMPLE.COM', ['→https://example.com/']],
    ['javascript:alert(1)', ['javascript:alert(1)']],
    ['data:text/html,<script>alert(1)</script>', ['data:text/html,<script>alert(1)</script>']],
    ['http://', ['http://']],
    ['https://"onmouseover="alert(1)', ['https://"onmouseover="alert(1)']],
    ['<a href="https://example.com">x</a>', ['<a href="', '→https://example.com/', '">x</a>']],
    ['', []],
  ])('%s', (text, parts) => {
    expect(partsOf(text).map(({ text: part, href }) => (href === undefined ? part : `→${href}`))).toEqual(
      parts,
    );
    expect(
      partsOf(text)
        .map(({ text: part }) => part)
        .join(''),
    ).toBe(text);
  });

  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'ftp://example.com',
    'example.com',
    'blob:https://a.example/1',
  ])('lead nowhere from %s', (text) => {
    expect(httpUrlOf(text)).toBeUndefined();
  });
});

describe('what is pushed as a link', () => {
  it.each([
    ['https://example.com/help', 'https://example.com/help'],
    ['HTTP://EXAMPLE.COM', 'http://example.com/'],
    ['https://example.com/help explains it', undefined],
    ['https://example.com/help\nSee this', undefined],
    ['https://example.com/help.', undefined],
    ['http:example.com', undefined],
    ['', undefined],
  ])('%j: %s', (text, link) => {
    expect(linkIn(text)).toBe(link);
  });
});

describe('words', () => {
  it.each([
    [-5, '0:00'],
    [7_900, '0:07'],
    [750_000, '12:30'],
    [3_723_000, '1:02:03'],
  ])('%i ms is %s', (ms, text) => {
    expect(clock(ms)).toBe(text);
  });

  it('count', () => {
    expect([counted(1, 'chat'), counted(1_234, 'message')]).toEqual(['1 chat', '1,234 messages']);
  });

  it('tell what an entry without text is, also one that nobody knows', () => {
    expect(['ParticipantJoined', 'toString', 'New'].map(deedOf)).toEqual(['joined', 'toString', 'New']);
  });

  it('show any value as text', () => {
    expect([shown('<b>'), shown({ a: ['<b>'] }), shown(null)]).toEqual(['<b>', '{"a":["<b>"]}', 'null']);
  });
});
