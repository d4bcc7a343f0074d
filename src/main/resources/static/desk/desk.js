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

// a session that has ended shows up while a page follows what happens; then it is signed in again, or the page is gone
document.addEventListener('htmx:responseError', event => {
  if ([401, 403, 404].includes(event.detail.xhr.status) && ['guest-live', 'readiness-live', 'bulk-live'].includes(event.target.id)) {
    window.location.reload();
  }
});
