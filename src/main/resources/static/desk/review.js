// The list of a review, on its own page and inside Tasklist. Rows come from the server and everything entered is kept there as a
// draft; nothing stays in the browser. A decision counts once it is handed in.
(function () {
  'use strict';

  const SAVE_AFTER = 600;
  const KEYS = {k: 'KEEP', r: 'REMOVE', n: 'REMOVE_NOW', d: 'DONT_KNOW'};
  const CHOICES = ['KEEP', 'REMOVE', 'REMOVE_NOW', 'DONT_KNOW'];

  const TEXTS = {
    en: {
      loading: 'Loading …', gone: 'This review cannot be shown. It may be over, or it is not yours.',
      KEEP: 'Keep', REMOVE: 'Remove', REMOVE_NOW: 'Remove now', DONT_KNOW: 'Don’t know',
      advice: {KEEP: 'Keep', REMOVE: 'Remove', LOOK: 'Look closely'},
      progress: (done, all) => `${done} of ${all} decided`, due: 'Answers are taken until', over: 'Answers are not taken any more.',
      filter: 'Find a guest', clinic: 'Clinic', allClinics: 'All clinics', show: 'Show',
      shows: {all: 'Everybody', open: 'Not decided', marked: 'Marked, not handed in', remove: 'Recommended to remove', look: 'To look at closely'},
      sort: 'Sort by', sorts: {name: 'Name', advice: 'Recommendation', signIn: 'Last sign-in', end: 'End of access'},
      group: 'Group by clinic', columns: {guest: 'Guest', access: 'Access', signIn: 'Last sign-in', changed: 'Since the last review', advice: 'Recommendation', decision: 'Your decision'},
      until: 'until', none: 'no access', unchanged: 'nothing changed', above: 'see the guest’s name', unknown: 'unknown', asOf: 'as of', decisionFor: name => `Decision about ${name}`,
      select: name => `Choose ${name}`, selectAll: 'Choose all shown', chosen: n => `${n} chosen`,
      bulkKeep: 'Keep', bulkRemove: 'Remove', bulkAdvice: 'Follow the recommendation', bulkClear: 'Clear',
      alone: n => n === 1 ? 'One guest was left out: this one has to be looked at alone.' : `${n} guests were left out: they have to be looked at one by one.`,
      reason: 'Reason', reasonNeeded: 'Reason (needed)', reasonFor: name => `Reason about ${name}`,
      saving: 'Keeping what you entered …', saved: 'What you entered is kept. It counts once you hand it in.',
      changing: 'A decision that you change is not kept in between. It counts once you hand it in.',
      savedOthers: 'What you entered is kept, except for decisions that you change. Everything counts once you hand it in.',
      notSaved: 'What you entered could not be kept. It is tried again.', lost: 'What you enter here is not kept any more.', signedOut: 'You are signed out. Sign in again in another tab; what you entered is still here.',
      other: 'Somebody else is signed in by now. Nothing is entered in another person’s name.', unread: 'The list could not be loaded.',
      handIn: n => n === 0 ? 'Hand in' : `Hand in ${n}`, nothing: 'Mark at least one guest first.', back: 'Back to the list', sure: 'Hand in these decisions?',
      sum: {KEEP: n => `${n} kept`, REMOVE: n => `${n} removed; can be taken back for a quarter of an hour`, REMOVE_NOW: n => `${n} blocked and signed out at once`, DONT_KNOW: n => `${n} passed on to the next reviewer`},
      handedIn: n => n === 1 ? 'One decision is handed in.' : `${n} decisions are handed in.`, done: 'All guests of this review are decided on. Thank you.',
      left: names => names.length > 3 ? `${names.length} guests are not in your list any more.`
        : names.length > 1 ? `${names.join(', ')} are not in your list any more.` : `${names[0]} is not in your list any more.`,
      told: 'Somebody has entered something else meanwhile; it stands beside the guest.', notYet: 'Nothing is handed in yet.',
      own: n => n === 1 ? 'One of your decisions is about a guest who is not shown to you any more:' : `${n} of your decisions are about guests who are not shown to you any more:`,
      closed: 'This review is closed.', reload: 'Load the list again', failed: 'That did not work. Try again in a moment.',
      conflict: (who, what) => `${who} has entered “${what}” meanwhile. Yours was not kept; enter it again if you still mean it.`,
      settled: 'Nobody has to decide on this guest any more.',
      changedMeanwhile: 'This guest has changed since you opened the list. Look again and choose anew.',
      outcomes: {APPLIED: 'done', HELD: 'held: nobody decided', SILENCE: 'blocked: nobody answered', NO_LONGER: 'lost access in another way', STOPPED: 'the campaign was stopped', UNCONFIRMED: 'kept: nobody looked again'},
      first: (who, what) => `${who} answered: ${what}`,
      again: 'Somebody else has kept these guests, and you are asked to look at a few of them once more. “Keep” confirms it, “Remove” acts like any other. Decide by yourself.',
      by: 'by', change: 'Change', leave: 'Leave it as it is', empty: 'Nobody fits what you look for.',
      keys: 'With the keyboard, while a guest has the focus: K keep, R remove, N remove now, D don’t know; the next open guest follows by itself. Ctrl+Enter hands in.'
    },
    de: {
      loading: 'Wird geladen …', gone: 'Diese Überprüfung kann nicht gezeigt werden. Vielleicht ist sie vorbei, oder sie gehört jemand anderem.',
      KEEP: 'Behalten', REMOVE: 'Entfernen', REMOVE_NOW: 'Sofort entfernen', DONT_KNOW: 'Weiß nicht',
      advice: {KEEP: 'Behalten', REMOVE: 'Entfernen', LOOK: 'Genau hinsehen'},
      progress: (done, all) => `${done} von ${all} entschieden`, due: 'Antworten werden angenommen bis', over: 'Antworten werden nicht mehr angenommen.',
      filter: 'Gast suchen', clinic: 'Klinik', allClinics: 'Alle Kliniken', show: 'Zeigen',
      shows: {all: 'Alle', open: 'Nicht entschieden', marked: 'Markiert, nicht abgegeben', remove: 'Zum Entfernen empfohlen', look: 'Genau anzusehen'},
      sort: 'Sortieren nach', sorts: {name: 'Name', advice: 'Empfehlung', signIn: 'Letzte Anmeldung', end: 'Ende des Zugangs'},
      group: 'Nach Klinik gruppieren', columns: {guest: 'Gast', access: 'Zugang', signIn: 'Letzte Anmeldung', changed: 'Seit der letzten Überprüfung', advice: 'Empfehlung', decision: 'Ihre Entscheidung'},
      until: 'bis', none: 'kein Zugang', unchanged: 'nichts geändert', above: 'steht beim Namen', unknown: 'unbekannt', asOf: 'Stand', decisionFor: name => `Entscheidung über ${name}`,
      select: name => `${name} auswählen`, selectAll: 'Alle gezeigten auswählen', chosen: n => `${n} ausgewählt`,
      bulkKeep: 'Behalten', bulkRemove: 'Entfernen', bulkAdvice: 'Der Empfehlung folgen', bulkClear: 'Leeren',
      alone: n => n === 1 ? 'Ein Gast wurde ausgelassen: Er muss einzeln angesehen werden.' : `${n} Gäste wurden ausgelassen: Sie müssen einzeln angesehen werden.`,
      reason: 'Grund', reasonNeeded: 'Grund (nötig)', reasonFor: name => `Grund zu ${name}`,
      saving: 'Ihre Eingaben werden gemerkt …', saved: 'Ihre Eingaben sind gemerkt. Sie zählen, sobald Sie sie abgeben.',
      changing: 'Eine geänderte Entscheidung wird nicht zwischendurch gemerkt. Sie zählt, sobald Sie sie abgeben.',
      savedOthers: 'Ihre Eingaben sind gemerkt, außer geänderten Entscheidungen. Alles zählt, sobald Sie es abgeben.',
      notSaved: 'Ihre Eingaben konnten nicht gemerkt werden. Es wird wieder versucht.', lost: 'Was Sie hier eingeben, wird nicht mehr gemerkt.', signedOut: 'Sie sind abgemeldet. Melden Sie sich in einem anderen Tab wieder an; Ihre Eingaben sind noch da.',
      other: 'Inzwischen ist jemand anderes angemeldet. In fremdem Namen wird nichts eingetragen.', unread: 'Die Liste konnte nicht geladen werden.',
      handIn: n => n === 0 ? 'Abgeben' : `${n} abgeben`, nothing: 'Markieren Sie zuerst mindestens einen Gast.', back: 'Zurück zur Liste', sure: 'Diese Entscheidungen abgeben?',
      sum: {KEEP: n => `${n} behalten`, REMOVE: n => `${n} entfernt; eine Viertelstunde lang rücknehmbar`, REMOVE_NOW: n => `${n} sofort gesperrt und abgemeldet`, DONT_KNOW: n => `${n} an die nächste Person weitergegeben`},
      handedIn: n => n === 1 ? 'Eine Entscheidung ist abgegeben.' : `${n} Entscheidungen sind abgegeben.`, done: 'Über alle Gäste dieser Überprüfung ist entschieden. Vielen Dank.',
      left: names => names.length > 3 ? `${names.length} Gäste stehen nicht mehr auf Ihrer Liste.`
        : names.length > 1 ? `${names.join(', ')} stehen nicht mehr auf Ihrer Liste.` : `${names[0]} steht nicht mehr auf Ihrer Liste.`,
      told: 'Inzwischen wurde etwas anderes eingetragen; es steht beim Gast.', notYet: 'Noch ist nichts abgegeben.',
      own: n => n === 1 ? 'Eine Ihrer Entscheidungen betrifft einen Gast, der Ihnen nicht mehr gezeigt wird:' : `${n} Ihrer Entscheidungen betreffen Gäste, die Ihnen nicht mehr gezeigt werden:`,
      closed: 'Diese Überprüfung ist geschlossen.', reload: 'Liste neu laden', failed: 'Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.',
      conflict: (who, what) => `${who} hat inzwischen „${what}“ eingetragen. Ihre Eingabe wurde nicht gemerkt; geben Sie sie neu ein, wenn sie noch gilt.`,
      settled: 'Über diesen Gast muss niemand mehr entscheiden.',
      changedMeanwhile: 'Dieser Gast hat sich geändert, seit Sie die Liste geöffnet haben. Sehen Sie noch einmal hin und wählen Sie neu.',
      outcomes: {APPLIED: 'erledigt', HELD: 'zurückgehalten: niemand hat entschieden', SILENCE: 'gesperrt: niemand hat geantwortet', NO_LONGER: 'hat den Zugang anders verloren', STOPPED: 'die Kampagne wurde beendet', UNCONFIRMED: 'behalten: niemand hat noch einmal hingesehen'},
      first: (who, what) => `${who} hat geantwortet: ${what}`,
      again: 'Jemand anderes hat diese Gäste behalten, und Sie werden gebeten, bei einigen noch einmal hinzusehen. „Behalten“ bestätigt das, „Entfernen“ wirkt wie sonst. Entscheiden Sie für sich.',
      by: 'von', change: 'Ändern', leave: 'So lassen', empty: 'Niemand passt zu Ihrer Suche.',
      keys: 'Mit der Tastatur, wenn ein Gast den Fokus hat: K behalten, R entfernen, N sofort entfernen, D weiß nicht; der nächste offene Gast folgt von selbst. Strg+Eingabe gibt ab.'
    }
  };

  /** An element with attributes, listeners (on…) and children; text is always text. */
  function make(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith('on')) {
        node.addEventListener(key.slice(2), value);
      } else if (value === true) {
        node.setAttribute(key, '');
      } else if (value !== false && value !== null && value !== undefined) {
        node.setAttribute(key, value);
      }
    }
    node.append(...children.flat().filter(child => child !== null && child !== undefined));
    return node;
  }

  function options(texts, chosen) {
    return Object.entries(texts).map(([value, text]) => make('option', {value, selected: value === chosen}, text));
  }

  class Review {
    /**
     * @param root the element it fills
     * @param settings path of the review's data, root of the links, csrf {header, value}, language, closed: called once it is over
     */
    constructor(root, settings) {
      this.root = root;
      this.settings = settings;
      this.words = TEXTS[settings.language] || TEXTS.en;
      this.distances = new Intl.RelativeTimeFormat(settings.language, {numeric: 'auto'});
      this.rows = [];
      this.view = {text: '', clinic: '', show: 'all', sort: 'name', group: false};
      this.changed = new Set();
      this.alive = true;
      root.classList.add('gwr');
      root.replaceChildren(make('p', {role: 'status'}, this.words.loading));
      window.addEventListener('pagehide', () => this.save(true));
    }

    // ---- talking to the server ----

    /** Somebody who was signed out and has signed in again, in another tab, has another session: its token is fetched, and once more. */
    async call(method, path, body, leaving) {
      try {
        return await this.send(method, this.settings.path + path, body, leaving);
      } catch (problem) {
        if (leaving || !isSignedOut(problem)) {
          throw problem;
        }
        await this.renew();
        return this.send(method, this.settings.path + path, body).catch(again => {
          throw Object.assign(again, {isRenewed: true});
        });
      }
    }

    async send(method, path, body, leaving) {
      const answer = await fetch(path, {
        method,
        credentials: 'same-origin',
        redirect: 'manual',
        keepalive: leaving === true,
        headers: {
          Accept: 'application/json',
          'Accept-Language': this.settings.language,
          'Content-Type': 'application/json',
          [this.settings.csrf.header]: this.settings.csrf.value
        },
        body: body === undefined ? undefined : JSON.stringify(body)
      });
      if (!answer.ok) {
        const told = await answer.json().catch(() => ({}));
        const isToSignIn = answer.type === 'opaqueredirect';
        throw Object.assign(new Error(told.detail || ''), {status: isToSignIn ? 401 : answer.status, told});
      }
      return answer.json();
    }

    /** What is entered on this page is entered by whoever has opened it, or by nobody. */
    async renew() {
      const session = await this.send('GET', this.settings.path.replace(/[^/]*$/, 'session'));
      if (this.sheet && session.person !== this.sheet.viewer.id) {
        this.end(this.words.other);
        throw new Error(this.words.other);
      }
      this.settings.csrf = {header: session.csrfHeader, value: session.csrfToken};
    }

    /** @returns whether the list is the one that was loaded now */
    async load(message) {
      let sheet;
      try {
        sheet = await this.call('GET', '');
      } catch (problem) {
        this.notLoaded(problem, message);
        return false;
      }
      this.sheet = sheet;
      this.alive = true;
      this.changed.clear();
      this.tell(sheet);
      this.rows = sheet.items.map(item => this.row(item));
      this.draw();
      if (message) {
        this.say(message);
      }
      return true;
    }

    notLoaded(problem, message) {
      if (isRefused(problem)) {
        this.root.replaceChildren(make('div', {class: 'gwr-problem', role: 'alert'}, this.words.gone));
        return;
      }
      if (!this.sheet) {
        this.problem = make('div', {class: 'gwr-problem', role: 'alert'});
        this.root.replaceChildren(this.problem);
      }
      const why = isSignedOut(problem) ? this.words.signedOut : this.words.unread;
      this.alarm(message ? `${message} ${why}` : why, true);
    }

    /** Times are those of the hospital, wherever the browser is and whatever its clock says. */
    tell(sheet) {
      const locale = this.settings.language === 'en' ? 'en-GB' : this.settings.language;
      const timeZone = known(sheet.timeZone);
      this.dates = new Intl.DateTimeFormat(locale, {dateStyle: 'medium', timeZone});
      this.times = new Intl.DateTimeFormat(locale, {dateStyle: 'medium', timeStyle: 'short', timeZone});
      this.days = new Intl.DateTimeFormat('en-CA', {year: 'numeric', month: '2-digit', day: '2-digit', timeZone});
      this.ahead = new Date(sheet.now) - Date.now();
    }

    async reload() {
      if (this.alive) {
        await this.save();
      }
      await this.load();
    }

    /** Keeps what was entered since the last time; drafts decide nothing. */
    async save(leaving) {
      window.clearTimeout(this.timer);
      if (!this.alive) {
        if (!leaving) {
          this.end();
        }
        return false;
      }
      if (this.running && !leaving) {
        const before = await this.running;
        return (await this.save()) && before;
      }
      const rows = [...this.changed];
      if (!rows.length) {
        return true;
      }
      this.changed.clear();
      this.say(this.words.saving);
      this.running = this.keep(rows, leaving);
      const kept = await this.running;
      this.running = null;
      return kept;
    }

    async keep(rows, leaving) {
      try {
        const answer = await this.call('PUT', '/draft', {items: rows.map(row => entry(row))}, leaving);
        answer.saved.map(stand => [this.byId(stand.id), stand]).filter(([row]) => row).forEach(([row, stand]) => {
          row.item.version = stand.version;
        });
        if (this.isTroubled) {
          this.isTroubled = false;
          this.problem.hidden = true;
        }
        const isWhole = !answer.conflicts.length && !answer.gone?.length;
        const isTold = !isWhole && !leaving && this.follow(await this.call('GET', '')).isTold;
        if (this.alive) {
          this.say(this.isChanging() ? this.words.savedOthers : this.words.saved);
        }
        return this.alive && !isTold;
      } catch (problem) {
        rows.filter(row => this.rows.includes(row)).forEach(row => this.changed.add(row));
        if (!this.alive) {
          return false;
        }
        if (problem.status === 422) {
          rows.forEach(row => this.changed.delete(row));
          this.blame(problem, rows);
        } else if (leaving || !isRefused(problem)) {
          this.keepLater(problem);
        } else {
          await this.keepTheRest();
        }
        return false;
      }
    }

    keepLater(problem) {
      this.alarm(isSignedOut(problem) ? this.words.signedOut : this.words.notSaved);
      this.isTroubled = true;
      this.timer = window.setTimeout(() => this.save(), 10 * SAVE_AFTER);
    }

    /** Drafts were refused as a whole: whoever has left the list takes nothing of the others along. */
    async keepTheRest() {
      try {
        const isOther = this.follow(await this.call('GET', '')).isOther;
        if (this.alive && !isOther) {
          this.end(this.words.closed); // it would be refused for ever
        } else if (this.alive && this.changed.size) {
          this.timer = window.setTimeout(() => this.save(), SAVE_AFTER);
        }
      } catch (problem) {
        if (isRefused(problem)) {
          this.end(this.words.gone);
        } else if (this.alive) {
          this.keepLater(problem);
        }
      }
    }

    /** Nothing is taken from this page any more. */
    end(because) {
      this.alive = false;
      this.ended = because || this.ended;
      this.say('');
      this.unsure();
      this.alarm(`${this.ended} ${this.words.lost}`, true);
    }

    async handIn() {
      this.confirm.hidden = true;
      this.button.setAttribute('aria-disabled', 'true');
      let rows = this.marked();
      try {
        if (!(await this.save())) {
          return;
        }
        rows = rows.filter(row => isMarked(row)); // by another tab one may have been decided on in the same way
        if (!rows.length) {
          return;
        }
        const answer = await this.call('POST', '/decisions', {items: rows.map(row => entry(row))});
        // also what was entered about others in the meantime
        if (!(await this.save()) || !(await this.load(this.words.handedIn(rows.length)))) {
          this.handedIn(answer.items);
          return;
        }
        this.root.querySelector('.gwr-progress')?.focus();
        if (this.sheet.review.state === 'CLOSED' && this.settings.closed) {
          this.settings.closed();
        }
      } catch (problem) {
        if (problem.status === 422) {
          this.blame(problem, rows);
        } else if (isRefused(problem)) {
          await this.notHandedIn(problem);
        } else if (this.alive) {
          this.alarm(isSignedOut(problem) ? this.words.signedOut : problem.message || this.words.failed);
        }
      } finally {
        this.button.removeAttribute('aria-disabled');
      }
    }

    /** The list could not be read anew: of it, this much is known. */
    handedIn(stands) {
      this.say(this.words.handedIn(stands.length));
      stands.map(stand => [this.byId(stand.id), stand]).filter(([row, stand]) => row && stand.outcome).forEach(([row, stand]) => {
        this.changed.delete(row);
        this.replace(row, {...row.item, draft: null, version: stand.version, decision: stand.decision, outcome: stand.outcome}, null);
      });
    }

    /** Nothing was committed. Whoever has left the list goes, and the rest can be handed in. */
    async notHandedIn(problem) {
      try {
        const {gone, isTold} = this.follow(await this.call('GET', ''));
        if (this.alive && isTold) {
          this.sayChanging();
          this.alarm(`${gone.length ? this.words.left(gone) : this.words.told} ${this.words.notYet}`);
        } else if (this.alive) {
          this.alarm(problem.message || this.words.failed, true);
        }
      } catch (unread) {
        if (isRefused(unread)) {
          this.end(this.words.gone);
        } else if (this.alive) {
          this.alarm(problem.message || this.words.failed, true);
        }
      }
    }

    /**
     * Takes over how the list is by now: whoever has left it goes, and what others have entered is told. What was entered here about
     * everybody else stays.
     *
     * @returns gone: the names of those who have left; isTold: whether somebody has to look again; isOther: whether anything was not as it is
     */
    follow(sheet) {
      const now = new Map(sheet.items.map(item => [item.id, item]));
      const gone = this.rows.filter(row => !now.has(row.item.id));
      const isOver = sheet.review.state !== this.sheet.review.state;
      const isOthers = sheet.viewer.id !== this.sheet.viewer.id;
      if (!isOthers) {
        this.sheet = sheet;
      }
      if (isOthers || !sheet.mayDecide) {
        this.end(isOthers ? this.words.other : this.words.over);
        return {gone: [], isTold: true, isOther: true};
      }
      this.rows = this.rows.filter(row => now.has(row.item.id));
      const stale = this.rows.filter(row => isStale(row.item, now.get(row.item.id)));
      const told = stale.filter(row => this.meet(row, now.get(row.item.id)));
      if (gone.length || isOver) {
        this.drop(gone, isOver);
      }
      return {gone: names(gone), isTold: gone.length + told.length > 0, isOther: gone.length + stale.length > 0};
    }

    drop(gone, isOver) {
      const focused = document.activeElement;
      gone.forEach(row => this.changed.delete(row));
      this.unsure();
      if (isOver) {
        this.draw();
      } else {
        this.arrange();
        this.count();
      }
      if (focused !== document.activeElement) {
        (this.root.contains(focused) ? focused : this.button).focus({preventScroll: true});
      }
      if (gone.length) {
        this.alarm(this.words.left(names(gone)));
      }
    }

    /** Nothing is left to decide about this guest; the others can be handed in. */
    leaveOut(row) {
      row.choice = null;
      row.open = false;
      row.node.dataset.choice = '';
      row.choices.disabled = true;
      row.choices.querySelectorAll('input').forEach(radio => { radio.checked = false; });
      row.reasonBox.hidden = true;
      this.count();
    }

    /** Shows each finding of the server beside the guest it is about. */
    blame(problem, rows) {
      const errors = problem.told.errors || [];
      errors.forEach(error => {
        const found = /^items\[(\d+)]/.exec(error.field || '');
        if (found && rows[found[1]]) {
          if (error.field.endsWith('.id')) {
            this.leaveOut(rows[found[1]]);
          }
          this.wrong(rows[found[1]], error.message);
        }
      });
      this.alarm(errors.length ? errors[0].message : problem.message || this.words.failed);
      const first = this.rows.find(row => row.problem.textContent);
      first?.reason.focus();
    }

    // ---- what a row is ----

    row(item) {
      const draft = item.outcome ? null : item.draft;
      const row = {item, choice: draft?.decision || null, text: draft?.reason || '', bulk: false, open: !item.outcome};
      row.node = this.drawRow(row);
      return row;
    }

    byId(id) {
      return this.rows.find(row => row.item.id === id);
    }

    marked() {
      return this.rows.filter(isMarked);
    }

    choose(row, choice, bulk) {
      row.choice = choice;
      row.bulk = bulk === true;
      row.node.querySelectorAll('input[type=radio]').forEach(radio => {
        radio.checked = radio.value === choice;
      });
      this.wrong(row, '');
      this.touched(row);
    }

    touched(row) {
      this.askReason(row);
      row.node.dataset.choice = row.choice || '';
      this.count();
      if (row.item.outcome) {
        // nobody asks any more, so there is nothing to draft for: another decision is handed in or it is none
        this.sayChanging();
        return;
      }
      this.changed.add(row);
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save(), SAVE_AFTER);
    }

    askReason(row) {
      const needed = Boolean(row.choice) && row.item.reasonNeededFor.includes(row.choice);
      row.reasonLabel.textContent = needed ? this.words.reasonNeeded : this.words.reason;
      row.reason.required = needed;
      row.reasonBox.hidden = !row.choice;
    }

    wrong(row, text) {
      row.problem.textContent = text;
      row.reason.toggleAttribute('aria-invalid', Boolean(text));
    }

    isChanging() {
      return this.marked().some(row => row.item.outcome);
    }

    sayChanging() {
      this.say(this.isChanging() ? this.words.changing : '');
    }

    /** What was to be handed in has become something else. */
    unsure() {
      if (!this.confirm.hidden) {
        const focused = this.confirm.contains(document.activeElement);
        this.confirm.hidden = true;
        if (focused) {
          this.button.focus();
        }
      }
    }

    /**
     * The server knows something else about a guest: it is shown, and told where something else was entered here.
     *
     * @returns whether it was told
     */
    meet(row, item) {
      const theirs = item.decision || item.draft;
      const isSame = theirs && theirs.decision === row.choice && (theirs.reason || '') === row.text.trim();
      if (isSame || (!row.choice && !this.changed.has(row))) {
        this.changed.delete(row);
        this.replace(row, item, item.outcome ? null : item.draft);
        return false;
      }
      this.conflict(row, item);
      return true;
    }

    /**
     * Somebody else, or another tab, was faster: theirs is shown. Or the guest has changed: what is new is shown. Ours has to be
     * meant again.
     */
    conflict(row, item) {
      const read = one => JSON.stringify([one.askedBecause, one.guest, one.evidence]);
      const theirs = item.decision || item.draft;
      const isChanged = !item.outcome && (read(item) !== read(row.item) || (!theirs && item.askedBecause.length > 0));
      this.unsure();
      this.changed.delete(row);
      this.replace(row, item, item.outcome ? null : {decision: isChanged ? null : theirs?.decision, reason: theirs?.reason});
      if (isChanged) {
        this.wrong(row, [...item.askedBecause.map(because => `${because.name}.`), this.words.changedMeanwhile].join(' '));
      } else if (theirs) {
        this.wrong(row, this.words.conflict(theirs.by.displayName, this.words[theirs.decision]));
      } else {
        this.wrong(row, item.outcome ? this.words.settled : this.words.failed);
      }
    }

    /** Draws a row anew, with what is entered about the guest. */
    replace(row, item, entered) {
      row.item = item;
      row.choice = entered?.decision || null;
      row.text = entered?.reason || '';
      row.bulk = false;
      row.open = !item.outcome;
      const old = row.node;
      const focused = old.contains(document.activeElement);
      row.node = this.drawRow(row);
      old.replaceWith(row.node);
      if (focused) {
        row.node.querySelector('input[type=radio], .gwr-button')?.focus();
      }
      this.count();
    }

    // ---- drawing ----

    /** As the pages of the desk tell it: a moment within a day in hours, everything else in days of the hospital's calendar. */
    distance(time, exact) {
      const at = new Date(time);
      const now = new Date(Date.now() + this.ahead);
      const seconds = (at - now) / 1000;
      const away = Math.abs(seconds);
      if (exact && away < 60) {
        return this.distances.format(0, 'second');
      }
      if (exact && away < 86400) {
        return away < 3600 ? this.distances.format(Math.trunc(seconds / 60), 'minute') : this.distances.format(Math.trunc(seconds / 3600), 'hour');
      }
      const days = (new Date(this.days.format(at)) - new Date(this.days.format(now))) / 86400000;
      if (Math.abs(days) < 92) {
        return this.distances.format(days, 'day');
      }
      return Math.abs(days) < 730 ? this.distances.format(Math.round(days / 30.44), 'month') : this.distances.format(Math.round(days / 365.25), 'year');
    }

    when(time, exact) {
      const at = new Date(time);
      return [
        make('time', {datetime: time, title: `${this.times.format(at)} (${this.sheet.timeZone})`}, (exact ? this.times : this.dates).format(at)),
        make('span', {class: 'gwr-soft'}, ` (${this.distance(time, exact)})`)
      ];
    }

    cell(label, ...children) {
      return make('td', {role: 'cell', 'data-label': label}, make('div', {}, ...children));
    }

    drawRow(row) {
      const {item} = row;
      const {guest, evidence, recommendation} = item;
      const words = this.words;
      const columns = words.columns;
      row.box = make('input', {type: 'checkbox', 'aria-label': words.select(guest.displayName), onchange: () => this.countChosen()});
      const node = make('tr', {role: 'row', 'data-item': item.id},
        make('td', {role: 'cell', class: 'gwr-pick'}, row.open && this.sheet.mayDecide ? row.box : null),
        make('th', {role: 'rowheader', scope: 'row'},
          guest.page ? make('a', {href: this.settings.root + guest.page, target: '_blank', rel: 'noopener'}, guest.displayName) : make('span', {}, guest.displayName),
          make('span', {class: 'gwr-soft gwr-line'}, guest.email),
          make('span', {class: 'gwr-soft gwr-line'}, guest.clinic?.name || ''),
          make('span', {class: 'gwr-line'}, guest.purpose),
          item.askedBecause.map(because => make('span', {class: 'gwr-line gwr-because'}, because.name)),
          item.firstAnswer ? make('span', {class: 'gwr-line gwr-first'},
            words.first(item.firstAnswer.by.displayName, words[item.firstAnswer.decision]),
            item.firstAnswer.reason ? ` (${item.firstAnswer.reason})` : '') : null),
        this.cell(columns.access,
          evidence.grants.length ? evidence.grants.map(grant => make('span', {class: 'gwr-line'}, grant.name)) : words.none,
          make('span', {class: 'gwr-line gwr-soft'}, `${words.until} `, ...this.when(guest.accessUntil))),
        this.cell(columns.signIn,
          evidence.lastSignIn ? this.when(evidence.lastSignIn) : [make('strong', {}, words.unknown), make('span', {class: 'gwr-line gwr-soft'}, evidence.unknownBecause || '')],
          evidence.asOf ? make('span', {class: 'gwr-line gwr-soft'}, `${words.asOf} ${this.distance(evidence.asOf, true)}`) : null),
        this.cell(columns.changed,
          evidence.changed.length ? evidence.changed.map(change => make('span', {class: 'gwr-line'}, change.name))
            : item.askedBecause.length ? make('span', {class: 'gwr-soft'}, words.above) : make('span', {class: 'gwr-soft'}, words.unchanged)),
        this.cell(columns.advice,
          make('span', {class: `gwr-badge gwr-${recommendation.advice.toLowerCase()}`}, words.advice[recommendation.advice]),
          make('span', {class: 'gwr-line gwr-soft'}, recommendation.reason)),
        this.cell(columns.decision, ...this.drawDecision(row)));
      node.dataset.choice = row.choice || '';
      return node;
    }

    drawDecision(row) {
      const {item} = row;
      const words = this.words;
      const name = item.guest.displayName;
      const group = `decision-${item.id}`;
      row.reason = make('input', {type: 'text', maxlength: '500', autocomplete: 'off', 'aria-label': words.reasonFor(name), 'aria-describedby': `problem-${item.id}`});
      row.reason.value = row.text;
      row.reason.addEventListener('input', () => {
        row.text = row.reason.value;
        this.wrong(row, '');
        this.touched(row);
      });
      row.reasonLabel = make('span', {class: 'gwr-soft', 'aria-hidden': 'true'});
      row.reasonBox = make('div', {class: 'gwr-reason'}, row.reasonLabel, row.reason);
      this.askReason(row);
      row.problem = make('span', {class: 'gwr-wrong', role: 'alert', id: `problem-${item.id}`});
      row.choices = make('fieldset', {class: 'gwr-choices'},
        make('legend', {class: 'gwr-hidden'}, words.decisionFor(name)),
        // a decision is not changed into none
        CHOICES.map((choice, at) => item.outcome && choice === 'DONT_KNOW' ? null : make('label', {},
          make('input', {type: 'radio', name: group, value: choice, checked: row.choice === choice, onchange: () => this.choose(row, choice)}),
          make('span', {}, words[choice], make('kbd', {'aria-hidden': 'true'}, Object.keys(KEYS)[at].toUpperCase())))));
      if (!item.outcome) {
        return this.sheet.mayDecide ? [row.choices, row.reasonBox, row.problem] : [make('span', {class: 'gwr-soft'}, '–')];
      }
      return this.drawOutcome(row);
    }

    drawOutcome(row) {
      const {item} = row;
      const words = this.words;
      const said = item.decision;
      const lines = [make('strong', {}, said ? words[said.decision] : words.outcomes[item.outcome])];
      if (said) {
        lines.push(make('span', {class: 'gwr-line gwr-soft'}, `${words.by} ${said.by.displayName}, `, ...this.when(said.at, true)));
        lines.push(make('span', {class: 'gwr-line'}, said.reason || ''));
      }
      if (!said || item.outcome !== 'APPLIED' || !this.sheet.mayDecide) {
        return [...lines, row.problem];
      }
      // a change of mind is possible until the deadline, as long as what followed can be taken back
      const change = make('button', {type: 'button', class: 'gwr-button', 'aria-label': `${words.change}: ${item.guest.displayName}`}, words.change);
      const box = make('div', {}, lines, change, row.problem);
      const leave = make('button', {type: 'button', class: 'gwr-button', 'aria-label': `${words.leave}: ${item.guest.displayName}`}, words.leave);
      change.addEventListener('click', () => {
        row.open = true;
        box.replaceChildren(row.choices, row.reasonBox, row.problem, leave);
        row.choices.querySelector('input').focus();
      });
      leave.addEventListener('click', () => {
        this.replace(row, item, null);
        row.node.querySelector('.gwr-button').focus();
        this.sayChanging();
      });
      return [box];
    }

    draw() {
      const words = this.words;
      const {review, mayDecide} = this.sheet;
      this.status = make('p', {class: 'gwr-status', role: 'status', 'aria-live': 'polite'});
      this.problem = make('div', {class: 'gwr-problem', role: 'alert', hidden: true});
      this.bar = make('progress', {max: String(this.rows.length || 1), 'aria-hidden': 'true'});
      this.progress = make('span', {class: 'gwr-progress', tabindex: '-1'});
      this.table = make('table', {role: 'table'}, make('caption', {class: 'gwr-hidden'}, words.columns.decision));
      this.empty = make('p', {class: 'gwr-soft', hidden: true}, words.empty);
      this.button = make('button', {type: 'button', class: 'gwr-button gwr-main', onclick: () => this.ask()}, words.handIn(0));
      this.confirm = make('section', {class: 'gwr-confirm', hidden: true, tabindex: '-1', 'aria-label': words.sure});
      const closed = review.state === 'CLOSED';
      const allDone = this.rows.every(row => row.item.outcome);
      const own = this.sheet.ownDecisions;
      this.root.replaceChildren(
        make('div', {class: 'gwr-head'},
          make('div', {}, this.progress, this.bar),
          make('p', {}, closed ? words.closed : mayDecide ? [`${words.due} `, ...this.when(review.dueAt, true)] : words.over)),
        closed && allDone && this.rows.length + own.length ? make('div', {class: 'gwr-done', role: 'status'}, words.done) : '',
        review.kind === 'SECOND_LOOK' ? make('p', {class: 'gwr-note'}, words.again) : '',
        this.drawFilters(),
        mayDecide ? this.drawBulk() : '',
        mayDecide ? make('p', {class: 'gwr-soft gwr-keys'}, words.keys) : '',
        this.table,
        this.empty,
        own.length ? make('section', {class: 'gwr-note gwr-own'}, words.own(own.length),
          make('ul', {}, own.map(one => make('li', {}, `${words[one.decision]}, `, ...this.when(one.at, true))))) : '',
        mayDecide ? make('div', {class: 'gwr-foot'}, this.problem, this.status, this.confirm, this.button) : make('div', {}, this.problem, this.status));
      this.table.addEventListener('keydown', event => this.key(event));
      this.root.onkeydown = event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && mayDecide) {
          event.preventDefault();
          this.ask();
        }
      };
      this.arrange();
      this.count();
    }

    drawFilters() {
      const words = this.words;
      const clinics = {'': words.allClinics};
      this.rows.map(row => row.item.guest.clinic).filter(Boolean).sort((a, b) => a.name.localeCompare(b.name)).forEach(clinic => {
        clinics[clinic.key] = clinic.name;
      });
      const change = name => event => {
        this.view[name] = event.target.type === 'checkbox' ? event.target.checked : event.target.value;
        this.arrange();
      };
      return make('div', {class: 'gwr-filters', role: 'search'},
        make('label', {}, make('span', {}, words.filter), make('input', {type: 'search', value: this.view.text, oninput: change('text')})),
        make('label', {}, make('span', {}, words.clinic), make('select', {onchange: change('clinic')}, options(clinics, this.view.clinic))),
        make('label', {}, make('span', {}, words.show), make('select', {onchange: change('show')}, options(words.shows, this.view.show))),
        make('label', {}, make('span', {}, words.sort), make('select', {onchange: change('sort')}, options(words.sorts, this.view.sort))),
        make('label', {class: 'gwr-check'}, make('input', {type: 'checkbox', checked: this.view.group, onchange: change('group')}), make('span', {}, words.group)));
    }

    drawBulk() {
      const words = this.words;
      this.all = make('input', {type: 'checkbox', onchange: () => {
        this.shown().filter(row => row.open && !row.item.outcome).forEach(row => {
          row.box.checked = this.all.checked;
        });
        this.countChosen();
      }});
      this.chosenText = make('span', {'aria-live': 'polite'}, words.chosen(0));
      const act = (text, choice) => make('button', {type: 'button', class: 'gwr-button', 'data-bulk': text, onclick: () => this.many(choice)}, text);
      return make('div', {class: 'gwr-bulk', role: 'group', 'aria-label': words.selectAll},
        make('label', {class: 'gwr-check'}, this.all, make('span', {}, words.selectAll)),
        this.chosenText,
        act(words.bulkKeep, () => 'KEEP'),
        act(words.bulkRemove, () => 'REMOVE'),
        act(words.bulkAdvice, row => row.item.recommendation.advice === 'LOOK' ? undefined : row.item.recommendation.advice),
        act(words.bulkClear, () => null));
    }

    // ---- what is shown, and in which order ----

    shown() {
      const {text, clinic, show} = this.view;
      const wanted = text.trim().toLowerCase();
      const fits = {
        all: () => true,
        open: row => row.open && !row.item.outcome,
        marked: isMarked,
        remove: row => row.item.recommendation.advice === 'REMOVE',
        look: row => row.item.recommendation.advice === 'LOOK'
      };
      return this.rows.filter(row => {
        const {guest} = row.item;
        return fits[show](row) && (!clinic || guest.clinic?.key === clinic)
          && (!wanted || `${guest.displayName} ${guest.email}`.toLowerCase().includes(wanted));
      });
    }

    arrange() {
      const advice = ['REMOVE', 'LOOK', 'KEEP'];
      const orders = {
        name: () => 0,
        advice: (a, b) => advice.indexOf(a.item.recommendation.advice) - advice.indexOf(b.item.recommendation.advice),
        signIn: (a, b) => (a.item.evidence.lastSignIn || '').localeCompare(b.item.evidence.lastSignIn || ''),
        end: (a, b) => a.item.guest.accessUntil.localeCompare(b.item.guest.accessUntil)
      };
      const rows = this.shown().sort((a, b) => orders[this.view.sort](a, b) || a.item.guest.displayName.localeCompare(b.item.guest.displayName));
      const columns = this.words.columns;
      const head = make('thead', {role: 'rowgroup'}, make('tr', {role: 'row'},
        make('td', {role: 'cell'}), Object.values(columns).map(text => make('th', {role: 'columnheader', scope: 'col'}, text))));
      const groups = new Map();
      rows.forEach(row => {
        const name = this.view.group ? row.item.guest.clinic?.name || '' : '';
        groups.set(name, [...(groups.get(name) || []), row.node]);
      });
      const bodies = [...groups.entries()].sort((a, b) => a[0].localeCompare(b[0])).map(([name, nodes]) => make('tbody', {role: 'rowgroup'},
        name ? make('tr', {role: 'row', class: 'gwr-group'}, make('th', {role: 'rowheader', scope: 'rowgroup', colspan: '7'}, `${name} (${nodes.length})`)) : null,
        nodes));
      this.table.replaceChildren(this.table.caption, head, ...bodies);
      this.table.hidden = rows.length === 0;
      this.empty.hidden = rows.length !== 0;
      this.rows.filter(row => !row.node.isConnected).forEach(row => {
        row.box.checked = false;
      });
      this.countChosen();
    }

    count() {
      const own = this.sheet.ownDecisions.length;
      const done = this.rows.filter(row => row.item.outcome).length + own;
      this.progress.textContent = this.words.progress(done, this.rows.length + own);
      this.bar.max = this.rows.length + own || 1;
      this.bar.value = done;
      this.button.textContent = this.words.handIn(this.marked().length);
    }

    countChosen() {
      if (this.chosenText) {
        this.chosenText.textContent = this.words.chosen(this.rows.filter(row => row.box.checked).length);
      }
    }

    // ---- what people do ----

    /** "Keep" for many at once is for guests about whom nothing is to be looked at. */
    many(choice) {
      let alone = 0;
      this.rows.filter(row => row.box.checked).forEach(row => {
        const wanted = choice(row);
        if (wanted === undefined || (wanted === 'KEEP' && !row.item.bulkKeep)) {
          alone++;
          return;
        }
        this.choose(row, wanted, true);
        row.box.checked = false;
      });
      this.countChosen();
      if (alone) {
        this.alarm(this.words.alone(alone));
      } else {
        this.problem.hidden = true;
      }
    }

    key(event) {
      const choice = KEYS[event.key.toLowerCase()];
      const node = event.target.closest('tr[data-item]');
      const typing = event.target.matches('input[type=text], input[type=search], select');
      if (!node || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const row = this.byId(node.dataset.item);
      if (typing) {
        if (event.key === 'Enter') {
          event.preventDefault();
          this.next(row);
        }
        return;
      }
      if (!choice || !row.open || !this.sheet.mayDecide || !row.choices.querySelector(`[value=${choice}]`)) {
        return;
      }
      event.preventDefault();
      this.choose(row, choice);
      if (row.item.reasonNeededFor.includes(choice) && !row.text.trim()) {
        row.reason.focus();
      } else {
        this.next(row);
      }
    }

    /** The next guest below that nothing is entered for, else the button. */
    next(row) {
      const nodes = [...this.table.querySelectorAll('tr[data-item]')];
      const after = nodes.slice(nodes.indexOf(row.node) + 1).map(node => this.byId(node.dataset.item));
      const open = after.find(one => one.open && !one.choice);
      (open ? open.choices.querySelector('input') : this.button).focus();
    }

    ask() {
      const rows = this.marked();
      if (!rows.length) {
        this.alarm(this.words.nothing);
        return;
      }
      this.problem.hidden = true;
      const sums = CHOICES.map(choice => [choice, rows.filter(row => row.choice === choice).length]).filter(([, n]) => n > 0);
      const yes = make('button', {type: 'button', class: 'gwr-button gwr-main', onclick: () => this.handIn()}, this.words.handIn(rows.length));
      this.confirm.replaceChildren(
        make('h3', {}, this.words.sure),
        make('ul', {}, sums.map(([choice, n]) => make('li', {class: `gwr-sum-${choice.toLowerCase()}`}, this.words.sum[choice](n)))),
        yes,
        make('button', {type: 'button', class: 'gwr-button', onclick: () => {
          this.confirm.hidden = true;
          this.button.focus();
        }}, this.words.back));
      this.confirm.hidden = false;
      yes.focus();
    }

    say(text) {
      this.status.textContent = text;
    }

    alarm(text, reload) {
      this.isTroubled = false;
      this.problem.replaceChildren(make('span', {}, text),
        reload ? make('button', {type: 'button', class: 'gwr-button', onclick: () => this.reload()}, this.words.reload) : '');
      this.problem.hidden = false;
    }
  }

  function entry(row) {
    return {id: row.item.id, version: row.item.version, decision: row.choice, reason: row.text.trim() || null, bulk: row.bulk};
  }

  /** Hospitals may name a zone that this browser does not know. */
  function known(timeZone) {
    try {
      return new Intl.DateTimeFormat('en', {timeZone}).resolvedOptions().timeZone;
    } catch (unknown) {
      return undefined;
    }
  }

  /** Whether the server does not take it, and would not take it later. */
  function isRefused(problem) {
    return problem.status === 404 || problem.status === 409 || (problem.status === 403 && problem.isRenewed);
  }

  /** Whether it may be for the session that is over. */
  function isSignedOut(problem) {
    return problem.status === 401 || (problem.status === 403 && !problem.isRenewed);
  }

  function isMarked(row) {
    return row.open && Boolean(row.choice);
  }

  function names(rows) {
    return rows.map(row => row.item.guest.displayName);
  }

  function isStale(known, now) {
    return known.version !== now.version || (known.outcome || null) !== (now.outcome || null);
  }

  window.GuestwardReview = {
    show(root, settings) {
      const review = new Review(root, settings);
      review.load();
      return review;
    }
  };

  // the page of its own brings everything along in attributes
  document.querySelectorAll('[data-review]').forEach(root => {
    const {path, links, header, token} = root.dataset;
    window.GuestwardReview.show(root, {path, root: links, csrf: {header, value: token}, language: document.documentElement.lang || 'en'});
  });
})();
