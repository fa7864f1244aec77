// Sorting, filtering and printing. The page is whole without any of it.
(function () {
  "use strict";
  var table = document.querySelector("table.board");
  var controls = document.querySelector("form.controls");
  if (!table || !controls) { return; }
  var bodies = Array.prototype.slice.call(table.tBodies);
  var search = document.getElementById("search");
  var status = document.getElementById("status-filter");
  var shown = controls.querySelector(".shown");
  var none = document.querySelector(".no-match");
  var rows = bodies.map(function (body) {
    return Array.prototype.slice.call(body.querySelectorAll("tr.kpi"));
  });
  var collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function filter() {
    var wanted = plain(search.value.trim());
    var total = 0, visible = 0;
    bodies.forEach(function (body, index) {
      var some = false;
      rows[index].forEach(function (row) {
        var text = plain(row.textContent + " " + row.dataset.search);
        var fits = (!wanted || text.indexOf(wanted) >= 0) &&
          (!status.value || row.dataset.status === status.value);
        row.hidden = !fits;
        total += 1;
        visible += fits ? 1 : 0;
        some = some || fits;
      });
      body.hidden = !some;
    });
    shown.textContent = visible + " / " + total + " " + controls.dataset.shown;
    none.hidden = visible > 0;
  }

  function key(row, column, numeric) {
    var cell = row.cells[column];
    if (!numeric) { return cell.textContent.trim(); }
    return cell.dataset.value === undefined ? null : Number(cell.dataset.value);
  }

  // Rows without a value stay last, whichever way the others are sorted.
  function compare(a, b, way) {
    if (a === null || b === null) { return (a === null ? 1 : 0) - (b === null ? 1 : 0); }
    return way * (typeof a === "number" ? a - b : collator.compare(a, b));
  }

  function sort(button) {
    var head = button.closest("th");
    var now = head.getAttribute("aria-sort");
    var next = now === "ascending" ? "descending" : now === "descending" ? null : "ascending";
    table.querySelectorAll("th[aria-sort]").forEach(function (other) {
      other.removeAttribute("aria-sort");
    });
    if (next) { head.setAttribute("aria-sort", next); }
    var column = Number(button.dataset.column);
    var numeric = button.dataset.numeric !== undefined;
    bodies.forEach(function (body, index) {
      var ordered = rows[index].slice();
      if (next) {
        ordered.sort(function (a, b) {
          return compare(key(a, column, numeric), key(b, column, numeric),
            next === "ascending" ? 1 : -1);
        });
      }
      ordered.forEach(function (row) { body.appendChild(row); });
    });
  }

  function openAll(open) {
    document.querySelectorAll("details").forEach(function (details) {
      if (open && !details.open) { details.dataset.shut = ""; details.open = true; }
      else if (!open && details.dataset.shut !== undefined) {
        delete details.dataset.shut;
        details.open = false;
      }
    });
  }

  table.querySelectorAll("button.sort").forEach(function (button) {
    button.addEventListener("click", function () { sort(button); });
  });
  search.addEventListener("input", filter);
  status.addEventListener("change", filter);
  controls.addEventListener("submit", function (event) { event.preventDefault(); });
  controls.querySelector(".print").addEventListener("click", function () { window.print(); });
  window.addEventListener("beforeprint", function () { openAll(true); });
  window.addEventListener("afterprint", function () { openAll(false); });
  table.classList.add("sortable");
  controls.hidden = false;
  filter();
})();
