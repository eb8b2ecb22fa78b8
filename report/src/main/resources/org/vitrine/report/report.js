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

  /* A table that draws only the rows that can be seen once there are many. */
  class Sheet {
    constructor(host, name, table) {
      this.name = name;
      this.columns = table.columns;
      this.rows = table.rows;
      this.shown = this.rows;
      this.sorted = -1;
      this.down = false;
      this.many = this.rows.length > 400;
      this.from = -1;
      const input = element('input', { type: 'search', placeholder: 'Filter these rows', 'aria-label': 'Filter ' + table.title });
      let wait;
      input.addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(() => this.filter(input.value), 120); });
      this.input = input;
      this.count = element('span', { class: 'n', role: 'status' });
      const csv = element('button', { type: 'button' }, 'CSV');
      csv.addEventListener('click', () => this.download());
      const tools = element('div', { class: 'tools' }, input, this.count, csv);
      this.head = element('tr', {});
      this.columns.forEach((column, i) => {
        const button = element('button', { type: 'button' }, column.title);
        button.addEventListener('click', () => this.sort(i));
        this.head.append(element('th', column.number ? { scope: 'col', class: 'num' } : { scope: 'col' }, button));
      });
      this.body = element('tbody', {});
      this.frame = element('div', { class: 'wrap' + (this.many ? ' big' : ''), tabindex: '0', role: 'region', 'aria-label': table.title });
      this.frame.append(element('table', {}, element('thead', {}, this.head), this.body));
      host.append(tools, this.frame);
      if (this.many) {
        this.frame.addEventListener('scroll', () => this.draw(), { passive: true });
        host.append(element('p', { class: 'printonly' }, 'Not printed in full: ' + group(this.rows.length) + ' rows; see facts/.'));
      }
      this.refresh();
    }

    filter(text) {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      this.shown = words.length === 0 ? this.rows
        : this.rows.filter((row) => { const all = row.join('\u0000').toLowerCase(); return words.every((word) => all.includes(word)); });
      if (this.sorted >= 0) this.order();
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
      const column = this.sorted, sign = this.down ? -1 : 1;
      this.shown = [...this.shown].sort((one, other) => {
        const a = one[column], b = other[column];
        return sign * (a < b ? -1 : a > b ? 1 : 0);
      });
    }

    refresh() {
      this.count.textContent = this.shown.length === this.rows.length ? group(this.rows.length) + ' rows'
        : group(this.shown.length) + ' of ' + group(this.rows.length) + ' rows';
      this.from = -1;
      this.draw();
    }

    line(row, index) {
      const tr = element('tr', {});
      if (this.hit === row) tr.className = 'hit';
      row.forEach((value, i) => {
        const column = this.columns[i];
        const cell = element('td', column.kind ? { class: column.kind } : column.number ? { class: 'num' } : {});
        if (column.link && typeof value === 'string' && value !== '' && data.ids[value] !== undefined) {
          cell.append(element('a', { href: '#file-' + data.ids[value] }, value));
        } else {
          cell.textContent = column.number ? group(value) : value;
        }
        if (column.digest && value) { cell.textContent = value.slice(0, 12); cell.title = value; }
        tr.append(cell);
      });
      if (this.many) tr.setAttribute('aria-rowindex', index + 1);
      return tr;
    }

    draw() {
      if (!this.many) {
        this.body.replaceChildren(...this.shown.map((row, i) => this.line(row, i)));
        return;
      }
      const height = 29, visible = 60;
      const from = Math.max(0, Math.min(Math.floor(this.frame.scrollTop / height) - 20, this.shown.length - visible));
      if (from === this.from) return;
      this.from = from;
      const to = Math.min(this.shown.length, from + visible);
      const space = (rows) => { const tr = element('tr', { 'aria-hidden': 'true' }); const td = element('td', { colspan: this.columns.length }); td.height = rows * height; td.className = 'space'; tr.append(td); return tr; };
      const lines = this.shown.slice(from, to).map((row, i) => this.line(row, from + i));
      this.body.replaceChildren(...(from > 0 ? [space(from)] : []), ...lines, ...(to < this.shown.length ? [space(this.shown.length - to)] : []));
    }

    show(row) {
      if (!this.shown.includes(row)) { this.input.value = ''; this.filter(''); }
      this.hit = row;
      this.from = -1;
      if (this.many) this.frame.scrollTop = Math.max(0, this.shown.indexOf(row) * 29 - 120);
      this.draw();
      this.frame.scrollIntoView({ block: 'center' });
    }

    download() {
      const cell = (value) => {
        const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? "'" + value : String(value);
        return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
      };
      const lines = [this.columns.map((column) => column.title), ...this.shown].map((row) => row.map(cell).join(','));
      const link = element('a', { download: this.name + '.csv', href: URL.createObjectURL(new Blob([lines.join('\r\n') + '\r\n'], { type: 'text/csv' })) });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }
  }

  const sheets = {};
  for (const host of document.querySelectorAll('[data-table]')) {
    const name = host.dataset.table;
    if (data.tables[name]) sheets[name] = new Sheet(host, name, data.tables[name]);
  }

  /* #file-17 leads to the row of artifact 17; #clause-… opens the clause. */
  const follow = () => {
    const hash = decodeURIComponent(location.hash.slice(1));
    if (hash.startsWith('file-') && sheets.files) {
      const id = Number(hash.slice(5));
      const row = sheets.files.rows.find((candidate) => candidate[0] === id);
      if (row) sheets.files.show(row);
    } else if (hash) {
      const target = byId(hash);
      if (target && target.tagName === 'DETAILS') target.open = true;
      if (target) target.scrollIntoView();
    }
  };
  addEventListener('hashchange', follow);
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute('href') === location.hash) follow();
  });

  const bar = byId('outcomes');
  if (bar) {
    for (const button of bar.querySelectorAll('button')) {
      button.addEventListener('click', () => {
        for (const other of bar.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === button));
        const wanted = button.dataset.outcome;
        for (const clause of document.querySelectorAll('details.clause')) clause.hidden = wanted !== '' && clause.dataset.outcome !== wanted;
        for (const family of document.querySelectorAll('.family')) family.hidden = !family.querySelector('details.clause:not([hidden])');
      });
    }
  }
  addEventListener('beforeprint', () => { for (const clause of document.querySelectorAll('details.clause')) if (clause.dataset.outcome !== 'INCONCLUSIVE') clause.open = true; });

  const menu = byId('menu'), nav = document.querySelector('nav');
  menu.addEventListener('click', () => { const open = nav.classList.toggle('open'); menu.setAttribute('aria-expanded', String(open)); });

  /* One search over paths, facts and clauses. */
  const search = byId('search'), results = byId('results');
  let pause;
  search.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      results.replaceChildren();
      if (words.length === 0) return;
      const list = element('ol', {});
      let found = 0;
      const offer = (text, href, what) => {
        found++;
        if (found <= 60) list.append(element('li', {}, element('span', { class: 'tag' }, what), ' ', element('a', { href }, text)));
      };
      for (const clause of document.querySelectorAll('details.clause')) {
        const text = clause.querySelector('summary').textContent.replace(/\s+/g, ' ').trim();
        const all = clause.textContent.toLowerCase();
        if (words.every((word) => all.includes(word))) offer(text.slice(0, 110), '#' + clause.id, 'clause');
      }
      for (const [name, table] of Object.entries(data.tables)) {
        for (const row of table.rows) {
          if (found > 2000) break;
          const all = row.join('\u0000').toLowerCase();
          if (words.every((word) => all.includes(word))) {
            const path = row.find((value, i) => table.columns[i].link) ?? '';
            const label = row.filter((value, i) => value !== '' && !table.columns[i].digest).slice(0, 6).join(' · ');
            offer(String(label).slice(0, 130), data.ids[path] === undefined ? '#' + name : '#file-' + data.ids[path], table.title);
          }
        }
      }
      results.append(element('p', { class: 'n' }, found > 2000 ? 'more than 2000 found' : found + ' found' + (found > 60 ? ', 60 shown' : '')), list);
    }, 150);
  });

  const marks = new Map([...nav.querySelectorAll('a[href^="#"]')].map((link) => [link.getAttribute('href').slice(1), link]));
  if ('IntersectionObserver' in window) {
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) {
          for (const link of marks.values()) link.removeAttribute('aria-current');
          marks.get(entry.target.id)?.setAttribute('aria-current', 'true');
        }
      }
    }, { rootMargin: '0px 0px -75% 0px' });
    for (const id of marks.keys()) { const section = byId(id); if (section) observer.observe(section); }
  }
  follow();
})();
