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

// when the session has ended it shows a form for passwords it does not have; loading the page again leads to ours
function leaveLoginForm() {
  if (window.location.hash.startsWith(LOGIN_ROUTE)) {
    window.location.replace(window.location.pathname);
  }
}
window.addEventListener('hashchange', leaveLoginForm);
leaveLoginForm();

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
