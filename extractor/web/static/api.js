// Requests to the server: the token, who writes, one write after the other, messages.
const token = document.querySelector('meta[name="pst-token"]').content;
const toast = document.getElementById('toast');
let timer = 0;

export function say(text, bad = false) {
  toast.textContent = text;
  toast.className = bad ? 'on bad' : 'on';
  clearTimeout(timer);
  timer = setTimeout(() => { toast.className = bad ? 'bad' : ''; }, bad ? 7000 : 3000);
}

export function me() {
  try { return localStorage.getItem('pst-by') || ''; } catch { return ''; }
}

export function askName(force = false) {
  const dialog = document.getElementById('who');
  const input = document.getElementById('who-name');
  if (me() && !force) return Promise.resolve(me());
  input.value = me();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      if (input.value.trim()) localStorage.setItem('pst-by', input.value.trim().slice(0, 100));
      showName();
      resolve(me());
    }, { once: true });
    if (!dialog.open) dialog.showModal();
  });
}

export function showName() {
  const button = document.getElementById('me');
  if (button) button.textContent = me() || 'Votre nom';
}

export async function get(address) {
  const answer = await fetch(address, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(await reason(answer));
  return answer.json();
}

async function reason(answer) {
  try { return (await answer.json()).message || answer.statusText; } catch { return answer.statusText; }
}

export async function send(address, body, headers = {}) {
  return fetch(address, {
    method: 'POST',
    body,
    headers: { 'x-pst-token': token, 'x-pst-by': encodeURIComponent(me()), ...headers },
  });
}

// Writes go one after the other, so that each sees what the one before it did.
let chain = Promise.resolve();
export function inTurn(work) {
  chain = chain.then(work, work);
  return chain;
}

export async function write(address, data) {
  const answer = await send(address, JSON.stringify(data), { 'content-type': 'application/json' });
  let found = {};
  try { found = await answer.json(); } catch { /* an empty answer */ }
  if (!answer.ok) {
    const error = new Error(found.message || `Erreur ${answer.status}`);
    error.status = answer.status;
    error.now = found.now;
    throw error;
  }
  return found;
}
