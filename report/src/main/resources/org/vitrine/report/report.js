'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const byId = (id) => document.getElementById(id);
  const element = (name, attributes, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const group = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, '\u2009');
  const rowsOf = (count) => group(count) + (count === 1 ? ' row' : ' rows');
  const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

  /* Other tables name a file by its id; its path stands once, here. */
  const ROW = 29, VISIBLE = 60, MANY = 400, PRINTED = 200;
  const files = data.tables.files ? data.tables.files.rows : [];
  const fileOf = new Map(files.map((row) => [row[0], row]));
  const idOf = new Map();
  for (const row of files) if (!idOf.has(row[1])) idOf.set(row[1], row[0]);
  const pathOf = (id) => (fileOf.has(id) ? fileOf.get(id)[1] || '(the release itself)' : '(file ' + id + ')');

  /* A table that draws only the rows that can be seen once there are many. */
  class Sheet {
    constructor(host, name, table) {
      this.name = name;
      this.title = table.title;
      this.columns = table.columns;
      this.rows = table.rows;
      this.shown = this.rows;
      this.haystacks = [];
      this.sorted = -1;
      this.down = false;
      this.many = this.rows.length > MANY;
      this.from = -1;
      this.hit = null;
      this.input = element('input', { type: 'search', placeholder: 'Filter these rows', 'aria-label': 'Filter ' + table.title });
      let wait;
      this.input.addEventListener('input', () => {
        clearTimeout(wait);
        wait = setTimeout(() => this.filter(this.input.value), 120);
      });
      this.count = element('span', { class: 'n', role: 'status' });
      const csv = element('button', { type: 'button', 'aria-label': 'Save ' + table.title + ' as CSV' }, 'CSV');
      csv.addEventListener('click', () => this.download());
      this.tools = element('div', { class: 'tools' }, this.input, this.count, csv);
      this.tools.hidden = this.rows.length < 2;
      this.head = element('tr', this.many ? { 'aria-rowindex': '1' } : {});
      this.columns.forEach((column, i) => {
        const button = element('button', { type: 'button' }, column.title);
        button.addEventListener('click', () => this.sort(i));
        this.head.append(element('th', column.number ? { scope: 'col', class: 'num' } : { scope: 'col' }, button, element('span', { class: 'heading', 'aria-hidden': 'true' }, column.title)));
      });
      this.body = element('tbody', {});
      this.table = element('table', { 'aria-label': table.title }, element('thead', {}, this.head), this.body);
      this.frame = element('div', { class: 'wrap' + (this.many ? ' big' : this.columns.length > 6 ? ' wide' : ''), tabindex: '0', role: 'region', 'aria-label': table.title + ', rows' });
      this.frame.append(this.table);
      host.append(this.tools, this.frame);
      if (this.many) {
        this.layOut();
        let asked = false;
        this.frame.addEventListener('scroll', () => {
          if (asked) return;
          asked = true;
          requestAnimationFrame(() => { asked = false; this.draw(); });
        }, { passive: true });
        this.unprinted = element('p', { class: 'printonly' }, 'The first ' + PRINTED + ' of ' + rowsOf(table.count) + ' are printed; all of them lie in facts/.');
        host.append(this.unprinted);
      } else {
        this.spread();
      }
      this.refresh();
    }

    /* Where all rows stand, values wrap: each column keeps room for words, and long ones share the rest. */
    spread() {
      [...this.head.children].forEach((cell, i) => {
        const longest = this.rows.reduce((most, row) => Math.max(most, this.columns[i].digest ? 12 : this.text(row, i).length), 0);
        cell.style.minWidth = Math.min(longest, 26) * (this.columns[i].kind ? 0.495 : 0.46) + 1.3 + 'rem';
      });
    }

    /* Fixed widths, from what nearly all values of a column need: nothing jumps while it scrolls. */
    layOut() {
      const columns = element('colgroup', {});
      let all = 0;
      this.columns.forEach((column, i) => {
        const lengths = this.rows.map((row) => (column.digest ? 12 : this.text(row, i).length)).sort((a, b) => a - b);
        const usual = Math.max(column.title.length + 2, lengths[Math.floor(lengths.length * 0.97)]);
        const wide = Math.min(usual, 64) * (column.kind ? 0.495 : 0.54) + 1.3;
        const col = element('col', {});
        col.style.width = wide + 'rem';
        columns.append(col);
        all += wide;
      });
      this.table.prepend(columns);
      this.table.style.width = 'max(100%, ' + all + 'rem)';
    }

    text(row, i) {
      const column = this.columns[i], value = row[i];
      if (column.link) return pathOf(value);
      if ((column.place || column.port) && value < 0) return '';
      return value === 'NOT_APPLICABLE' ? 'n/a' : String(value);
    }

    haystack(index, row) {
      return this.haystacks[index] ??= row.map((value, i) => this.text(row, i)).join('\u0000').toLowerCase();
    }

    matching(words) {
      return this.rows.filter((row, index) => { const all = this.haystack(index, row); return words.every((word) => all.includes(word)); });
    }

    filter(text) {
      const words = wordsOf(text);
      this.shown = words.length === 0 ? this.rows : this.matching(words);
      if (this.sorted >= 0) this.order();
      this.frame.scrollTop = 0;
      this.refresh();
    }

    sort(column) {
      this.down = this.sorted === column && !this.down;
      this.sorted = column;
      [...this.head.children].forEach((cell, i) => {
        if (i === column) cell.setAttribute('aria-sort', this.down ? 'descending' : 'ascending'); else cell.removeAttribute('aria-sort');
      });
      this.order();
      this.refresh();
    }

    order() {
      const column = this.sorted, sign = this.down ? -1 : 1, link = this.columns[column].link;
      const keyed = this.shown.map((row) => [link ? pathOf(row[column]) : row[column], row]);
      keyed.sort(([a], [b]) => sign * (a < b ? -1 : a > b ? 1 : 0));
      this.shown = keyed.map(([, row]) => row);
    }

    refresh() {
      this.count.textContent = this.shown.length === this.rows.length ? rowsOf(this.rows.length)
        : group(this.shown.length) + ' of ' + rowsOf(this.rows.length);
      if (this.many) this.table.setAttribute('aria-rowcount', this.shown.length + 1);
      this.from = -1;
      this.draw();
    }

    line(row, index) {
      const tr = element('tr', {});
      if (this.hit === row) tr.className = 'hit';
      row.forEach((value, i) => {
        const column = this.columns[i], text = this.text(row, i);
        const cell = element('td', column.kind ? { class: column.kind } : column.number ? { class: 'num' } : {});
        if (column.link && fileOf.has(value)) {
          cell.append(element('a', { href: '#file-' + value }, text));
        } else if (this.name === 'files' && i === 1) {
          cell.append(element('a', { href: '#file-' + row[0] }, text || '(the release itself)'));
        } else if (column.digest && text) {
          cell.append(element('span', { class: 'brief' }, text.slice(0, 12)), element('span', { class: 'whole' }, text));
        } else {
          cell.textContent = column.number && !column.port && text !== '' ? group(text) : text;
        }
        if (column.digest ? text : this.many && text.length > 60) cell.title = text;
        tr.append(cell);
      });
      if (this.many) tr.setAttribute('aria-rowindex', index + 2);
      return tr;
    }

    draw() {
      if (!this.many) {
        this.body.replaceChildren(...this.shown.map((row, i) => this.line(row, i)));
        return;
      }
      const top = Math.floor(this.frame.scrollTop / ROW) - 20;
      const from = Math.max(0, Math.min(top, this.shown.length - VISIBLE));
      const edge = from === 0 || from === this.shown.length - VISIBLE;
      if (this.from >= 0 && !edge && Math.abs(from - this.from) < 8) return;
      if (from === this.from) return;
      this.from = from;
      const to = Math.min(this.shown.length, from + VISIBLE);
      const space = (rows) => {
        const cell = element('td', { colspan: this.columns.length, class: 'space' });
        cell.style.height = rows * ROW + 'px';
        return element('tr', { 'aria-hidden': 'true' }, cell);
      };
      const focused = this.body.contains(document.activeElement);
      const lines = this.shown.slice(from, to).map((row, i) => this.line(row, from + i));
      this.body.replaceChildren(...(from > 0 ? [space(from)] : []), ...lines, ...(to < this.shown.length ? [space(this.shown.length - to)] : []));
      if (focused) this.frame.focus({ preventScroll: true });
    }

    /* On paper there is no scrolling. */
    print() {
      if (this.many) this.body.replaceChildren(...this.shown.slice(0, PRINTED).map((row, i) => this.line(row, i)));
    }

    unprint() {
      if (this.many) { this.from = -1; this.draw(); }
    }

    mark(row) {
      if (!this.shown.includes(row)) { this.input.value = ''; this.filter(''); }
      this.hit = row;
      this.from = -1;
      if (this.many) this.frame.scrollTop = Math.max(0, this.shown.indexOf(row) * ROW - 120);
      this.draw();
    }

    download() {
      const cell = (value) => {
        const text = /^[=+\-@\t\r]/.test(value) && !/^-?\d+$/.test(value) ? "'" + value : value;
        return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
      };
      const lines = [this.columns.map((column) => column.title), ...this.shown.map((row) => row.map((value, i) => this.text(row, i)))];
      const text = lines.map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n';
      const link = element('a', { download: this.name + '.csv', href: URL.createObjectURL(new Blob([text], { type: 'text/csv' })) });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }
  }

  const sheets = {};
  for (const host of document.querySelectorAll('[data-table]')) {
    const name = host.dataset.table;
    if (data.tables[name]) sheets[name] = new Sheet(host, name, data.tables[name]);
  }

  const go = (target) => {
    for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    target.scrollIntoView({ block: 'start' });
  };

  /* Everything that is said of one file: its row, the other tables, the clauses. */
  const card = element('div', { class: 'card', tabindex: '-1', role: 'region', 'aria-label': 'One file' });
  card.hidden = true;
  if (sheets.files) sheets.files.tools.before(card);
  const describe = (row) => {
    const id = row[0], list = element('dl', { class: 'facts' });
    const fact = (name, ...value) => list.append(element('dt', {}, name), element('dd', {}, ...value));
    for (let cut = row[1].lastIndexOf('/'); row[1] !== ''; cut = row[1].lastIndexOf('/', cut - 1)) {
      const parent = cut < 0 ? '' : row[1].slice(0, cut);
      if (idOf.has(parent)) { fact('Lies in', element('a', { href: '#file-' + idOf.get(parent) }, parent || '(the release itself)')); break; }
      if (cut <= 0) break;
    }
    sheets.files.columns.forEach((column, i) => {
      const text = sheets.files.text(row, i);
      if (i === 1 || text === '') return;
      const shown = column.place ? group(text) + ' (0x' + row[i].toString(16).toUpperCase() + ')' : column.number && !column.port ? group(text) : text;
      fact(column.title, column.kind === 'mono' ? element('span', { class: 'mono' }, shown) : shown);
    });
    const said = element('ul', { class: 'said' });
    let found = 0;
    const say = (what, href, text) => {
      if (++found <= 30) said.append(element('li', {}, element('a', { href, class: 'tag' }, what), ' ', text));
    };
    for (const clause of document.querySelectorAll('details.clause')) {
      if (clause.querySelector('a[href="#file-' + id + '"]')) say('clause', '#' + clause.id, clause.querySelector('summary').innerText.replace(/\s+/g, ' '));
    }
    for (const [name, sheet] of Object.entries(sheets)) {
      const link = sheet.columns.findIndex((column) => column.link);
      if (link < 0) continue;
      for (const other of sheet.rows) {
        if (other[link] !== id) continue;
        const cells = sheet.columns.map((column, i) => [column, sheet.text(other, i)]).filter(([column, text]) => !column.link && text !== '');
        say(sheet.title, '#' + name, cells.map(([column, text]) => column.title + ' ' + (column.digest ? text.slice(0, 12) : text)).join(' · '));
      }
    }
    if (found > 30) said.append(element('li', {}, 'and ' + group(found - 30) + ' more'));
    card.replaceChildren(element('h3', { class: 'mono' }, pathOf(id)), list, said);
    card.hidden = false;
  };

  /* Which verdicts are shown: an outcome, all of them (''), or those with something to explain. */
  const bar = byId('outcomes'), none = byId('none');
  const choose = (wanted) => {
    if (!bar) return;
    for (const button of bar.querySelectorAll('button')) button.setAttribute('aria-pressed', String(button.dataset.outcome === wanted));
    let left = 0;
    for (const clause of document.querySelectorAll('details.clause')) {
      clause.hidden = wanted !== '' && (wanted === 'explain' ? !('explain' in clause.dataset) : clause.dataset.outcome !== wanted);
      if (!clause.hidden) left++;
    }
    for (const family of document.querySelectorAll('.family')) family.hidden = !family.querySelector('details.clause:not([hidden])');
    none.hidden = left > 0;
  };
  if (bar) bar.addEventListener('click', (event) => { const button = event.target.closest('button'); if (button) choose(button.dataset.outcome); });

  /* #file-17 leads to what is said of artifact 17; #clause-… opens the clause. */
  const follow = () => {
    let hash = '';
    try { hash = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    if (/^file-\d+$/.test(hash) && sheets.files) {
      const row = fileOf.get(Number(hash.slice(5)));
      if (row) {
        describe(row);
        sheets.files.mark(row);
        go(card);
        card.focus({ preventScroll: true });
      }
    } else if (hash) {
      const target = byId(hash);
      if (!target) return;
      if (target.hidden && target.classList.contains('clause')) choose('');
      go(target);
    }
  };
  addEventListener('hashchange', follow);
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    if (link.dataset.outcome !== undefined) choose(link.dataset.outcome);
    if (link.getAttribute('href') === location.hash) follow();
    shut();
  });

  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details.clause:not([open])')].filter((clause) => /^(FAIL|PASS)$/.test(clause.dataset.outcome));
    for (const clause of opened) clause.open = true;
    for (const sheet of Object.values(sheets)) sheet.print();
  });
  addEventListener('afterprint', () => {
    for (const clause of opened) clause.open = false;
    for (const sheet of Object.values(sheets)) sheet.unprint();
  });

  const menu = byId('menu'), nav = document.querySelector('nav');
  menu.addEventListener('click', () => { const open = nav.classList.toggle('open'); menu.setAttribute('aria-expanded', String(open)); });
  function shut() { nav.classList.remove('open'); menu.setAttribute('aria-expanded', 'false'); }

  /* One search over paths, facts and clauses. */
  const search = byId('search'), results = byId('results');
  const SHOWN = 60, ENOUGH = 2000;
  const find = () => {
    const words = wordsOf(search.value);
    results.replaceChildren();
    if (words.length === 0) return;
    const list = element('ol', {});
    let found = 0;
    const offer = (text, href, what) => {
      if (++found <= SHOWN) list.append(element('li', {}, element('span', { class: 'tag' }, what), ' ', element('a', { href }, text)));
    };
    for (const clause of document.querySelectorAll('details.clause')) {
      const all = clause.textContent.toLowerCase();
      if (words.every((word) => all.includes(word))) {
        const [, number, title] = clause.querySelector('summary').children;
        offer(number.textContent + ' ' + title.firstChild.textContent, '#' + clause.id, clause.dataset.outcome);
      }
    }
    for (const [name, sheet] of Object.entries(sheets)) {
      if (found > ENOUGH) break;
      const link = name === 'files' ? 0 : sheet.columns.findIndex((column) => column.link);
      for (const row of sheet.matching(words)) {
        const label = sheet.columns.map((column, i) => [column, sheet.text(row, i)])
          .filter(([column, text], i) => text !== '' && !column.digest && !(name === 'files' && i !== 1)).slice(0, 6).map(([, text]) => text).join(' · ');
        offer(label.slice(0, 130), link < 0 ? '#' + name : '#file-' + row[link], sheet.title);
      }
    }
    results.append(element('p', { class: 'n' }, found > ENOUGH ? 'more than ' + group(ENOUGH) + ' found' : group(found) + ' found' + (found > SHOWN ? ', ' + SHOWN + ' shown' : '')), list);
  };
  let pause;
  search.addEventListener('input', () => { clearTimeout(pause); pause = setTimeout(find, 150); });
  search.addEventListener('keydown', (event) => { if (event.key === 'Escape') { search.value = ''; find(); } });

  const marks = new Map([...nav.querySelectorAll('#contents a')].map((link) => [link.getAttribute('href').slice(1), link]));
  const sections = [...marks.keys()].map(byId).filter(Boolean);
  const here = () => {
    let at = sections[0];
    for (const section of sections) if (section.getBoundingClientRect().top <= innerHeight / 4) at = section;
    for (const [id, link] of marks) if (id === at?.id) link.setAttribute('aria-current', 'true'); else link.removeAttribute('aria-current');
  };
  let waiting = false;
  addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; here(); });
  }, { passive: true });
  here();
  follow();
})();
