// What the page shows, the month or the year to date, and how, light or dark. Nothing is kept.
(function () {
  "use strict";
  var root = document.documentElement;
  var choices = document.querySelector("form.choices");
  if (!choices) { return; }

  function choose() {
    root.dataset.figures = choices.elements.figures.value;
    root.dataset.appearance = choices.elements.appearance.value;
    document.dispatchEvent(new CustomEvent("figureschange"));
  }

  choices.addEventListener("change", choose);
  choices.addEventListener("submit", function (event) { event.preventDefault(); });
  choices.hidden = false;
  choose();
})();
