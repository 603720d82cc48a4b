import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {ENGINES, missingPackages, wantedEngines, type SystemState} from './support/browsers.js';

const BARE: SystemState = {
  platform: 'linux',
  root: true,
  distribution: ['debian'],
  chromium: false,
  firefox: false,
  webkit: false,
  xvfb: false,
  dbus: false,
  fonts: false,
};

const COMPLETE: SystemState = {
  ...BARE,
  chromium: true,
  firefox: true,
  webkit: true,
  xvfb: true,
  dbus: true,
  fonts: true,
};

describe('what is installed for the tests', () => {
  it('is everything on a bare Debian', () => {
    assert.deepEqual(missingPackages(BARE), [
      ...['chromium', 'firefox-esr', 'webkit2gtk-driver', 'xvfb', 'dbus'],
      ...['fonts-liberation', 'fonts-noto-core'],
    ]);
  });

  it('is nothing where nothing is missing', () => {
    assert.deepEqual(missingPackages(COMPLETE), []);
  });

  it('is only what is missing', () => {
    assert.deepEqual(missingPackages({...COMPLETE, firefox: false}), ['firefox-esr']);
    assert.deepEqual(missingPackages({...COMPLETE, xvfb: false}), ['xvfb']);
  });

  it('leaves out the snaps of Ubuntu', () => {
    assert.deepEqual(missingPackages({...BARE, distribution: ['ubuntu', 'debian']}), [
      ...['webkit2gtk-driver', 'xvfb', 'dbus', 'fonts-liberation', 'fonts-noto-core'],
    ]);
  });

  it('counts a distribution made from Debian as Debian', () => {
    const state = {...COMPLETE, chromium: false, distribution: ['raspbian', 'debian']};
    assert.deepEqual(missingPackages(state), ['chromium']);
  });

  it('leaves out engines that nobody wants', () => {
    assert.deepEqual(missingPackages({...BARE, fonts: true}, ['firefox']), ['firefox-esr']);
  });

  it('is nothing for anybody but root', () => {
    assert.deepEqual(missingPackages({...BARE, root: false}), []);
  });

  it('is nothing on other systems', () => {
    assert.deepEqual(missingPackages({...BARE, distribution: ['fedora']}), []);
    assert.deepEqual(missingPackages({...BARE, platform: 'darwin', distribution: []}), []);
    assert.deepEqual(missingPackages({...BARE, platform: 'win32', distribution: []}), []);
  });
});

describe('the engines that are wanted', () => {
  it('are all, unless some are named', () => {
    assert.deepEqual(wantedEngines(''), ENGINES);
    assert.deepEqual(wantedEngines('webkit, Chromium'), ['chromium', 'webkit']);
  });

  it('are refused by a full sentence when there is no such engine', () => {
    assert.throws(() => wantedEngines('safari'), /No browser engine is called "safari"\./);
  });
});
