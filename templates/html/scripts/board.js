// The board's table: sorting, filtering, searching and printing.
(function () {
  "use strict";
  var root = document.documentElement;
  var table = document.querySelector("table.board");
  var controls = document.querySelector("form.controls");
  if (!table || !controls) { return; }
  var all = document.getElementById("ungrouped");
  var grouped = document.getElementById("grouped");
  var bodies = Array.from(table.tBodies).filter(function (body) { return body !== all; });
  var heads = Array.from(table.querySelectorAll("button.sort"));
  var search = document.getElementById("search");
  var status = document.getElementById("status-filter");
  var order = document.getElementById("order");
  var shown = controls.querySelector(".shown");
  var none = document.querySelector(".no-match");
  var rows = bodies.map(function (body) { return Array.from(body.querySelectorAll("tr.kpi")); });
  var collator = new Intl.Collator(root.lang, { numeric: true });
  var sorted = { button: null, way: 0 };

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  // The status of what is shown: the month's, or the year to date's.
  function statusOf(row) {
    return root.dataset.figures === "ytd" ? row.dataset.statusYtd : row.dataset.status;
  }

  function filter() {
    var wanted = plain(search.value.trim());
    var total = 0, visible = 0;
    bodies.forEach(function (body, index) {
      var some = false;
      rows[index].forEach(function (row) {
        var text = plain(row.textContent + " " + row.dataset.search);
        var fits = text.includes(wanted) && (!status.value || statusOf(row) === status.value);
        row.hidden = !fits;
        total += 1;
        visible += fits ? 1 : 0;
        some = some || fits;
      });
      body.hidden = !some || !grouped.checked;
    });
    shown.textContent = visible + " / " + total + " " + controls.dataset.shown;
    none.hidden = visible > 0;
  }

  function key(row, button) {
    var cell = row.cells[Number(button.dataset.column)];
    if (button.dataset.numeric === undefined) { return cell.textContent.trim(); }
    var value = cell.dataset.value;
    if (root.dataset.figures === "ytd" && cell.dataset.valueYtd) { value = cell.dataset.valueYtd; }
    return value === undefined ? null : Number(value);
  }

  // Rows without a value stay last, whichever way the others are sorted.
  function compare(a, b, way) {
    if (a === null || b === null) { return (a === null ? 1 : 0) - (b === null ? 1 : 0); }
    return way * (typeof a === "number" ? a - b : collator.compare(a, b));
  }

  function sort(button, way) {
    sorted = { button: button, way: way };
    heads.forEach(function (other) { other.closest("th").removeAttribute("aria-sort"); });
    if (way) {
      button.closest("th").setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
    }
    order.value = way > 0 ? button.dataset.column : "";
    if (!grouped.checked) { place(all, rows.flat(), button, way); return; }
    bodies.forEach(function (body, index) { place(body, rows[index], button, way); });
  }

  function place(body, own, button, way) {
    var ordered = own.slice();
    if (way) {
      ordered.sort(function (a, b) { return compare(key(a, button), key(b, button), way); });
    }
    ordered.forEach(function (row) { body.appendChild(row); });
  }

  function column(number) {
    return heads.find(function (head) { return head.dataset.column === number; });
  }

  // One list over all categories begins with the worst status; what has a unit of its own isn't
  // put in order there.
  function group() {
    table.classList.toggle("ungrouped", !grouped.checked);
    all.hidden = grouped.checked;
    heads.forEach(function (head) {
      head.disabled = !grouped.checked && head.dataset.own !== undefined;
      Array.from(order.options).forEach(function (option) {
        if (option.value === head.dataset.column) { option.disabled = head.disabled; }
      });
    });
    var worst = !grouped.checked && (!sorted.way || sorted.button.disabled);
    sort(worst ? column("1") : sorted.button, worst ? 1 : sorted.way);
    filter();
  }

  heads.forEach(function (button) {
    button.addEventListener("click", function () {
      var now = sorted.button === button ? sorted.way : 0;
      sort(button, now === 0 ? 1 : now === 1 ? -1 : 0);
    });
  });
  order.addEventListener("change", function () {
    var button = column(order.value);
    sort(button || null, button ? 1 : 0);
  });
  grouped.addEventListener("change", group);
  search.addEventListener("input", filter);
  status.addEventListener("change", filter);
  document.addEventListener("figureschange", function () {
    sort(sorted.button, sorted.way);
    filter();
  });
  controls.addEventListener("submit", function (event) { event.preventDefault(); });
  controls.querySelector(".print").addEventListener("click", function () { window.print(); });
  table.classList.add("sortable");
  controls.hidden = false;
  filter();
})();
