export default {
  app: {name: 'Cockpit', vendor: 'Guestward'},
  customScripts: ['scripts/guestward'],
  disableWelcomeMessage: true,
  csrfCookieName: 'XSRF-TOKEN',
  locales: {availableLocales: ['en', 'de'], fallbackLocale: 'en'}
};
