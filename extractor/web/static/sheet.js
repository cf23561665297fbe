// The form of the node chosen: what was read, and every attribute as a typed field.
import { get } from './api.js';

const words = JSON.parse(document.getElementById('words').textContent);
const levels = JSON.parse(document.getElementById('level-names').textContent);
const STATUS = { non_commence: 'Non commencé', en_cours: 'En cours', en_attente: 'En attente', probleme: 'Problème', termine: 'Terminé', abandonne: 'Abandonné' };
const HEALTH = { bon: 'Bon', risque: 'Risque', blocage: 'Blocage', pause: 'Pause' };
const FUNDING = { europe: 'Europe', federal: 'Fédéral', wallonie: 'Wallonie', fwb: 'FWB', province: 'Province', propre: 'Fonds propres', autre: 'Autre' };
const VOLET = { interne: 'Interne', externe: 'Externe', commun: 'Commun' };
const LISTS = ['responsibles', 'services', 'mandataries', 'partners', 'plans', 'categories', 'target_groups'];

function make(tag, more = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(more)) {
    if (key.includes('-') || key === 'for' || key === 'list') element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const label = (text, field, wide) => make('label', { className: wide ? 'wide' : '' }, text, field);

function choice(values, value, empty = '') {
  const field = make('select', {}, make('option', { value: '', textContent: empty }));
  for (const [key, text] of Object.entries(values)) field.append(make('option', { value: key, textContent: text }));
  field.value = value || '';
  return field;
}

export class Sheet {
  constructor(root, address, hooks) {
    this.root = root;
    this.address = address;
    this.hooks = hooks; // act(data), do(name), busy()
    root.addEventListener('keydown', (event) => { if (event.key === 'Escape') { event.preventDefault(); this.hooks.back(); } });
  }

  show(k, soon = 150) {
    clearTimeout(this.timer);
    this.wanted = k;
    this.timer = setTimeout(() => this.load(k), soon);
  }

  async load(k) {
    let data;
    try { data = await get(`${this.address}/node/${encodeURIComponent(k)}`); } catch { return; }
    if (this.wanted !== k) return;
    if (this.k === k && this.root.contains(document.activeElement) && this.dirty()) return;
    this.k = k;
    this.render(data);
  }

  dirty() {
    const field = document.activeElement;
    return /INPUT|TEXTAREA/.test(field.tagName) && field.value !== field.defaultValue;
  }

  render(data) {
    const place = this.root.contains(document.activeElement) ? document.activeElement.name : null;
    this.data = data;
    const act = (name, text, title) => make('button', { type: 'button', textContent: text, title, onclick: () => this.hooks.do(name) });
    const head = make('h2', {}, make('span', { className: 'small', textContent: `${levels[data.level]} ${data.code || ''}` }), document.createTextNode(data.title));
    const acts = make('div', { className: 'acts', role: 'group', 'aria-label': 'Actions' },
      act('edit', 'Intitulé', 'Modifier l’intitulé (Entrée)'),
      act('right', data.marked === 'right' ? 'Vérifié ✓' : 'Vérifié', 'Tout est juste (V)'),
      act('again', data.marked === 'again' ? 'À revoir ✓' : 'À revoir', 'À revoir plus tard (R)'),
      act('outdent', '⇤ Niveau', 'Un niveau plus haut (Maj+Tab)'),
      act('indent', 'Niveau ⇥', 'Un niveau plus bas (Tab)'),
      act('up', '↑', 'Déplacer vers le haut (Alt+↑)'),
      act('down', '↓', 'Déplacer vers le bas (Alt+↓)'),
      act('split', 'Couper', 'Couper l’intitulé au curseur (Ctrl+Entrée dans l’intitulé)'),
      act('merge', 'Fusionner', 'Fusionner avec le suivant (M)'),
      act('remove', 'Pas un élément', 'Retirer de l’arbre (X)'));
    this.root.replaceChildren(head, acts, this.reading(data), this.form(data));
    if (place) this.root.querySelector(`[name="${place}"]`)?.focus();
  }

  // What the program had read is one click away.
  reading(data) {
    const list = make('dl');
    const add = (name, value) => {
      if (value === null || value === undefined || value === '') return;
      list.append(make('dt', { textContent: name }), make('dd', { textContent: typeof value === 'string' ? value : JSON.stringify(value) }));
    };
    add('Texte lu', data.printed);
    add('Place', `${data.page ? `page ${data.page}, ` : ''}${data.lines[0] === data.lines[1] ? `ligne ${data.lines[0]}` : `lignes ${data.lines[0]} à ${data.lines[1]}`}`);
    add('Étiquette', data.label);
    for (const [key, value] of Object.entries(data.read || {})) add(`Lu avant correction : ${words.kind[key] || words.field[key] || key}`, key === 'level' ? levels[value] : value);
    for (const text of data.body) add('Texte dessous', text);
    add('Certitude', `${Math.round(data.confidence * 100)} %`);
    if (data.evidence.length) add('Raisons', data.evidence.join('\n'));
    for (const one of data.history) add(`${words.kind[one.kind]}${one.key && words.field[one.key] ? ` (${words.field[one.key]})` : ''}`, `${one.by}, ${new Date(one.at).toLocaleString('fr-BE')}`);
    return make('details', { className: 'read', open: this.open || false, ontoggle: (event) => { this.open = event.target.open; } },
      make('summary', { textContent: data.read && Object.keys(data.read).length ? 'Ce que le programme avait lu (corrigé)' : 'Ce que le programme a lu' }), list);
  }

  form(data) {
    const grid = make('div', { className: 'grid' });
    const { attributes } = data;
    const text = (name, value, more = {}) => make('input', { name, value: value ?? '', defaultValue: value ?? '', ...more });
    const area = (name, value, rows = 2) => make('textarea', { name, value: value ?? '', defaultValue: value ?? '', rows });
    const bind = (field, send) => { field.addEventListener('change', () => send(field)); return field; };
    const value = (kind) => (field) => this.hooks.act({ kind, on: data.k, to: field.value.trim() || null });
    const typed = (key) => (field) => this.hooks.act({ kind: 'attribute', on: data.k, key, text: field.value });
    const raw = (key, to) => this.hooks.act({ kind: 'attribute', on: data.k, key, to });

    grid.append(label('Numéro', bind(text('code', data.code, { maxLength: 30 }), value('code'))));
    grid.append(label('Niveau', bind(choice(levels, data.level), (field) => field.value && this.hooks.act({ kind: 'level', on: data.k, to: field.value }))));
    grid.append(label('Volet', bind(choice(VOLET, data.volet, '—'), value('volet'))));
    for (const key of LISTS.slice(0, 4)) grid.append(label(`${words.field[key]} (un par ligne)`, bind(area(key, data.texts[key]), typed(key))));
    grid.append(this.deadline(data, bind, raw));
    grid.append(this.money(attributes.budget || [], raw));
    grid.append(label(words.field.indicators + ' (un par ligne)', bind(area('indicators', data.texts.indicators), typed('indicators'))));
    const state = (key, values) => {
      const now = attributes[key];
      const field = choice(values, now?.value, now && !now.value ? now.text : '—');
      field.name = key;
      return label(words.field[key], bind(field, () => raw(key, field.value ? { text: values[field.value], value: field.value } : null)));
    };
    grid.append(state('status', STATUS), state('health', HEALTH));
    grid.append(label(words.field.progress, bind(text('progress', attributes.progress, { type: 'number', min: 0, max: 100 }), typed('progress'))));
    grid.append(label(words.field.priority, bind(text('priority', data.texts.priority), typed('priority'))));
    grid.append(this.goals(attributes.sdgs || [], raw));
    grid.append(label('Description', bind(area('description', data.description, 3), value('description')), true));
    grid.append(label('Sections (une par ligne)', bind(area('sections', data.sections.join('\n')), (field) => this.hooks.act({ kind: 'sections', on: data.k, to: field.value.split('\n').map((part) => part.trim()).filter(Boolean) }))));
    for (const key of LISTS.slice(4)) grid.append(label(`${words.field[key]} (un par ligne)`, bind(area(key, data.texts[key]), typed(key))));
    for (const key of ['remarks', 'observations']) grid.append(label(words.field[key], bind(area(key, data.texts[key]), typed(key))));
    for (const [key, text_] of Object.entries(attributes.other || {})) {
      const field = area(`other:${key}`, text_);
      grid.append(label(key, bind(field, () => raw('other', { ...attributes.other, [key]: field.value }))));
    }
    return grid;
  }

  deadline(data, bind, raw) {
    const now = data.attributes.deadline;
    const text = make('input', { name: 'deadline', value: now?.text ?? '', defaultValue: now?.text ?? '' });
    const day = (name) => make('input', { name: `deadline-${name}`, type: 'date', value: now?.[name] ?? '', 'aria-label': name === 'start' ? 'Début' : 'Fin' });
    const [start, end] = [day('start'), day('end')];
    bind(text, () => this.hooks.act({ kind: 'attribute', on: data.k, key: 'deadline', text: text.value }));
    const dates = () => {
      if (!start.value && !end.value && !text.value) return;
      const shown = text.value || [start.value, end.value].filter(Boolean).join(' – ');
      raw('deadline', { ...(now || {}), text: shown, start: start.value || null, end: end.value || null });
    };
    bind(start, dates); bind(end, dates);
    return make('fieldset', {}, make('legend', { textContent: 'Échéance' }), label('Telle qu’imprimée', text),
      make('div', { className: 'two' }, label('Début', start), label('Fin', end)));
  }

  money(list, raw) {
    const box = make('fieldset', { className: 'wide' }, make('legend', { textContent: 'Budget' }));
    const rows = [];
    const save = () => raw('budget', rows.map((row) => row()).filter(Boolean));
    const row = (money) => {
      const field = (name, type, value, more = {}) => make('input', { name: `budget-${name}`, type, value: value ?? '', 'aria-label': more.label, placeholder: more.label, step: 'any' });
      const text = field('text', 'text', money?.text, { label: 'texte : 12.500 €' });
      const amount = field('amount', 'number', money?.amount, { label: 'montant (€)' });
      const year = field('year', 'number', money?.year, { label: 'année' });
      const funding = choice(FUNDING, money?.funding, 'financement');
      funding.setAttribute('aria-label', 'Financement');
      const reread = () => text.value !== (money?.text ?? '') && amount.value === String(money?.amount ?? '');
      rows.push(() => {
        if (!text.value.trim() && !amount.value) return null;
        if (reread()) return { text: text.value.trim(), reread: true };
        return { ...(money || { currency: 'EUR' }), text: text.value.trim() || `${amount.value} €`, amount: amount.value === '' ? null : Number(amount.value), year: year.value ? Number(year.value) : null, funding: funding.value || null };
      });
      for (const one of [text, amount, year, funding]) one.addEventListener('change', save);
      return make('div', { className: 'money' }, text, amount, year, funding);
    };
    box.append(...list.map(row), row(null));
    return box;
  }

  goals(list, raw) {
    const box = make('div', { className: 'goals' });
    const chosen = new Set(list);
    for (let goal = 1; goal <= 17; goal += 1) {
      const field = make('input', { type: 'checkbox', checked: chosen.has(goal), name: `sdg-${goal}` });
      field.addEventListener('change', () => {
        if (field.checked) chosen.add(goal); else chosen.delete(goal);
        raw('sdgs', chosen.size ? [...chosen].sort((a, b) => a - b) : null);
      });
      box.append(make('label', {}, field, ` ${goal}`));
    }
    return make('fieldset', { className: 'wide' }, make('legend', { textContent: 'Objectifs de développement durable (ODD)' }), box);
  }
}
