// The page is whole without any of this.
{% include "html/scripts/choices.js" %}

{% include "html/scripts/board.js" %}

{% include "html/scripts/charts.js" %}
