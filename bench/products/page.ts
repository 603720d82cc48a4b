import type {BenchMessage} from '../messages.js';

/** What the pages have in common that were written for the comparison. */
export interface OwnChat {
  /** Shows these in place of what is there, with the newest in view. */
  show(messages: readonly BenchMessage[]): void;
  add(message: BenchMessage): void;
}

declare global {
  interface Window {
    chat: OwnChat;
  }
}

export const STYLE = `
  .chat { position: fixed; right: 20px; bottom: 20px; width: 392px; height: 640px;
    display: flex; flex-direction: column; font: 15px/1.4 sans-serif; border: 1px solid #ccc; }
  .list { flex: 1; overflow-y: auto; padding: 12px; }
  .message { margin: 0 60px 8px 0; padding: 8px 12px; border-radius: 18px; background: #eee; }
  .message.user { margin: 0 0 8px 60px; background: #0b57d0; color: white; }
  textarea { margin: 8px; }`;

/** The frame of a hand-written page. */
export function startPage(): HTMLElement {
  const style = document.createElement('style');
  style.textContent = STYLE;
  document.head.append(style);
  const chat = document.createElement('section');
  chat.className = 'chat';
  const list = document.createElement('div');
  list.className = 'list';
  list.id = 'list';
  const input = document.createElement('textarea');
  input.placeholder = 'Write a message';
  chat.append(list, input);
  document.body.append(chat);
  return list;
}

export function bubble({sender, text}: BenchMessage): HTMLElement {
  const element = document.createElement('p');
  element.className = `message ${sender}`;
  element.textContent = text;
  return element;
}

/** Calls back once in the next frame, however often it is asked to. */
export function oncePerFrame(draw: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}
