/** The colours of the drawing. */
export interface Palette {
  readonly line: string;
  readonly text: string;
  readonly outage: string;
  readonly flag: string;
  readonly failure: string;
  readonly ink: string;
  readonly fill: (hue: number) => string;
}

const LIGHT: Palette = {
  line: '#c9d0dc',
  text: '#556070',
  outage: 'rgb(214 58 58 / 13%)',
  flag: '#a05a00',
  failure: '#c62f3b',
  ink: '#fff',
  fill: (hue) => `hsl(${hue} 58% 38%)`,
};

const DARK: Palette = {
  line: '#364050',
  text: '#9aa6b8',
  outage: 'rgb(255 100 100 / 16%)',
  flag: '#f0b35c',
  failure: '#ff7a80',
  ink: '#10151d',
  fill: (hue) => `hsl(${hue} 62% 70%)`,
};

const prefersDark = matchMedia('(prefers-color-scheme: dark)');

/** A canvas knows no variables of the style: which of both it is, the root says, or the system. */
export function palette(): Palette {
  const { colorScheme } = document.documentElement.style;
  const isDark = colorScheme === '' ? prefersDark.matches : colorScheme === 'dark';
  return isDark ? DARK : LIGHT;
}
