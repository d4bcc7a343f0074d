// What Tasklist gets from us: the way back to the desk, a sign-out that signs out, and a sign-in page that is ours.

const LOGIN_ROUTE = '#/login';

// its own sign-out only forgets the user here, and the next request signs in again
document.addEventListener(
  'click',
  event => {
    if (event.target instanceof Element && event.target.closest('li.logout a')) {
      event.preventDefault();
      event.stopImmediatePropagation();
      window.location.assign('/logout');
    }
  },
  true
);

// for our forms, which say themselves what an answer means: of any call through its own client that is not answered with
// success Tasklist also says that something unexpected has happened
window.guestward = {
  send: async (method, path, body, token) => {
    const answer = await fetch(path, {
      method,
      credentials: 'same-origin',
      redirect: 'error', // to the sign-in page
      headers: {Accept: 'application/json', 'Content-Type': 'application/json', [token.header]: token.value},
      body: JSON.stringify(body)
    });
    if (!answer.ok) {
      throw await answer.json();
    }
  }
};

// when the session has ended it shows a form for passwords it does not have; loading the page again leads to ours
function leaveLoginForm() {
  if (window.location.hash.startsWith(LOGIN_ROUTE)) {
    window.location.replace(window.location.pathname);
  }
}
window.addEventListener('hashchange', leaveLoginForm);
leaveLoginForm();

// parts that the server refuses to people who are not administrators are left out; a stylesheet hides the rest
const base = document.querySelector('base');

async function ask(path) {
  const answer = await fetch(path, {credentials: 'same-origin'});
  return answer.ok ? answer.json() : {};
}

function leaveOut(...ids) {
  window.angular.module('cam.commons').decorator('Views', [
    '$delegate',
    views => {
      const all = views.getProviders.bind(views);
      views.getProviders = (...options) => all(...options).filter(view => !ids.includes(view.id));
      return views;
    }
  ]);
}

const user = await ask(base.getAttribute('admin-api') + 'auth/user/default');
if ((user.authorizedApps || []).includes('cockpit')) {
  document.documentElement.classList.add('guestward-administrator');
} else {
  leaveOut('task-detail-history', 'task-detail-diagram', 'task-action-comment');
}

const startable = await ask(
  base.getAttribute('engine-api') +
    'engine/default/process-definition/count?latest=true&active=true&startableInTasklist=true&startablePermissionCheck=true'
);
if (!startable.count) {
  leaveOut('start-process-action');
}

// on a first visit some labels are written before their translations are there, and then stay keys: fetch them first
async function bringTranslations() {
  const language = ['en', 'de'].find(known => navigator.language.toLowerCase().startsWith(known)) || 'en';
  const prefix = base.getAttribute('app-root') + '/app/tasklist/locales/';
  const key = prefix + '_locales_data_' + language + '_' + window.bust;
  const stored = JSON.parse(localStorage.getItem('camunda-web') || '{}');
  if (!stored[key]) {
    stored[key] = JSON.stringify(await ask(prefix + language + '.json?bust=' + window.bust));
    localStorage.setItem('camunda-web', JSON.stringify(stored));
  }
}
await bringTranslations();

// tasks are called as in the models, which are in English; who reads German finds them by their German names
const GERMAN_TASKS = {
  'Claim guest': 'Gast übernehmen oder gehen lassen',
  'Claim guests': 'Gäste übernehmen',
  'Decide on access': 'Über den Zugang entscheiden',
  'Take over guests': 'Gäste einer anderen Person übernehmen',
  'Choose what happens with the invitation': 'Über die offene Einladung entscheiden',
  'Decide on end of access': 'Über das Ende des Zugangs entscheiden',
  'Decide on extension': 'Über die Verlängerung entscheiden',
  'Decide on invitation': 'Über die Einladung entscheiden',
  'Decide on refused block': 'Über die verweigerte Sperre entscheiden',
  'Decide on refused deletion': 'Über die verweigerte Löschung entscheiden',
  'Decide on refused invitation': 'Über die abgelehnte Einladung entscheiden',
  'Decide on refused restoration': 'Über die verweigerte Wiederherstellung entscheiden',
  'Repair access': 'Zugang in Ordnung bringen'
};

function translateText(text) {
  const german = GERMAN_TASKS[text.nodeValue.trim()];
  if (german) {
    text.nodeValue = german;
  }
}

function translate(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    translateText(node);
    return;
  }
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    translateText(texts.currentNode);
  }
}

if (navigator.language.toLowerCase().startsWith('de')) {
  new MutationObserver(changes =>
    changes.forEach(change => (change.type === 'characterData' ? [change.target] : change.addedNodes).forEach(translate))
  ).observe(document.documentElement, {childList: true, characterData: true, subtree: true});
}

export default [
  {
    id: 'guestward-desk',
    pluginPoint: 'tasklist.navbar.action',
    priority: 1000,
    render: node => {
      const link = document.createElement('a');
      link.href = '/';
      link.className = 'guestward-desk';
      link.textContent = 'Desk';
      node.appendChild(link);
    }
  }
];
