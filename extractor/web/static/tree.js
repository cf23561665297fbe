// The tree: rows in document order, one of them chosen; keys and mouse become actions.
export const LEVELS = ['OS', 'OO', 'PROJET', 'ACTION', 'SOUS_ACTION'];
export const rank = (level) => LEVELS.indexOf(level);
const SHORT = { OS: 'OS', OO: 'OO', PROJET: 'PR', ACTION: 'A', SOUS_ACTION: 'SA' };
const UNSURE = Number(document.getElementById('tree').dataset.unsure); // below: « À relire »
const PART = 100; // rows of a part of the tree: some three screens
const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export class Tree {
  constructor(root, names, hooks) {
    this.root = root;
    this.names = names; // level → French name
    this.hooks = hooks; // act(data), chosen(row), say(text, bad)
    this.rows = new Map();
    this.order = [];
    this.elements = new Map();
    this.closed = new Set();
    this.current = null;
    this.pattern = document.createElement('div');
    this.pattern.innerHTML = '<div role="treeitem" tabindex="-1" draggable="true"><span class="tw" aria-hidden="true"></span><span class="lv" aria-hidden="true"></span><span class="cd"></span><span class="tt"></span><span class="st"></span></div>';
    this.pattern = this.pattern.firstChild;
    root.addEventListener('keydown', (event) => this.key(event));
    root.addEventListener('mousedown', (event) => this.press(event));
    root.addEventListener('dblclick', (event) => { if (event.target.closest('.tt')) this.edit(); });
    root.addEventListener('focusin', (event) => {
      const row = event.target.closest('.row');
      if (row && row.dataset.k !== this.current) this.choose(row.dataset.k, { focus: false });
    });
    this.drags();
  }

  // ---- what the server says

  apply(answer) {
    for (const row of answer.rows || []) this.rows.set(row.k, row);
    if (answer.order) this.arrange(answer.order);
    const parents = new Set();
    if (answer.order) for (const k of this.order) { const p = this.rows.get(k).p; if (p) parents.add(p); }
    for (const row of answer.rows || []) if (this.elements.has(row.k)) this.fill(this.elements.get(row.k), row);
    if (answer.order) this.twists(parents);
    if (this.current && !this.rows.has(this.current)) this.current = null;
    if (!this.current && this.order.length) this.choose(this.order[Math.min(this.last || 0, this.order.length - 1)], { focus: document.activeElement === document.body && this.last !== undefined, page: this.last !== undefined });
    this.last = this.current ? this.order.indexOf(this.current) : 0;
  }

  arrange(order) {
    const kept = new Set(order);
    for (const [k, element] of this.elements) {
      if (!kept.has(k)) { element.remove(); this.elements.delete(k); this.rows.delete(k); }
    }
    this.sweep();
    let next = this.root.firstChild?.firstChild ?? null;
    for (const k of order) {
      let element = this.elements.get(k);
      if (!element) {
        element = this.pattern.cloneNode(true);
        element.dataset.k = k;
        this.elements.set(k, element);
        this.fill(element, this.rows.get(k));
      }
      if (element === next) next = this.below(next);
      else {
        const focused = element === document.activeElement;
        if (next) next.before(element); else this.lastPart().append(element);
        if (focused) element.focus({ preventScroll: true });
      }
    }
    this.sweep();
    this.order = order;
  }

  // Rows stand in parts: the browser lays out those in sight and skips the others whole.
  below(element) {
    let next = element.nextSibling;
    for (let part = element.parentNode.nextSibling; !next && part; part = part.nextSibling) next = part.firstChild;
    return next;
  }

  sweep() { for (const part of [...this.root.children]) if (!part.firstChild) part.remove(); }

  lastPart() {
    let part = this.root.lastChild;
    if (!part || part.childElementCount >= PART) {
      part = document.createElement('div');
      part.className = 'part';
      part.setAttribute('role', 'none');
      this.root.append(part);
    }
    return part;
  }

  fill(element, row) {
    const state = row.m === 'again' ? 'again' : row.m === 'right' ? 'right' : row.f < UNSURE ? 'unsure' : '';
    const chosen = row.k === this.current;
    element.className = `row ${row.l} ${state}`;
    element.setAttribute('aria-level', row.d);
    element.setAttribute('aria-selected', chosen);
    element.setAttribute('aria-label', `${this.names[row.l]} ${row.c || ''} : ${row.t}${state === 'unsure' ? ', peu sûr' : ''}${row.m === 'again' ? ', à revoir' : ''}${row.m === 'right' ? ', vérifié' : ''}`);
    const [, level, code, title, mark] = element.children;
    level.textContent = SHORT[row.l];
    level.title = this.names[row.l];
    code.textContent = row.c || '';
    if (title.classList.contains('tt')) title.textContent = row.t;
    const sure = `${Math.round(row.f * 100)} %`;
    mark.textContent = state === 'again' ? 'à revoir' : state === 'right' ? '✓' : state === 'unsure' ? sure : row.x ? '✎' : '';
    mark.title = state === 'unsure' ? `sûr à ${sure}` : row.x ? 'corrigé' : '';
  }

  twists(parents) {
    for (const k of this.order) {
      const element = this.elements.get(k);
      const twist = element.firstChild;
      const has = parents.has(k);
      const sign = has ? (this.closed.has(k) ? '▸' : '▾') : '';
      if (twist.textContent !== sign) twist.textContent = sign;
      if (has) element.setAttribute('aria-expanded', !this.closed.has(k));
      else if (element.hasAttribute('aria-expanded')) element.removeAttribute('aria-expanded');
    }
    if (this.closed.size || this.folded) this.foldAll();
  }

  foldAll() {
    const hidden = new Set();
    for (const k of this.order) {
      const row = this.rows.get(k);
      const away = Boolean(row.p && (hidden.has(row.p) || this.closed.has(row.p)));
      if (away) hidden.add(k);
      this.elements.get(k).hidden = away;
    }
    this.folded = this.closed.size > 0;
  }

  // ---- choosing

  get row() { return this.rows.get(this.current); }

  choose(k, { focus = true, page = true } = {}) {
    const before = this.elements.get(this.current);
    if (before) { before.setAttribute('aria-selected', 'false'); before.tabIndex = -1; }
    this.current = k;
    const element = this.elements.get(k);
    if (!element) return;
    for (let p = this.rows.get(k).p; p; p = this.rows.get(p).p) if (this.closed.has(p)) this.toggle(p, true);
    element.setAttribute('aria-selected', 'true');
    element.tabIndex = 0;
    if (focus) element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest' });
    this.last = this.order.indexOf(k);
    this.hooks.chosen(this.rows.get(k), page);
  }

  focus() { this.elements.get(this.current)?.focus(); }

  step(by) {
    let at = this.order.indexOf(this.current);
    do { at += by; } while (this.order[at] && this.elements.get(this.order[at]).hidden);
    if (this.order[at]) this.choose(this.order[at]);
  }

  toggle(k, open) {
    if (open) this.closed.delete(k); else this.closed.add(k);
    const element = this.elements.get(k);
    element.firstChild.textContent = open ? '▾' : '▸';
    element.setAttribute('aria-expanded', open);
    this.foldAll();
  }

  siblings(k) {
    const parent = this.rows.get(k).p;
    return this.order.filter((other) => this.rows.get(other).p === parent);
  }

  children(k) { return this.order.filter((other) => this.rows.get(other).p === k); }

  // The least sure first; what a person settled is not among them.
  unsure() {
    const found = this.order.filter((k) => {
      const row = this.rows.get(k);
      return row.m === 'again' || (row.m !== 'right' && row.f < UNSURE);
    });
    const weight = (k) => (this.rows.get(k).m === 'again' ? -1 : this.rows.get(k).f);
    const place = new Map(found.map((k, n) => [k, n]));
    return found.sort((a, b) => weight(a) - weight(b) || place.get(a) - place.get(b));
  }

  nextUnsure(by) {
    const list = this.unsure();
    if (!list.length) { this.hooks.say('Plus rien à relire.'); return; }
    const at = list.indexOf(this.current);
    this.choose(list[at < 0 ? 0 : (at + by + list.length) % list.length]);
  }

  find(text) {
    const words = fold(text).split(/\s+/).filter(Boolean);
    if (!words.length) return;
    const from = this.order.indexOf(this.current);
    for (let n = 1; n <= this.order.length; n += 1) {
      const k = this.order[(from + n) % this.order.length];
      const row = this.rows.get(k);
      const whole = fold(`${row.l} ${row.c || ''} ${row.t}`);
      if (words.every((word) => whole.includes(word))) { this.choose(k, { focus: false }); return; }
    }
    this.hooks.say('Rien de tel dans ce plan.');
  }

  // ---- actions

  title(k, text) {
    const row = this.rows.get(k);
    if (!text.trim() || text.trim() === row.t) { this.fill(this.elements.get(k), row); return; }
    const seen = row.t;
    row.t = text.trim().replace(/\s+/g, ' ');
    this.fill(this.elements.get(k), row);
    this.hooks.act({ kind: 'title', on: k, to: row.t, seen });
  }

  mark(value) {
    const row = this.row;
    const to = row.m === value ? null : value;
    row.m = to;
    this.fill(this.elements.get(row.k), row);
    this.hooks.act({ kind: 'mark', on: row.k, to });
  }

  level(level) {
    if (this.row.l !== level) this.hooks.act({ kind: 'level', on: this.current, to: level });
  }

  indent() {
    const list = this.siblings(this.current);
    const before = list[list.indexOf(this.current) - 1];
    if (!before) { this.hooks.say('Aucun élément au-dessus pour le recevoir.', true); return; }
    this.into(this.current, before);
  }

  into(k, parent) {
    const row = this.rows.get(k);
    const level = LEVELS[Math.max(rank(row.l), rank(this.rows.get(parent).l) + 1)];
    if (!level) { this.hooks.say('Il n’y a pas de niveau plus bas.', true); return; }
    const kids = this.children(parent).filter((other) => other !== k);
    this.closed.delete(parent);
    this.hooks.act({ kind: 'place', on: k, parent, after: kids.at(-1) ?? null, to: level });
  }

  outdent() {
    const parent = this.rows.get(this.row.p);
    if (!parent) { this.hooks.say('Il est déjà au plus haut niveau.', true); return; }
    this.hooks.act({ kind: 'level', on: this.current, to: parent.l });
  }

  move(by) {
    const list = this.siblings(this.current);
    const at = list.indexOf(this.current);
    if (!list[at + by]) return;
    const after = by > 0 ? list[at + 1] : list[at - 2] ?? null;
    this.hooks.act({ kind: 'place', on: this.current, parent: this.row.p, after, to: this.row.l });
  }

  merge() {
    const next = this.order[this.order.indexOf(this.current) + 1];
    if (!next) { this.hooks.say('Rien ne suit cet élément.', true); return; }
    this.hooks.act({ kind: 'merge', on: this.current, after: next });
  }

  remove() { this.hooks.act({ kind: 'remove', on: this.current }); }

  split(parts) {
    const row = this.row;
    if (parts[0].trim() && parts[1].trim()) {
      this.hooks.act({ kind: 'split', on: row.k, to: parts.map((p) => p.trim()), seen: row.t });
    } else this.hooks.say('Placez le curseur à l’intérieur de l’intitulé.', true);
  }

  edit() {
    const k = this.current;
    const element = this.elements.get(k);
    const title = element.querySelector('.tt');
    if (!title) return;
    const area = document.createElement('textarea');
    area.className = 'edit';
    area.rows = 1;
    area.setAttribute('aria-label', 'Intitulé');
    area.value = this.rows.get(k).t;
    element.draggable = false;
    title.replaceWith(area);
    const grow = () => { area.style.height = 'auto'; area.style.height = `${area.scrollHeight + 2}px`; };
    let open = true;
    const close = (focus) => {
      open = false;
      const span = document.createElement('span');
      span.className = 'tt';
      area.replaceWith(span);
      element.draggable = true;
      this.fill(element, this.rows.get(k));
      if (focus) element.focus({ preventScroll: true });
    };
    area.addEventListener('input', grow);
    area.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') close(true);
      else if (event.key === 'Enter') {
        event.preventDefault();
        const { value, selectionStart } = area;
        close(true);
        if (event.ctrlKey || event.metaKey) {
          // The words before and after the caret as they are written now.
          this.split([value.slice(0, selectionStart), value.slice(selectionStart)]);
        } else this.title(k, value);
      }
    });
    area.addEventListener('blur', () => { if (open) { const { value } = area; close(false); this.title(k, value); } });
    area.focus({ preventScroll: true });
    area.setSelectionRange(area.value.length, area.value.length);
    grow();
  }

  key(event) {
    if (event.target.closest('textarea')) return;
    const { key } = event;
    const control = event.ctrlKey || event.metaKey;
    const row = this.row;
    if (!row) return;
    const open = !this.closed.has(row.k);
    const actions = {
      ArrowDown: () => (event.altKey ? this.move(1) : this.step(1)),
      ArrowUp: () => (event.altKey ? this.move(-1) : this.step(-1)),
      ArrowRight: () => (event.altKey ? this.indent() : !open ? this.toggle(row.k, true) : this.children(row.k)[0] && this.step(1)),
      ArrowLeft: () => (event.altKey ? this.outdent() : open && this.children(row.k).length ? this.toggle(row.k, false) : row.p && this.choose(row.p)),
      Home: () => this.choose(this.order[0]),
      End: () => { this.last = this.order.length; this.choose(this.order.filter((k) => !this.elements.get(k).hidden).at(-1)); },
      Tab: () => (event.shiftKey ? this.outdent() : this.indent()),
      Enter: () => this.edit(),
      F2: () => this.edit(),
      Delete: () => this.remove(),
    };
    const letters = {
      m: () => this.merge(), x: () => this.remove(), v: () => this.mark('right'), r: () => this.mark('again'),
      n: () => this.nextUnsure(1), p: () => this.nextUnsure(-1),
      1: () => this.level('OS'), 2: () => this.level('OO'), 3: () => this.level('PROJET'),
      4: () => this.level('ACTION'), 5: () => this.level('SOUS_ACTION'),
    };
    const digit = /^(Digit|Numpad)([1-5])$/.exec(event.code);
    const chosen = actions[key] || (!control && !event.altKey && (digit ? letters[digit[2]] : letters[key.toLowerCase()]));
    if (!chosen || (control && key !== 'Enter')) return;
    event.preventDefault();
    event.stopPropagation();
    chosen();
  }

  press(event) {
    const element = event.target.closest('.row');
    if (!element || event.target.closest('textarea')) return;
    const { k } = element.dataset;
    if (event.target.classList.contains('tw') && element.hasAttribute('aria-expanded')) {
      event.preventDefault();
      this.toggle(k, this.closed.has(k));
      return;
    }
    this.choose(k);
  }

  drags() {
    let held = null;
    let over = null;
    const clear = () => { over?.classList.remove('into', 'below'); over = null; };
    this.root.addEventListener('dragstart', (event) => {
      held = event.target.closest('.row');
      if (!held) return;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', held.dataset.k);
      held.classList.add('drag');
    });
    this.root.addEventListener('dragover', (event) => {
      const element = event.target.closest('.row');
      if (!held || !element || element === held) return;
      event.preventDefault();
      clear();
      over = element;
      const box = element.getBoundingClientRect();
      over.classList.add(event.clientY > box.top + box.height * 0.6 ? 'below' : 'into');
    });
    this.root.addEventListener('dragend', () => { held?.classList.remove('drag'); clear(); held = null; });
    this.root.addEventListener('drop', (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (!held || !over) return;
      const [k, target] = [held.dataset.k, over.dataset.k];
      const row = this.rows.get(target);
      if (over.classList.contains('into')) this.into(k, target);
      else {
        const parent = this.rows.get(row.p);
        const level = LEVELS[Math.max(rank(this.rows.get(k).l), parent ? rank(parent.l) + 1 : 0)];
        this.hooks.act({ kind: 'place', on: k, parent: row.p, after: target, to: level });
      }
      clear();
    });
  }
}
