import { provideZoneChangeDetection } from '@angular/core';
import { ComponentFixtureAutoDetect } from '@angular/core/testing';

/** The tests once more, as an app with zones runs. */
export default [
  provideZoneChangeDetection({ eventCoalescing: true, runCoalescing: true }),
  { provide: ComponentFixtureAutoDetect, useValue: true },
];
