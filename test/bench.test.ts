import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {chart} from '../bench/chart.js';
import {goals, isMet, type Medians} from '../bench/goals.js';
import {messageAt, messages, nameOf} from '../bench/messages.js';
import {percentile, type Figures} from '../bench/measure.js';
import {mediansOf, report} from '../bench/report.js';
import type {Subject} from '../bench/subjects.js';

const subject = (id: string, name: string): Subject => ({id, name, scripts: [], files: new Map()});
const SUBJECTS = [subject('captivate', '`<captivate-chat>`'), subject('near-nodes', 'by hand')];

const medians = (ours: Figures, byHand: Figures = {}): Medians =>
  new Map([
    ['captivate', ours],
    ['near-nodes', byHand],
  ]);

const goal = (all: Medians, beginning: string) =>
  goals(all).find(({what}) => what.startsWith(beginning))!;

describe('the bench', () => {
  it('takes the middle of all rounds, and keeps what never ended', () => {
    const rounds = [{burst: 90, history100: 5}, {burst: 20}, {burst: 30, history10000: Infinity}];
    assert.deepEqual(mediansOf(rounds), {burst: 30, history100: 5, history10000: Infinity});
  });

  it('takes the slow end of many frames', () => {
    const frames = Array.from({length: 60}, (_, index) => index + 1);
    assert.equal(percentile(frames, 0.95), 58);
  });

  it('says the same in each run, and nothing twice', () => {
    assert.deepEqual(messages(50), messages(50));
    assert.equal(new Set(messages(2000).map(({text}) => text)).size, 2000);
    assert.ok(messageAt(12).text.startsWith(nameOf(12)));
    assert.ok(!messageAt(12).text.includes(nameOf(1)));
  });

  it('compares what is measured with the goals', () => {
    const all = medians({nodes: 1500, heap: 10.1e6, burst: 90}, {burst: 30});
    assert.equal(isMet(goal(all, 'Nodes')), true);
    assert.equal(isMet(goal(all, 'Memory')), false);
    assert.equal(isMet(goal(all, '1,000 messages')), true);
  });

  it('says by how much a goal is missed, and what was not measured', () => {
    const lines = report(SUBJECTS, medians({heap: 12.5e6, nodes: 900})).split('\n');
    assert.ok(
      lines.includes('| Memory for 10,000 messages | 10 MB | 12.5 MB | missed by 2.5 MB |'),
    );
    assert.ok(lines.includes('| Nodes with 10,000 messages | 1,500 | 900 | met |'));
    assert.ok(lines.includes('| Longest task with 10,000 messages | 100 ms | – | not measured |'));
    const relative = lines.find((line) => line.includes('within 3 times'));
    assert.ok(relative?.endsWith('| – | – | not measured |'));
  });

  it('tells how many times ours the figure of another is', () => {
    const text = report(SUBJECTS, medians({history1000: 40}, {history1000: 100}));
    assert.match(text, /by hand.*\| 100 ms · 2\.5× \|/);
    assert.match(text, /captivate-chat.*\| 40 ms \|/);
  });

  it('writes large figures as people do', () => {
    const text = report(SUBJECTS, medians({history100: 1}, {history100: 1_432}));
    assert.match(text, /by hand.*· 1,400× \|/);
  });

  it('tells of what never ended', () => {
    assert.match(report(SUBJECTS, medians({history10000: Infinity})), /no end in 120 s/);
  });

  it('draws a line for each that has figures', () => {
    const svg = chart(
      SUBJECTS,
      medians({history100: 20, history1000: 30, history10000: 40}, {history100: 25}),
    );
    assert.equal(svg.match(/<circle /g)?.length, 4);
    assert.ok(svg.includes('&lt;captivate-chat&gt;'));
    assert.ok(!/NaN|Infinity|undefined/.test(svg));
  });
});
