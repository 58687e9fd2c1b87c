// @ts-check
/** The device: a soft tone, a vibration, a screen that stays awake. Sound and vibration are off at first. */

import { preferences } from './session.js';

/** What the hold timer may ask of the device. */
export class Device {
  constructor() {
    /** @type {AudioContext|null} */
    this.audio = null;
    /** @type {WakeLockSentinel|null} */
    this.lock = null;
    this.awake = false;
    this.seen = () => {
      if (this.awake && !document.hidden) this.#hold();
    };
  }

  /** Whether this device can vibrate. */
  get vibrates() {
    return 'vibrate' in navigator;
  }

  /** Gets sound ready. Browsers want this inside a tap. */
  ready() {
    if (!preferences.get('sound') || !('AudioContext' in window)) return;
    this.audio ??= new AudioContext();
    this.audio.resume().catch(() => {});
  }

  /** A hold is over. */
  cue() {
    if (preferences.get('vibration') && this.vibrates) navigator.vibrate([200, 100, 200]);
    if (!preferences.get('sound') || !this.audio) return;
    const { currentTime: now, destination } = this.audio;
    const tone = this.audio.createOscillator();
    const volume = this.audio.createGain();
    tone.frequency.value = 528;
    volume.gain.setValueAtTime(0, now);
    volume.gain.linearRampToValueAtTime(0.25, now + 0.05);
    volume.gain.exponentialRampToValueAtTime(0.001, now + 0.9);
    tone.connect(volume).connect(destination);
    tone.start(now);
    tone.stop(now + 1);
  }

  /** Keeps the screen on, where the browser can. @param {boolean} on */
  stayAwake(on) {
    if (this.awake === on) return;
    this.awake = on;
    if (on) {
      document.addEventListener('visibilitychange', this.seen);
      this.#hold();
    } else {
      document.removeEventListener('visibilitychange', this.seen);
      this.lock?.release().catch(() => {});
      this.lock = null;
    }
  }

  async #hold() {
    try {
      const lock = await navigator.wakeLock?.request('screen');
      if (this.awake) this.lock = lock ?? null;
      else await lock?.release();
    } catch {
      // Refused, for example when the battery is low. The timer works without it.
    }
  }
}
