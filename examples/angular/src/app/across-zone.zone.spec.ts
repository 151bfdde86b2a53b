import { NgZone } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Observable } from 'rxjs';
import { acrossZone } from './across-zone';

describe('acrossZone', () => {
  const isInside = () => NgZone.isInAngularZone();

  it('subscribes outside the zone and emits inside', () => {
    const zone = TestBed.inject(NgZone);
    const seen: Record<string, boolean> = {};
    const source$ = new Observable<string>((subscriber) => {
      seen['polls'] = isInside();
      subscriber.next('news');
    });

    zone.run(() => {
      source$.pipe(acrossZone(zone)).subscribe(() => {
        seen['emits'] = isInside();
      });
    });
    expect(seen).toEqual({ polls: false, emits: true });
  });

  it('detects no changes while the source works without any news', async () => {
    const zone = TestBed.inject(NgZone);
    const polls$ = new Observable<string>((subscriber) => {
      let polls = 0;
      const timer = setInterval(() => {
        polls += 1;
        if (polls === 5) subscriber.next('news');
      }, 1);
      return () => {
        clearInterval(timer);
      };
    });
    let detections = 0;
    const counting = zone.onMicrotaskEmpty.subscribe(() => (detections += 1));

    const atNews = await new Promise<number>((resolve) => {
      zone.run(() => {
        const polling = polls$.pipe(acrossZone(zone)).subscribe(() => {
          polling.unsubscribe();
          resolve(detections);
        });
      });
    });
    counting.unsubscribe();
    expect(atNews).toBeLessThanOrEqual(1); // that of `run` itself
  });
});
