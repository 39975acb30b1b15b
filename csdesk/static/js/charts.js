// Charts: drawn from the table beneath, in the colours of the theme; a bar opens the rows that its cell links to.
(() => {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const drawn = new Map();
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const COLOURS = ["--chart-1", "--chart-2", "--chart-3", "--chart-4"];

  const read = (figure) => {
    const heads = [...figure.querySelectorAll("thead th")].slice(1).map((head) => head.textContent);
    const rows = [...figure.querySelectorAll("tbody tr")];
    return {
      labels: rows.map((row) => row.cells[0].textContent),
      series: heads.map((head, column) => ({ head, values: rows.map((row) => Number(row.cells[column + 1].dataset.value)) })),
      link: (row, column) => rows[row]?.cells[column + 1]?.querySelector("a"),
    };
  };

  const datasets = (series, kind) =>
    series.map(({ head, values }, index) => {
      const colour = token(COLOURS[index % COLOURS.length]);
      const look = kind === "line" ? { borderColor: colour, borderWidth: 2, pointRadius: 2, tension: 0.25 } : { borderRadius: 2, maxBarThickness: 34, borderColor: token("--panel"), borderWidth: { top: kind === "stacked" ? 1 : 0 } };
      return { label: head, data: values, backgroundColor: colour, ...look };
    });

  const options = (data, kind) => {
    const grid = { color: token("--line"), drawTicks: false };
    const ticks = { color: token("--muted"), padding: 6, font: { size: 11 } };
    return {
      responsive: true,
      maintainAspectRatio: false,
      animation: still.matches ? false : { duration: 250 },
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { stacked: kind === "stacked", grid: { display: false }, border: { color: token("--line-strong") }, ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 8 } },
        y: { stacked: kind === "stacked", beginAtZero: true, grid, border: { display: false }, ticks: { ...ticks, precision: 0, maxTicksLimit: 6 } },
      },
      plugins: {
        legend: { display: data.series.length > 1, align: "end", labels: { color: token("--muted"), boxWidth: 10, boxHeight: 10, useBorderRadius: true, borderRadius: 3 } },
        tooltip: { backgroundColor: token("--text"), titleColor: token("--panel"), bodyColor: token("--panel"), displayColors: false, padding: 8 },
      },
      onClick: (event, items, chart) => {
        const hit = chart.getElementsAtEventForMode(event, "nearest", { intersect: true }, true)[0];
        if (hit) data.link(hit.index, hit.datasetIndex)?.click();
      },
    };
  };

  const draw = (figure) => {
    window.Chart.defaults.font.family = token("--font");
    const data = read(figure);
    const kind = figure.dataset.chart;
    drawn.get(figure)?.destroy();
    drawn.set(figure, new window.Chart(figure.querySelector("canvas"), {
      type: kind === "line" ? "line" : "bar",
      data: { labels: data.labels, datasets: datasets(data.series, kind) },
      options: options(data, kind),
    }));
  };

  const drawAll = () => {
    for (const figure of drawn.keys()) {
      if (!figure.isConnected) {
        drawn.get(figure).destroy();
        drawn.delete(figure);
      }
    }
    document.querySelectorAll("[data-chart]").forEach(draw);
  };
  document.addEventListener("desk:theme", drawAll);
  document.addEventListener("htmx:after:swap", drawAll);
  drawAll();
})();
