/** deep-chat without a service behind it, from its CDN file. */
import type {BenchMessage} from '../messages.js';

interface DeepChat extends HTMLElement {
  history: readonly {role: string; text: string}[];
  connect: object;
  maxVisibleMessages: number;
  addMessage(message: {role: string; text: string}): void;
}

const element = document.createElement('deep-chat') as DeepChat;
element.connect = {handler: () => undefined};
// By itself it takes those before the last 4,000 away again, one after the other, which takes far longer.
element.maxVisibleMessages = 100_000;
element.style.cssText = 'position: fixed; right: 20px; bottom: 20px; width: 392px; height: 640px';
document.body.append(element);

const toDeepChat = ({sender, text}: BenchMessage) => ({
  role: sender === 'user' ? 'user' : 'ai',
  text,
});

window.chat = {
  show: (messages) => (element.history = messages.map(toDeepChat)),
  add: (message) => element.addMessage(toDeepChat(message)),
};
