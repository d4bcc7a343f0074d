// What pages cannot do by themselves. Everything works without this file, too.

// after mistakes the reader begins at what is wrong
document.querySelector('[data-focus]')?.focus();

// a form is sent once; the server knows its key and would not ask twice anyway
document.addEventListener('submit', event => {
  const form = event.target;
  if (form instanceof HTMLFormElement && form.hasAttribute('data-once')) {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
    form.querySelector('button[type=submit]')?.setAttribute('aria-disabled', 'true');
    form.querySelector('[data-working]')?.removeAttribute('hidden');
  }
});

// coming back with the browser's own button shows the page as it was left
window.addEventListener('pageshow', event => {
  if (event.persisted) {
    document.querySelectorAll('form[data-sent]').forEach(form => {
      delete form.dataset.sent;
      form.querySelector('button[type=submit]')?.removeAttribute('aria-disabled');
      form.querySelector('[data-working]')?.setAttribute('hidden', 'hidden');
    });
  }
});

// menus of the header close like menus
const menus = document.querySelectorAll('.gw-menu');
document.addEventListener('click', event => {
  menus.forEach(menu => {
    if (menu.open && !menu.contains(event.target)) {
      menu.open = false;
    }
  });
});
document.addEventListener('keydown', event => {
  menus.forEach(menu => {
    if (event.key === 'Escape' && menu.open) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
});

// filters that say nothing stay out of the address
document.addEventListener('htmx:configRequest', event => {
  if (event.target.getAttribute('role') === 'search') {
    for (const [name, value] of Object.entries(event.detail.parameters)) {
      if (value === '' || (name === 'size' && value === '50') || (name === 'sort' && value === 'requested,desc')) {
        delete event.detail.parameters[name];
      }
    }
  }
});

// parts of pages that follow what happens by themselves
const following = ['guest-live', 'readiness-live', 'bulk-live', 'campaign-live', 'status-live'];

// whoever may not look any more learns so, or the page is gone; else the page would ask for ever
document.addEventListener('htmx:responseError', event => {
  if ([401, 403, 404].includes(event.detail.xhr.status) && following.includes(event.target.id)) {
    window.location.reload();
  }
});

// a filter that failed says so, or the list of before would be taken for what was asked for
const told = document.getElementById('filter-failed');
const isFilter = event => told && event.detail.elt.getAttribute('role') === 'search';
function tellFailure(event) {
  if (isFilter(event)) {
    const again = document.createElement('button');
    again.type = 'button';
    again.className = 'btn btn-sm btn-outline-secondary';
    again.textContent = told.dataset.again;
    again.addEventListener('click', () => htmx.trigger(event.detail.elt, 'submit'));
    told.className = 'alert alert-danger';
    told.replaceChildren(told.dataset.text + ' ', again);
  }
}
document.addEventListener('htmx:responseError', tellFailure);
document.addEventListener('htmx:sendError', tellFailure);
document.addEventListener('htmx:afterRequest', event => {
  if (isFilter(event) && event.detail.successful) {
    told.className = '';
    told.replaceChildren();
  }
});
