import { BehaviorSubject, type Observable } from 'rxjs';

export type Theme = 'system' | 'light' | 'dark';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

/** Light, dark, or what the system says. */
export function themes(): { readonly theme$: Observable<Theme>; readonly change: () => void } {
  const theme$ = new BehaviorSubject<Theme>('system');
  return {
    theme$,
    change: () => {
      const theme = NEXT[theme$.value];
      document.documentElement.style.colorScheme = theme === 'system' ? '' : theme;
      theme$.next(theme);
    },
  };
}
