import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { type FakeGws, provideFakeGws } from '../testing/fake-gws';
import { App } from './app';
import { CHAT_OPTIONS, type ChatOptions } from './chat-options';

describe('App', () => {
  const textOf = ({ nativeElement }: ComponentFixture<App>, selector: string) =>
    (nativeElement as HTMLElement).querySelector(selector)?.textContent.trim();
  const button = ({ nativeElement }: ComponentFixture<App>) =>
    (nativeElement as HTMLElement).querySelector<HTMLButtonElement>('header button');

  describe('with a reachable server', () => {
    let gws: FakeGws;
    let fixture: ComponentFixture<App>;

    beforeEach(() => {
      gws = provideFakeGws();
      fixture = TestBed.createComponent(App);
    });

    it('shows the connection state, and no button while the session retries', async () => {
      gws.client.handshake();
      await fixture.whenStable();
      expect([textOf(fixture, '.state'), button(fixture)]).toEqual(['Connected', null]);
      gws.client.interrupt();
      await fixture.whenStable();
      expect([textOf(fixture, '.state'), button(fixture)]).toEqual(['Connection lost, retrying…', null]);
    });

    it('offers to reconnect after a denial', async () => {
      gws.client.denySubscriptions('403::denied');
      gws.client.handshake();
      await fixture.whenStable();
      expect(textOf(fixture, '.state')).toBe('Access was denied');

      gws.client.denySubscriptions(undefined);
      button(fixture)?.click();
      await vi.waitFor(() => {
        fixture.detectChanges();
        expect([textOf(fixture, '.state'), button(fixture)]).toEqual(['Connected', null]);
      });
    });
  });

  it('offers to reconnect after the session gave up', async () => {
    let logins = 0;
    const useValue: ChatOptions = {
      session: {
        url: 'http://gws.test',
        retry: { maxAttempts: 1 },
        fetch: () => {
          logins += 1;
          return Promise.resolve(new Response(null, { status: 503, statusText: 'Service Unavailable' }));
        },
      },
      nickname: 'Sam',
    };
    TestBed.configureTestingModule({ providers: [{ provide: CHAT_OPTIONS, useValue }] });
    const fixture = TestBed.createComponent(App);
    await vi.waitFor(() => {
      fixture.detectChanges();
      expect(button(fixture)?.textContent).toBe('Try again');
    });
    expect(textOf(fixture, '[role=status]')).toMatch(/^No connection\s*HTTP 503 Service Unavailable/);

    const before = logins;
    button(fixture)?.click();
    await vi.waitFor(() => {
      expect(logins).toBeGreaterThan(before);
    });
  });
});
