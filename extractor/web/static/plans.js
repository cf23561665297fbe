// The list of plans: search, filters, order, documents dropped on the page.
import { askName, get, say, send, showName } from './api.js';

const table = document.getElementById('plans');
const body = table.tBodies[0];
const search = document.getElementById('search');
const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

showName();
document.getElementById('me').onclick = () => askName(true);

function filter() {
  const words = fold(search.value).split(/\s+/).filter(Boolean);
  const states = new Set([...document.querySelectorAll('[name=state]:checked')].map((b) => b.value));
  const only = document.getElementById('conflicts').checked;
  let count = 0;
  for (const row of body.rows) {
    if (!row.dataset.state) continue;
    row.text ??= fold(row.textContent);
    row.hidden = !states.has(row.dataset.state) || (only && row.dataset.conflicts === '0')
      || !words.every((word) => row.text.includes(word));
    count += !row.hidden;
  }
  document.getElementById('count').textContent = `${count} plan${count > 1 ? 's' : ''}`;
}

function order(button) {
  const header = button.closest('th');
  const down = header.getAttribute('aria-sort') === 'ascending';
  const column = header.cellIndex;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
  header.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const value = (row) => (button.dataset.sort === 'risk' ? Number(row.dataset.risk) : row.cells[column].textContent.trim());
  const rows = [...body.rows].filter((row) => row.dataset.state);
  rows.sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    return (typeof x === 'number' ? x - y : x.localeCompare(y, 'fr', { numeric: true })) * (down ? -1 : 1);
  });
  body.append(...rows);
}

search.addEventListener('input', filter);
for (const box of document.querySelectorAll('.filters input[type=checkbox]')) box.addEventListener('change', filter);
for (const button of table.tHead.querySelectorAll('button')) button.onclick = () => order(button);
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !/INPUT|TEXTAREA/.test(event.target.tagName)) { event.preventDefault(); search.focus(); }
});
filter();

// ---- documents
const drop = document.getElementById('drop');
const list = document.getElementById('uploads');
const file = document.getElementById('file');
const NAMES = { waiting: 'en attente', reading: 'lecture en cours', done: 'lu', failed: 'pas lu' };
let waiting = 0;

async function add(files) {
  await askName();
  for (const one of files) {
    const answer = await send('/api/uploads', one, { 'x-filename': encodeURIComponent(one.name) });
    if (!answer.ok) { say(`${one.name} : ${(await answer.json()).message}`, true); }
  }
  follow();
}

async function follow() {
  clearTimeout(waiting);
  const uploads = await get('/api/uploads');
  list.replaceChildren(...uploads.map(item));
  if (uploads.some((one) => one.state === 'waiting' || one.state === 'reading')) {
    waiting = setTimeout(follow, 1000);
  } else if (list.dataset.busy) {
    location.reload();
  }
  list.dataset.busy = uploads.some((one) => one.state === 'waiting' || one.state === 'reading') ? '1' : '';
}

function item(one) {
  const line = document.createElement('li');
  const seconds = one.seconds ? ` (${one.seconds} s)` : '';
  line.textContent = `${one.filename} : ${NAMES[one.state]}${seconds} ${one.message}`;
  if (one.state === 'reading') line.append(document.createElement('progress'));
  if (one.plan) {
    const link = document.createElement('a');
    link.href = `/plan/${encodeURIComponent(one.plan)}`;
    link.textContent = ' Ouvrir';
    line.append(link);
  }
  return line;
}

file.onchange = () => { add([...file.files]); file.value = ''; };
for (const name of ['dragover', 'dragenter']) document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add('over'); });
document.addEventListener('dragleave', (event) => { if (!event.relatedTarget) drop.classList.remove('over'); });
document.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  if (event.dataTransfer.files.length) add([...event.dataTransfer.files]);
});
follow();
