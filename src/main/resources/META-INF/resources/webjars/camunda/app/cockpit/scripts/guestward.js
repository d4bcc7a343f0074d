// The same as in Tasklist: the way back to the desk, our sign-out, our sign-in page.

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

function leaveLoginForm() {
  if (window.location.hash.startsWith('#/login')) {
    window.location.replace(window.location.pathname);
  }
}
window.addEventListener('hashchange', leaveLoginForm);
leaveLoginForm();

export default [
  {
    id: 'guestward-desk',
    pluginPoint: 'cockpit.navigation',
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
