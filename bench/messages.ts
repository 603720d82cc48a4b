/** What is said in every chat that is measured: texts of 3 to 60 words, the same in each run. */
export interface BenchMessage {
  readonly sender: 'user' | 'bot';
  readonly text: string;
}

const WORDS =
  'the beans were roasted this morning and will be at your door before noon because our driver starts early'.split(
    ' ',
  );

/** The message with this number; the first has number 1. Every text begins with its number. */
export function messageAt(number: number): BenchMessage {
  // Lengths that look like chance, and are not.
  const length = 3 + ((number * 7919) % 58);
  const words = Array.from({length}, (_, index) => WORDS[(number + index * 5) % WORDS.length]!);
  return {sender: number % 3 === 1 ? 'user' : 'bot', text: `${nameOf(number)} ${words.join(' ')}`};
}

/** How the text of a message begins, and of no other. */
export function nameOf(number: number): string {
  return `Message ${number}:`;
}

export function messages(count: number): BenchMessage[] {
  return Array.from({length: count}, (_, index) => messageAt(index + 1));
}
