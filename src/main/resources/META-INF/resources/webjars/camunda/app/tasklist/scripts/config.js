export default {
  app: {name: 'Tasklist', vendor: 'Guestward'},
  customScripts: ['scripts/guestward'],
  disableWelcomeMessage: true,
  csrfCookieName: 'XSRF-TOKEN',
  dateFormat: {normal: 'LLL', long: 'LLLL'},
  locales: {availableLocales: ['en', 'de'], fallbackLocale: 'en'},
  // taking a task is the only shortcut left that the server allows everybody
  shortcuts: {
    claimTask: {key: 'ctrl+alt+c', description: 'claims the currently selected task'},
    focusFilter: {key: 'ctrl+shift+f', description: 'set the focus to the first filter in the filter list'},
    focusList: {key: 'ctrl+alt+l', description: 'sets the focus to the first task in the list'},
    focusForm: {
      key: 'ctrl+alt+f',
      description: 'sets the focus to the first input field in a task form (if the tab is opened)'
    }
  }
};
