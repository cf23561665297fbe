// The review of one plan: the document, the tree and the sheet together.
import { askName, get, inTurn, me, say, showName, write } from './api.js';
import { LEVELS, rank, Tree } from './tree.js';
import { Pages } from './page.js';
import { Sheet } from './sheet.js';

const $ = (id) => document.getElementById(id);
const { name } = $('top').dataset;
const address = `/api/plan/${encodeURIComponent(name)}`;
const levels = JSON.parse($('level-names').textContent);
const words = JSON.parse($('words').textContent);
let nonce = '';
let rev = -1;
let state = {};
const POLL = 2000; // milliseconds between two looks at what others did

const tree = new Tree($('tree'), levels, { act, say, chosen });
const sheet = new Sheet($('sheet'), address, { act, do: perform, back: () => tree.focus() });
const pages = new Pages($('pages'), address, {
  picked: (k) => tree.rows.has(k) && tree.choose(k),
  page: tellPage,
  marked: (count) => { $('make').hidden = !count; },
  make: openNew,
});

function chosen(row, page) {
  if (!row) return;
  if (page) pages.show(row); else { pages.current = row.k; pages.highlight(); }
  sheet.show(row.k);
}

function tellPage(number, sum) {
  if (document.activeElement !== $('page-number')) $('page-number').value = number;
  $('page-sum').textContent = sum ? `page ${number} : ${sum.bullets} puce${sum.bullets > 1 ? 's' : ''}, ${sum.actions} action${sum.actions > 1 ? 's' : ''}` : '';
}

// ---- the server

function take(answer) {
  if (answer.rev === undefined) return;
  nonce = answer.nonce;
  rev = answer.rev;
  if (!answer.document) return;
  state = answer;
  tree.apply(answer);
  tell();
  if (answer.rows.length || answer.order) pages.refresh();
  if (tree.current) sheet.show(tree.current, 200);
}

function act(data) {
  return inTurn(async () => {
    if (!me()) await askName();
    try {
      const answer = await write(`${address}/actions`, { ...data, nonce, since: rev });
      take(answer);
      if (data.kind === 'split' || data.kind === 'add') { if (tree.rows.has(answer.made)) tree.choose(answer.made); }
      return answer;
    } catch (error) {
      const now = typeof error.now === 'string' ? ` Valeur actuelle : « ${error.now} ».` : '';
      say(`${error.message}${now}`, true);
      nonce = '';
      take(await get(`${address}/changes?since=-1`));
      return null;
    }
  });
}

async function poll() {
  try {
    if (!document.hidden) await inTurn(async () => take(await get(`${address}/changes?nonce=${nonce}&since=${rev}`)));
    if (document.body.dataset.lost) { delete document.body.dataset.lost; say('Le serveur répond de nouveau.'); }
  } catch {
    if (!document.body.dataset.lost) say('Le serveur ne répond plus : rien n’est enregistré.', true);
    document.body.dataset.lost = '1';
  }
  setTimeout(poll, POLL);
}

function tell() {
  const { institution, term } = state.document;
  const years = [term.start, term.end].filter(Boolean).join('-');
  const title = [institution.name || institution.printed_name || name, years].filter(Boolean).join(' · ');
  $('plan-title').textContent = title;
  document.title = `${title} – relecture`;
  $('undo').disabled = !state.undo;
  $('redo').disabled = !state.redo;
  $('unsure').textContent = tree.unsure().length;
  $('done').setAttribute('aria-pressed', state.mark === 'done');
  $('done').textContent = state.mark === 'done' ? `Relu par ${state.marked_by}` : 'Marquer comme relu';
  const count = Object.fromEntries(LEVELS.map((level) => [level, 0]));
  for (const row of tree.rows.values()) count[row.l] += 1;
  const names = { OS: 'OS', OO: 'OO', PROJET: 'projets', ACTION: 'actions', SOUS_ACTION: 'sous-actions' };
  $('counts').textContent = LEVELS.filter((level) => count[level]).map((level) => `${count[level]} ${names[level]}`).join(', ');
  conflicts();
}

function conflicts() {
  const box = $('conflicts');
  box.hidden = !state.conflicts.length;
  if (box.hidden) return;
  const list = document.createElement('ul');
  for (const one of state.conflicts) {
    const item = document.createElement('li');
    const value = one.to ? ` → « ${one.to} »` : '';
    const now = one.now ? ` Lu maintenant : « ${one.now} ».` : '';
    item.textContent = `${words.kind[one.kind]} de « ${one.text} »${value} (${one.by}).${now} `;
    const button = document.createElement('button');
    button.textContent = 'Abandonner cette correction';
    button.onclick = () => act({ kind: 'drop', entry: one.id });
    item.append(button);
    list.append(item);
  }
  const title = document.createElement('strong');
  title.textContent = 'Corrections qui ne conviennent plus au document :';
  box.replaceChildren(title, list);
}

// ---- buttons and keys of the whole page

const ACTIONS = {
  edit: () => tree.edit(), split: () => { tree.edit(); say('Placez le curseur, puis Ctrl+Entrée.'); },
  right: () => tree.mark('right'), again: () => tree.mark('again'),
  indent: () => tree.indent(), outdent: () => tree.outdent(), up: () => tree.move(-1), down: () => tree.move(1),
  merge: () => tree.merge(), remove: () => tree.remove(),
};
function perform(action) {
  if (!tree.row) return;
  tree.focus(); // the form is drawn again: the keys go on in the tree
  ACTIONS[action]();
}

function openDialog(id) { $(id).showModal(); }
for (const button of document.querySelectorAll('[data-close]')) button.onclick = () => button.closest('dialog').close();
$('undo').onclick = () => act({ kind: 'undo' });
$('redo').onclick = () => act({ kind: 'redo' });
$('next').onclick = () => tree.nextUnsure(1);
$('open-help').onclick = () => openDialog('help');
$('me').onclick = () => askName(true);
$('done').onclick = () => act({ kind: 'mark', on: null, to: state.mark === 'done' ? null : 'done' });
$('page-back').onclick = () => pages.go(Number($('page-number').value) - 1);
$('page-on').onclick = () => pages.go(Number($('page-number').value) + 1);
$('page-number').onchange = () => pages.go(Number($('page-number').value));
$('larger').onclick = () => pages.scale(1.25);
$('smaller').onclick = () => pages.scale(0.8);
$('mark').onclick = () => mark(!pages.marking);
$('make').onclick = openNew;
$('find').addEventListener('keydown', (event) => {
  if (event.key === 'Enter') { event.preventDefault(); tree.find($('find').value); }
  if (event.key === 'Escape' || event.key === 'ArrowDown') { event.preventDefault(); tree.focus(); }
});

function mark(on) {
  pages.mark(on);
  $('mark').setAttribute('aria-pressed', on);
  if (on) say('Choisissez des lignes (clic, ou flèches et espace), puis Entrée.');
}

const ROOMS = [() => $('pages'), () => tree.elements.get(tree.current) || $('tree'), () => $('sheet')];
function nextRoom(by) {
  const rooms = ['source', 'tree', 'sheet'];
  const here = rooms.findIndex((id) => $(id).contains(document.activeElement));
  ROOMS[(here + by + 3) % 3]().focus();
}

document.addEventListener('keydown', (event) => {
  const control = event.ctrlKey || event.metaKey;
  const writing = /INPUT|TEXTAREA|SELECT/.test(event.target.tagName);
  if (document.querySelector('dialog[open]')) return;
  const key = event.key.toLowerCase();
  const chosenAction = event.key === 'F6' ? () => nextRoom(event.shiftKey ? -1 : 1)
    : control && !writing && key === 'z' ? () => act({ kind: event.shiftKey ? 'redo' : 'undo' })
    : control && !writing && key === 'y' ? () => act({ kind: 'redo' })
    : writing || control || event.altKey ? null
    : { '?': () => openDialog('help'), '/': () => $('find').focus(), n: () => tree.nextUnsure(1), p: () => tree.nextUnsure(-1),
        a: () => $('sheet').querySelector('input, select, textarea')?.focus(), d: openDocument,
        l: () => mark(!pages.marking), escape: () => { if (pages.marking) mark(false); tree.focus(); } }[key];
  if (chosenAction) {
    event.preventDefault();
    chosenAction();
  } else if (event.target === document.body) tree.key(event); // nothing else has the focus
});

// ---- institution, term, title, date

function openDocument() {
  const form = $('document-form');
  const { institution, term, title, adopted_on: adopted } = state.document;
  for (const key of ['name', 'kind', 'municipality', 'nis_code', 'province']) form.elements[key].value = institution[key] ?? '';
  form.elements.title.value = title ?? '';
  form.elements.start.value = term.start ?? '';
  form.elements.end.value = term.end ?? '';
  form.elements.adopted_on.value = adopted ?? '';
  openDialog('document');
}
$('open-document').onclick = openDocument;
$('document-form').onsubmit = (event) => {
  event.preventDefault();
  const field = (key) => event.target.elements[key].value.trim() || null;
  const now = state.document;
  const institution = { ...now.institution };
  for (const key of ['name', 'kind', 'municipality', 'nis_code', 'province']) institution[key] = field(key);
  const years = ['start', 'end'].map((key) => (field(key) ? Number(field(key)) : null));
  const term = { ...now.term, start: years[0], end: years[1], inferred: false };
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const news = [];
  if (!same(institution, now.institution)) news.push(['institution', institution]);
  if (years[0] !== now.term.start || years[1] !== now.term.end) news.push(['term', term]);
  if (field('title') !== now.title) news.push(['title', field('title')]);
  if (field('adopted_on') !== now.adopted_on) news.push(['adopted_on', field('adopted_on')]);
  for (const [key, to] of news) act({ kind: 'document', key, to, seen: now[key] });
  $('document').close();
};

// ---- a node from lines marked on the page

let place = null;
function openNew() {
  const { lines, first } = pages.taken();
  if (!lines.length) { say('Choisissez d’abord des lignes de la page.', true); return; }
  const form = $('new-form');
  const text = lines.map((line) => line.text).join(' ');
  form.elements.title.value = text.replace(/^\s*[•◦▪▫●○■□➢➤►▶✓✔\u2022-\u2043\uf0a7\uf0b7\u2013\u2014*-]\s+/, '');
  form.elements.code.value = '';
  const before = precedes(first);
  form.elements.level.value = before ? tree.rows.get(before).l : 'OS';
  place = { lines, before };
  tellPlace();
  openDialog('new-node');
  form.elements.title.focus();
}

// The node that stands before a line in the order of the document.
function precedes(line) {
  let found = null;
  if (line.number !== undefined) {
    for (const k of tree.order) if (tree.rows.get(k).n <= line.number) found = k;
    return found;
  }
  const { page } = line.line;
  const top = line.getBoundingClientRect().top;
  const here = new Map([...line.parentNode.querySelectorAll('.box')].map((box) => [box.dataset.k, box.getBoundingClientRect().top]));
  for (const k of tree.order) {
    const row = tree.rows.get(k);
    if (row.g && (row.g < page || (row.g === page && (here.get(k) ?? Infinity) <= top))) found = k;
  }
  return found;
}

function spot(level) {
  let after = null;
  let here = place.before && tree.rows.get(place.before);
  while (here && rank(here.l) > rank(level)) { after = here; here = tree.rows.get(here.p); }
  if (here && here.l === level) return { parent: here.p, after: here.k };
  return { parent: here ? here.k : null, after: after ? after.k : null };
}

function tellPlace() {
  const { parent } = spot($('new-form').elements.level.value);
  const row = tree.rows.get(parent);
  $('new-place').textContent = row ? `Sous : ${levels[row.l]} ${row.c || ''} ${row.t}` : 'À la racine du plan';
}
$('new-form').elements.level.onchange = tellPlace;
$('new-form').onsubmit = (event) => {
  event.preventDefault();
  const { title, code, level } = event.target.elements;
  act({ kind: 'add', ...spot(level.value), lines: place.lines, to: { title: title.value, code: code.value.trim() || null, level: level.value } });
  $('new-node').close();
  mark(false);
};

// ---- begin

showName();
const first = get(`${address}/changes?since=-1`);
first.then((answer) => {
  take(answer);
  document.body.dataset.ready = '1';
  if (tree.order.length) tree.choose(tree.order[0], { page: false });
  setTimeout(poll, POLL);
}).catch((error) => say(error.message, true));
pages.open().then((outline) => {
  $('page-count').textContent = `sur ${outline.pages.length}`;
  $('page-number').max = outline.pages.length;
  const note = outline.kind === 'texts' ? 'Le document source n’est plus là : voici les textes que le plan garde.'
    : !outline.same ? 'Le document a changé depuis sa lecture : relancez « pst batch ».' : '';
  $('source-note').textContent = note;
  $('source-note').hidden = !note;
  if (tree.row) pages.show(tree.row);
  document.body.dataset.pages = '1';
}).catch((error) => say(error.message, true));
