// Enhances pages that are complete without it. A classic script: modules and requests do not work from a file.
(function () {
  'use strict';
  var root = document.documentElement;
  function store(value) {
    try {
      if (value === undefined) return localStorage.getItem('caretally.theme');
      if (value) localStorage.setItem('caretally.theme', value); else localStorage.removeItem('caretally.theme');
    } catch (e) { /* storage may be switched off: the choice then lasts for the page */ }
    return null;
  }
  function make(tag, attributes, text) {
    var element = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    if (text) element.textContent = text;
    return element;
  }
  var theme = store();
  if (theme === 'light' || theme === 'dark') root.setAttribute('data-theme', theme);

  function themeButton() {
    var bar = document.querySelector('header .bar');
    var button = make('button', { type: 'button', 'class': 'theme' });
    var names = { '': 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' };
    function show() { button.textContent = names[root.getAttribute('data-theme') || '']; }
    button.addEventListener('click', function () {
      var next = { '': 'light', light: 'dark', dark: '' }[root.getAttribute('data-theme') || ''];
      if (next) root.setAttribute('data-theme', next); else root.removeAttribute('data-theme');
      store(next);
      show();
    });
    show();
    bar.appendChild(button);
  }

  function ages() {
    var now = Date.now();
    document.querySelectorAll('time').forEach(function (time) {
      var minutes = Math.floor((now - Date.parse(time.getAttribute('datetime'))) / 60000);
      if (!(minutes >= 0)) return;
      var hours = Math.floor(minutes / 60), days = Math.floor(hours / 24);
      var age = days > 1 ? days + ' days ago' : hours > 1 ? hours + ' hours ago' : minutes > 1 ? minutes + ' minutes ago' : 'just now';
      time.after(make('span', { 'class': 'age' }, ' (' + age + ')'));
    });
  }

  function valueOf(row, column) {
    var text = row.cells[column].textContent.trim();
    var number = /^[-\u2212]?[\d,]*\.?\d+([\u2009\u00a0 ]?(%|s|ms))?$/.test(text) ? parseFloat(text.replace(/,/g, '').replace('\u2212', '-')) * (/\u00a0ms$/.test(text) ? 0.001 : 1) : NaN;
    return { text: text, number: number, isEmpty: text === '' || text === '\u2013' };
  }
  function compare(a, b) {
    if (a.isEmpty || b.isEmpty) return 0;
    if (!isNaN(a.number) && !isNaN(b.number)) return a.number - b.number;
    return a.text.localeCompare(b.text, 'en', { numeric: true, sensitivity: 'base' });
  }
  function sortBy(table, column, descending) {
    var body = table.tBodies[0];
    var rows = Array.from(body.rows).map(function (row) { return { row: row, value: valueOf(row, column) }; });
    rows.sort(function (a, b) {
      if (a.value.isEmpty !== b.value.isEmpty) return a.value.isEmpty ? 1 : -1;
      return compare(a.value, b.value) * (descending ? -1 : 1);
    });
    rows.forEach(function (entry) { body.appendChild(entry.row); });
  }
  function sortable(table) {
    var headings = Array.from(table.tHead.rows[0].cells);
    headings.forEach(function (heading, column) {
      var button = make('button', { type: 'button' }, heading.textContent);
      heading.textContent = '';
      heading.appendChild(button);
      button.addEventListener('click', function () {
        var descending = heading.getAttribute('aria-sort') === 'ascending';
        headings.forEach(function (other) { other.removeAttribute('aria-sort'); });
        heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
        sortBy(table, column, descending);
      });
    });
  }

  function filterBox(before, label, apply) {
    var box = make('label', { 'class': 'filter' }, label + ' ');
    var input = make('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' });
    var count = make('span', { 'class': 'dim', role: 'status' });
    input.addEventListener('input', function () {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      count.textContent = apply(function (text) { return words.every(function (word) { return text.indexOf(word) >= 0; }); }, words.length > 0);
    });
    box.appendChild(input);
    box.appendChild(count);
    before.parentNode.insertBefore(box, before);
  }
  function filterable(table) {
    var rows = Array.from(table.tBodies[0].rows);
    if (rows.length < 8) return;
    var texts = rows.map(function (row) { return Array.from(row.cells, function (cell) { return cell.textContent; }).join(' ').toLowerCase(); });
    filterBox(table.closest('.scroll'), 'Filter', function (matches, isOn) {
      var shown = 0;
      rows.forEach(function (row, i) { row.hidden = !matches(texts[i]); if (!row.hidden) shown++; });
      return isOn ? shown + ' of ' + rows.length : '';
    });
  }

  function lineage(svg) {
    var nodes = {}, up = {}, down = {}, edges = [];
    svg.querySelectorAll('[data-n]').forEach(function (node) { nodes[node.getAttribute('data-n')] = node; });
    svg.querySelectorAll('[data-e]').forEach(function (path) {
      var ends = path.getAttribute('data-e').split(' ');
      edges.push({ path: path, from: ends[0], to: ends[1] });
      (up[ends[1]] = up[ends[1]] || []).push(ends[0]);
      (down[ends[0]] = down[ends[0]] || []).push(ends[1]);
    });
    function reach(start, next) {
      var seen = {}, waiting = [start];
      while (waiting.length) {
        var at = waiting.pop();
        if (seen[at]) continue;
        seen[at] = true;
        (next[at] || []).forEach(function (other) { waiting.push(other); });
      }
      return seen;
    }
    function show(id) {
      var before = reach(id, up), after = reach(id, down);
      svg.classList.add('tracing');
      Object.keys(nodes).forEach(function (key) { nodes[key].classList.toggle('on', !!(before[key] || after[key])); });
      edges.forEach(function (e) { e.path.classList.toggle('on', !!((before[e.from] && before[e.to]) || (after[e.from] && after[e.to]))); });
    }
    function clear() { svg.classList.remove('tracing'); }
    Object.keys(nodes).forEach(function (id) {
      nodes[id].addEventListener('pointerenter', function () { show(id); });
      nodes[id].addEventListener('focus', function () { show(id); });
      nodes[id].addEventListener('pointerleave', clear);
      nodes[id].addEventListener('blur', clear);
    });
    if (Object.keys(nodes).length < 12) return;
    filterBox(svg.closest('.scroll'), 'Find', function (matches, isOn) {
      var first = null, shown = 0;
      Object.keys(nodes).forEach(function (id) {
        var hit = isOn && matches(nodes[id].textContent.toLowerCase());
        nodes[id].classList.toggle('hit', hit);
        if (hit) { shown++; first = first || nodes[id]; }
      });
      svg.classList.toggle('finding', isOn);
      if (first) first.scrollIntoView({ block: 'nearest', inline: 'center' });
      return isOn ? shown + ' found' : '';
    });
  }

  function copyButton(code) {
    if (!navigator.clipboard) return;
    var button = make('button', { type: 'button', 'class': 'copy' }, 'Copy');
    button.addEventListener('click', function () {
      navigator.clipboard.writeText(code.querySelector('code').textContent).then(function () {
        button.textContent = 'Copied';
        setTimeout(function () { button.textContent = 'Copy'; }, 1500);
      });
    });
    code.appendChild(button);
  }

  document.addEventListener('DOMContentLoaded', function () {
    themeButton();
    ages();
    document.querySelectorAll('table.sortable').forEach(sortable);
    document.querySelectorAll('table.filterable').forEach(filterable);
    document.querySelectorAll('.dag svg.lineage').forEach(lineage);
    document.querySelectorAll('details.code').forEach(copyButton);
  });
  // Paper cannot be unfolded: data tables are printed open and folded again afterwards.
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('details:not(.code):not([open])').forEach(function (details) { details.open = true; details.setAttribute('data-print', ''); });
  });
  window.addEventListener('afterprint', function () {
    document.querySelectorAll('details[data-print]').forEach(function (details) { details.open = false; details.removeAttribute('data-print'); });
  });
})();
