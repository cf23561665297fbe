// The document: page pictures with a box on every node, or the lines as read; lines that stand in
// no node in another tint; marking lines to make a node of them.
import { get } from './api.js';

export class Pages {
  constructor(root, address, hooks) {
    this.root = root;
    this.address = address; // /api/plan/NAME
    this.hooks = hooks; // picked(k), make(lines), say
    this.zoom = 1;
    this.sheets = [];
    this.chosen = new Set();
    this.marking = false;
    this.current = null;
    this.watch = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) this.load(entry.target);
    }, { root, rootMargin: '400px' });
    root.addEventListener('click', (event) => this.click(event));
    root.addEventListener('keydown', (event) => this.key(event));
    root.addEventListener('scroll', () => { clearTimeout(this.later); this.later = setTimeout(() => this.tell(), 80); });
    new ResizeObserver(() => this.size()).observe(root);
  }

  async open() {
    this.outline = await get(`${this.address}/outline`);
    this.root.replaceChildren();
    this.sheets = this.outline.pages.map((size, n) => {
      const sheet = document.createElement('section');
      sheet.className = size ? 'page' : 'page flow';
      sheet.dataset.page = n + 1;
      sheet.setAttribute('aria-label', `Page ${n + 1}`);
      sheet.ratio = size ? size[1] / size[0] : 0;
      sheet.points = size;
      this.root.append(sheet);
      return sheet;
    });
    this.size();
    for (const sheet of this.sheets) this.watch.observe(sheet);
    this.tell();
    return this.outline;
  }

  size() {
    const width = Math.max(200, (this.root.clientWidth - 20) * this.zoom);
    if (!this.sheets.length || this.width === width) return;
    this.width = width;
    for (const sheet of this.sheets) {
      if (!sheet.ratio) continue;
      sheet.style.width = `${width}px`;
      sheet.style.height = `${width * sheet.ratio}px`;
    }
  }

  scale(by) {
    this.zoom = Math.min(3, Math.max(0.5, this.zoom * by));
    this.size();
    for (const sheet of this.sheets) if (sheet.ratio && sheet.loaded) this.picture(sheet);
    this.root.style.fontSize = `${this.zoom}rem`;
  }

  picture(sheet) {
    const pixels = Math.ceil((this.width * (window.devicePixelRatio || 1)) / 200) * 200;
    const image = sheet.querySelector('img') || document.createElement('img');
    image.alt = '';
    const source = `${this.address}/page/${sheet.dataset.page}.png?w=${pixels}&v=${this.outline.sha256.slice(0, 12)}`;
    if (image.getAttribute('src') !== source) image.src = source;
    if (!image.parentNode) sheet.prepend(image);
  }

  load(sheet) {
    if (!sheet.loaded || sheet.stale) {
      sheet.loaded = true;
      sheet.stale = false;
      if (sheet.ratio) this.picture(sheet);
      sheet.work = this.fill(sheet).catch(() => { sheet.loaded = false; });
    }
    return sheet.work;
  }

  async fill(sheet) {
    const data = await get(`${this.address}/page/${sheet.dataset.page}`);
    sheet.sum = data;
    const before = this.lines(sheet);
    const focus = before.indexOf(document.activeElement);
    if (sheet.ratio) this.overlay(sheet, data); else this.flow(sheet, data);
    this.keep(before, this.lines(sheet), focus);
    this.highlight();
    this.tell();
  }

  // Lines are the same after each change of the tree: what was chosen and focused stays so.
  keep(before, now, focus) {
    before.forEach((old, n) => {
      if (this.from === old) this.from = now[n];
      if (this.chosen.delete(old) && now[n]) { this.chosen.add(now[n]); now[n].classList.add('chosen'); }
    });
    const line = now[focus];
    if (line) { line.tabIndex = -1; line.focus({ preventScroll: true }); }
  }

  overlay(sheet, data) {
    for (const old of sheet.querySelectorAll('.box, .text')) old.remove();
    const [width, height] = sheet.points;
    const place = (element, [x0, top, x1, bottom], more) => {
      element.style.left = `${(100 * (x0 - more)) / width}%`;
      element.style.top = `${(100 * (top - more)) / height}%`;
      element.style.width = `${(100 * (x1 - x0 + 2 * more)) / width}%`;
      element.style.height = `${(100 * (bottom - top + 2 * more)) / height}%`;
    };
    const parts = document.createDocumentFragment();
    for (const line of data.lines) {
      const mark = document.createElement('div');
      mark.className = line.in ? 'text' : 'text out';
      mark.title = line.t;
      mark.line = { text: line.t, page: Number(sheet.dataset.page), bbox: line.b };
      place(mark, line.b, 1);
      parts.append(mark);
    }
    for (const box of data.boxes) {
      const mark = document.createElement('div');
      mark.className = `box ${box.l}`;
      mark.dataset.k = box.k;
      place(mark, box.b, 2);
      parts.append(mark);
    }
    if (!data.lines.length && !data.boxes.length && !sheet.querySelector('.empty')) sheet.classList.add('bare');
    sheet.append(parts);
  }

  flow(sheet, data) {
    sheet.replaceChildren();
    let table = null;
    let cell = null;
    for (const row of data.rows) {
      const line = document.createElement('div');
      line.className = `ln ${row.h ? 'head' : ''} ${row.in ? '' : 'out'}`;
      line.textContent = row.t;
      line.line = { text: row.t.trim(), page: null, bbox: null };
      line.number = row.n;
      if (row.k) line.dataset.k = row.k;
      if (!row.cell) { sheet.append(line); table = null; continue; }
      const [number, r, c] = row.cell;
      if (!table || table.number !== number) {
        table = document.createElement('table');
        table.number = number;
        sheet.append(table);
      }
      let tr = table.rows[table.rows.length - 1];
      if (!tr || tr.number !== r) { tr = table.insertRow(); tr.number = r; cell = null; }
      if (!cell || cell.number !== c || cell.parentNode !== tr) {
        while (tr.cells.length < c) tr.insertCell();
        cell = tr.insertCell();
        cell.number = c;
      }
      cell.append(line);
    }
  }

  // Marks follow the tree; pages out of sight are made again when they come into it.
  refresh() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => {
      for (const sheet of this.sheets) if (sheet.loaded) sheet.stale = true;
      for (const sheet of this.visible()) { sheet.stale = false; sheet.work = this.fill(sheet).catch(() => {}); }
    }, 250);
  }

  visible() {
    const box = this.root.getBoundingClientRect();
    return this.sheets.filter((sheet) => {
      const own = sheet.getBoundingClientRect();
      return own.bottom > box.top && own.top < box.bottom;
    });
  }

  tell() {
    const box = this.root.getBoundingClientRect();
    const middle = (box.top + box.bottom) / 2;
    const sheet = this.sheets.find((one) => one.getBoundingClientRect().bottom >= middle) || this.sheets[0];
    if (sheet) this.hooks.page(Number(sheet.dataset.page), sheet.sum);
  }

  go(number) { this.sheets[number - 1]?.scrollIntoView({ block: 'start' }); }

  // ---- a node and its place

  async show(row) {
    this.current = row.k;
    this.highlight();
    const sheet = this.sheets[this.number(row) - 1];
    if (!sheet) return;
    await this.load(sheet);
    if (this.current !== row.k) return;
    this.highlight();
    const mark = this.root.querySelector(`[data-k="${CSS.escape(row.k)}"]`);
    const box = this.root.getBoundingClientRect();
    const own = (mark || sheet).getBoundingClientRect();
    if (own.top < box.top + 20 || own.bottom > box.bottom - 20) {
      this.root.scrollTop += own.top - box.top - box.height / 3;
    }
  }

  number(row) {
    if (this.outline?.kind === 'pdf') return row.g || 1;
    const starts = this.outline?.starts || [];
    let at = 0;
    while (at + 1 < starts.length && starts[at + 1] <= row.n) at += 1;
    return at + 1;
  }

  highlight() {
    for (const old of this.root.querySelectorAll('.on')) old.classList.remove('on');
    if (!this.current) return;
    for (const mark of this.root.querySelectorAll(`[data-k="${CSS.escape(this.current)}"]`)) mark.classList.add('on');
  }

  // ---- marking lines

  mark(on) {
    this.marking = on;
    this.root.classList.toggle('marking', on);
    if (!on) { for (const line of this.chosen) line.classList.remove('chosen'); this.chosen.clear(); }
    this.hooks.marked(this.chosen.size);
    if (on) this.stepLine(0);
  }

  lines(root = this.root) { return [...root.querySelectorAll('.text, .ln')]; }

  stepLine(by) {
    const box = this.root.getBoundingClientRect();
    const all = this.lines();
    let at = all.indexOf(document.activeElement);
    if (at < 0) at = all.findIndex((line) => line.classList.contains('out') && line.getBoundingClientRect().top >= box.top);
    if (at < 0) at = all.findIndex((line) => line.getBoundingClientRect().top >= box.top);
    const line = all[Math.max(0, at + by)];
    if (line) { line.tabIndex = -1; line.focus(); line.scrollIntoView({ block: 'nearest' }); }
  }

  toggle(line) {
    if (this.chosen.delete(line)) line.classList.remove('chosen');
    else { this.chosen.add(line); line.classList.add('chosen'); }
    this.hooks.marked(this.chosen.size);
  }

  click(event) {
    const line = event.target.closest('.text, .ln');
    if (this.marking && line) {
      if (event.shiftKey && this.from) {
        const all = this.lines();
        const [a, b] = [all.indexOf(this.from), all.indexOf(line)].sort((x, y) => x - y);
        for (const one of all.slice(a, b + 1)) if (!this.chosen.has(one)) this.toggle(one);
      } else this.toggle(line);
      this.from = line;
      return;
    }
    const mark = event.target.closest('[data-k]');
    if (mark) this.hooks.picked(mark.dataset.k);
  }

  key(event) {
    if (!this.marking) return;
    const actions = {
      ArrowDown: () => this.stepLine(1),
      ArrowUp: () => this.stepLine(-1),
      ' ': () => document.activeElement.line && this.toggle(document.activeElement),
      Enter: () => this.hooks.make(),
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    actions[event.key]();
  }

  taken() {
    const all = this.lines();
    const lines = [...this.chosen].sort((a, b) => all.indexOf(a) - all.indexOf(b));
    return { lines: lines.map((line) => line.line), first: lines[0] };
  }
}
