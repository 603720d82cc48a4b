/** A page written by hand for nothing but this: every message is an element. */
import type {BenchMessage} from '../messages.js';
import {bubble, oncePerFrame, startPage} from './page.js';

const list = startPage();
let waiting: BenchMessage[] = [];

const draw = () => {
  const added = document.createDocumentFragment();
  added.append(...waiting.map(bubble));
  waiting = [];
  list.append(added);
  list.scrollTop = list.scrollHeight;
};

const drawSoon = oncePerFrame(draw);

window.chat = {
  show(messages) {
    list.replaceChildren();
    waiting = [...messages];
    draw();
  },
  add(message) {
    waiting.push(message);
    drawSoon();
  },
};
