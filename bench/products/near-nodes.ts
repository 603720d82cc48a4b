/** A page written by hand in which only the messages near the view are elements, in blocks of 50. */
import type {BenchMessage} from '../messages.js';
import {bubble, oncePerFrame, startPage} from './page.js';

const BLOCK = 50;
const GUESS = 100;

const list = startPage();
const contents = new WeakMap<Element, BenchMessage[]>();
let waiting: BenchMessage[] = [];
let last: HTMLElement | undefined;

const observer = new IntersectionObserver(
  (entries) => {
    for (const {target, isIntersecting} of entries) {
      if (isIntersecting) fill(target as HTMLElement);
      else empty(target as HTMLElement);
    }
  },
  {root: list, rootMargin: '1000px'},
);

function fill(block: HTMLElement) {
  if (block.firstChild) return;
  block.style.height = '';
  block.append(...contents.get(block)!.map(bubble));
}

function empty(block: HTMLElement) {
  if (!block.firstChild || block === last) return;
  block.style.height = `${block.offsetHeight}px`;
  block.replaceChildren();
}

function addBlock(messages: BenchMessage[]) {
  const block = document.createElement('div');
  block.style.height = `${messages.length * GUESS}px`;
  contents.set(block, messages);
  list.append(block);
  observer.observe(block);
  return block;
}

function draw() {
  for (const message of waiting) {
    const room = last && contents.get(last)!;
    if (room && room.length < BLOCK) {
      room.push(message);
      last!.append(bubble(message));
    } else {
      last = addBlock([message]);
      fill(last);
    }
  }
  waiting = [];
  list.scrollTop = list.scrollHeight;
}

const drawSoon = oncePerFrame(draw);

window.chat = {
  show(messages) {
    observer.disconnect();
    list.replaceChildren();
    last = undefined;
    for (let start = 0; start < messages.length; start += BLOCK) {
      last = addBlock(messages.slice(start, start + BLOCK));
    }
    if (last) fill(last);
    list.scrollTop = list.scrollHeight;
  },
  add(message) {
    waiting.push(message);
    drawSoon();
  },
};
