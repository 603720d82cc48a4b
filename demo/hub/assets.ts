/** A small file that the hub serves, so that the demo needs nothing from elsewhere. */
export interface Asset {
  readonly type: string;
  readonly body: string | Uint8Array;
}

const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 300" width="480" height="300">
  <rect width="480" height="300" fill="#f3e9dc"/>
  <rect y="210" width="480" height="90" fill="#d9c3a5"/>
  <path d="M150 120h150v55a60 60 0 0 1-60 60h-30a60 60 0 0 1-60-60z" fill="#8a4b2a"/>
  <path d="M300 135h22a26 26 0 0 1 0 52h-26" fill="none" stroke="#8a4b2a" stroke-width="14"/>
  <ellipse cx="225" cy="121" rx="75" ry="12" fill="#4a2613"/>
  <path d="M190 95c-14-18 14-26 0-46m35 46c-14-18 14-26 0-46m35 46c-14-18 14-26 0-46"
    fill="none" stroke="#c9b092" stroke-width="6" stroke-linecap="round"/>
</svg>
`;

const notes = `Notes of the demo
=================

This file comes from the local hub. A bot can send any file by its address.
`;

const sampleRate = 8000;

/** A short tone that fades, as 8-bit mono WAV: smaller than any recording and made without a file. */
function tone(): Uint8Array {
  const samples = Uint8Array.from({length: sampleRate / 2}, (_, index) => {
    const fade = 1 - index / (sampleRate / 2);
    return 128 + 60 * fade * Math.sin((2 * Math.PI * 440 * index) / sampleRate);
  });
  const header = new DataView(new ArrayBuffer(44));
  const writeText = (offset: number, value: string) =>
    [...value].forEach((char, index) => header.setUint8(offset + index, char.charCodeAt(0)));
  writeText(0, 'RIFF');
  header.setUint32(4, 36 + samples.length, true);
  writeText(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate, true);
  header.setUint16(32, 1, true);
  header.setUint16(34, 8, true);
  writeText(36, 'data');
  header.setUint32(40, samples.length, true);
  return new Uint8Array([...new Uint8Array(header.buffer), ...samples]);
}

/** The files, by name. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  ['picture.svg', {type: 'image/svg+xml', body: picture}],
  ['sound.wav', {type: 'audio/wav', body: tone()}],
  ['notes.txt', {type: 'text/plain; charset=utf-8', body: notes}],
]);
