// A month of a chart, pointed at or chosen with the arrow keys, tells its figures: those of its
// row in the table beside the chart, as they stand there.
(function () {
  "use strict";

  function element(name, className, parent) {
    var made = document.createElement(name);
    made.className = className;
    parent.appendChild(made);
    return made;
  }

  // What a row of the table says: its head, then each column's name and figure.
  function told(row) {
    var heads = row.closest("table").tHead.rows[0].cells;
    return Array.from(row.cells).slice(1).map(function (cell, index) {
      return { name: heads[index + 1].textContent, cell: cell, text: cell.textContent.trim() };
    }).filter(function (fact) { return fact.text && fact.text !== "–"; });
  }

  // Which months a drawing has, and where, in its own units.
  function span(drawing) {
    var where = drawing.dataset.months.split(" ").map(Number);
    return { first: where[0], last: where[0] + where[1] - 1, left: where[2], slot: where[3] };
  }

  // The rows of the months, the first one first.
  function rowsOf(plot) {
    var article = plot.closest("article");
    var body = article && article.querySelector("table." + plot.dataset.table + " thead + tbody");
    return body ? Array.from(body.rows).reverse() : [];
  }

  // A template of one's own may have no table, or another one.
  function readable(plot) {
    var drawing = plot.querySelector("svg[data-months]");
    return drawing && rowsOf(plot).length > span(drawing).last;
  }

  function equip(plot) {
    var rows = rowsOf(plot);
    var drawings = Array.from(plot.querySelectorAll("svg"));
    var marker = element("div", "marker", plot);
    var readout = element("div", "readout", plot);
    var hit = element("div", "hit", plot);
    // The last month that isn't ahead; where all are, the first of the drawing.
    var past = rows.filter(function (row) { return row.className !== "future"; }).length;
    var current = within(past - 1, span(drawings[0]));

    // The months of the drawing on the screen, in pixels from the plot's left.
    function months() {
      var drawing = drawings.find(function (svg) { return svg.clientWidth; });
      var at = span(drawing);
      var scale = drawing.clientWidth / drawing.viewBox.baseVal.width;
      at.left *= scale;
      at.slot *= scale;
      at.height = drawing.clientHeight;
      return at;
    }

    function within(index, at) { return Math.min(Math.max(index, at.first), at.last); }

    function say(facts, at) {
      hit.setAttribute("aria-valuemin", at.first + 1);
      hit.setAttribute("aria-valuemax", at.last + 1);
      hit.setAttribute("aria-valuenow", current + 1);
      hit.setAttribute("aria-valuetext", [rows[current].cells[0].textContent.trim()].concat(
        facts.map(function (fact) { return fact.name + " " + fact.text; })).join("; "));
    }

    function fill(facts) {
      readout.textContent = "";
      element("p", "readout-month", readout).textContent = rows[current].cells[0].textContent;
      var list = element("dl", "", readout);
      facts.forEach(function (fact) {
        var line = element("div", "", list);
        element("dt", "", line).textContent = fact.name;
        var figure = element("dd", fact.cell.className, line);
        fact.cell.childNodes.forEach(function (node) { figure.appendChild(node.cloneNode(true)); });
      });
    }

    // Beside the month, on the side that has room, else below the chart.
    function place(at) {
      var left = at.left + at.slot * (current - at.first), right = left + at.slot;
      var whole = plot.clientWidth, width = readout.offsetWidth, gap = 10;
      marker.style.left = left + "px";
      marker.style.width = at.slot + "px";
      marker.style.height = at.height + "px";
      var beside = right + gap + width <= whole ? right + gap : left - gap - width;
      var below = beside < 0;
      var centred = Math.min(Math.max((left + right - width) / 2, 0), whole - width);
      readout.style.left = (below ? centred : beside) + "px";
      readout.style.top = (below ? at.height : 28) + "px";
    }

    function show(index) {
      var at = months();
      current = within(index, at);
      var facts = told(rows[current]);
      say(facts, at);
      fill(facts);
      marker.hidden = readout.hidden = false;
      place(at);
    }

    function hide() { marker.hidden = readout.hidden = true; }

    function point(event) {
      var at = months();
      var x = event.clientX - plot.getBoundingClientRect().left;
      show(at.first + Math.floor((x - at.left) / at.slot));
    }

    function press(event) {
      var at = months();
      var goes = {
        ArrowLeft: current - 1, ArrowDown: current - 1, ArrowRight: current + 1,
        ArrowUp: current + 1, Home: at.first, End: at.last
      };
      if (event.key === "Escape") { hide(); }
      if (event.key in goes) {
        event.preventDefault();
        show(goes[event.key]);
      }
    }

    readout.setAttribute("aria-hidden", "true");
    hit.tabIndex = 0;
    hit.setAttribute("role", "slider");
    hit.setAttribute("aria-label", plot.dataset.label);
    hit.setAttribute("aria-describedby", "chart-keys");
    say(told(rows[current]), span(drawings[0]));
    hide();
    hit.addEventListener("pointermove", point);
    hit.addEventListener("pointerdown", point);
    hit.addEventListener("pointerleave", function (event) {
      if (event.pointerType === "mouse") { hide(); }
    });
    hit.addEventListener("focus", function () { show(current); });
    hit.addEventListener("blur", hide);
    hit.addEventListener("keydown", press);
    window.addEventListener("resize", hide);
  }

  Array.from(document.querySelectorAll(".plot")).filter(readable).forEach(equip);
})();
