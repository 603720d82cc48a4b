import {expect} from '@open-wc/testing';
import {htmlText} from './html-text.js';

describe('the words of a piece of HTML', () => {
  const cases: Readonly<Record<string, readonly [html: string, text: string]>> = {
    'have no tags': ['<p class="x">Hello <b>world</b></p>', 'Hello world'],
    'have a line for each block': [
      '<h2>One</h2><p>Two<br>Three</p>\n<div>Four</div>',
      'One\nTwo\nThree\nFour',
    ],
    'have a bullet for each item': ['<ul><li>One</li><li>Two</li></ul>', '• One\n• Two'],
    'have a line for each row of a table': [
      '<table><tr><th>City</th><th>Sun</th></tr>\n<tr><td>Oslo</td><td>5 h</td></tr></table>',
      'City | Sun\nOslo | 5 h',
    ],
    'have characters in place of their names': [
      'Fish &amp; chips &lt;b&gt; &#8364;5 &#x2713; &nbsp;&hellip;',
      'Fish & chips <b> €5 ✓ …',
    ],
    'leave names alone that are none': [
      '&what; &#0; &#xD800; &#9999999; AT&T',
      '&what; &#0; &#xD800; &#9999999; AT&T',
    ],
    'decode once': ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    'have nothing of scripts and styles': [
      'a<script>if (1 < 2) alert("<p>b</p>")</script><style>p > b {}</style>c',
      'ac',
    ],
    'have nothing of comments': ['a<!-- <p>b</p> -->c', 'ac'],
    'take a lone bracket for what it is': ['1 < 2 > 0 --> end', '1 < 2 > 0 --> end'],
    'have no doctype': ['<!doctype html><title>x</title><p>Hi', 'Hi'],
    'are none where there are none': ['<p> <br> </p><ul><li></li></ul>', ''],
  };
  for (const [name, [html, text]] of Object.entries(cases)) {
    it(name, () => expect(htmlText(html)).to.equal(text));
  }

  // More work than there are characters would not come to an end here.
  const MANY = 300_000;
  for (const text of ['<', '&#', '-->', '</']) {
    it(`keep ${text} as often as it stands there`, () => {
      const isKept = htmlText(text.repeat(MANY)) === text.repeat(MANY);
      expect(isKept).to.be.true;
    });
  }
  for (const markup of ['<a', '<!--', '<script>', '<p>']) {
    it(`have nothing of ${markup}, however often it stands there`, () => {
      expect(htmlText(markup.repeat(MANY))).to.equal('');
    });
  }
});
