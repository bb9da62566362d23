"use strict";
// Draws the network that the element #graph holds as JSON. Texts reach the page as textContent only.
(() => {
  const graph = JSON.parse(document.getElementById("graph").textContent);
  // The name of a mark, the letter that is like it, and how much larger than others it is drawn, being slim.
  const MARKS = [["circle", "●", 1], ["square", "■", 1], ["triangle", "▲", 1.1], ["diamond", "◆", 1.2], ["inverted_triangle", "▼", 1.1], ["hex", "⬢", 1], ["star", "★", 1.4]];
  const DASHES = ["solid", "9 5", "2 4", "12 4 2 4", "18 6"]; // of kinds of links, the most frequent first
  const SHOWN = 100; // of a long list, before "show all"
  const GROUNDS = 3; // of what grounds a link, before "show all"
  const MOVING = 1500; // so many links are drawn while the picture moves, the rest when it stands still
  const ARROWS = 2000; // of more links than this only those of a node that is pointed at or chosen have arrows
  const NAMED = 1500; // so many nodes in view are candidates for a label
  const FONT = "12px system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

  const plain = (text) => text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "\ufffd");
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const shortened = (text) => {
    const line = plain(text).replace(/\s+/g, " ").trim();
    const letters = Array.from(line);
    return letters.length > 36 ? letters.slice(0, 35).join("").trimEnd() + "…" : line;
  };
  const counted = (number, one, many = one + "s") => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  const web = (address) => /^https?:\/\/[^\s<>"]+$/i.test(address);

  // --- The network ---
  const kinds = Object.keys(graph.colours);
  const markOf = (kind) => MARKS[kinds.indexOf(kind) % MARKS.length];
  // Columns of other names, by language: label@fr, alias@fr, skos:altLabel@fr.
  const named = graph.nodeColumns.map(({ name }) => /(?:^|:)(?:alias|name|\w*label)@(.+)$/i.exec(name)?.[1]);
  const nodes = graph.nodes.map(([id, label, kind, x, y, start, end, values], place) => {
    const node = { place, id, label: label.trim() ? label : id, kind, x, y, start, end, values, edges: [], shows: true };
    node.names = values.flatMap((value, at) => named[at] && value ? [value].flat().map((text) => ({ text, language: named[at] })) : []);
    return node;
  });
  const columnAt = (name, many) => graph.edgeColumns.findIndex((column) => column.name === name && column.type === "string" && column.many === many);
  const gradeAt = columnAt("grade", false), groundsAt = columnAt("grounds", true);
  const yearsAt = graph.edgeColumns.findIndex((column) => column.name === "years" && column.type === "integer" && column.many);
  const grounds = new Map(Object.entries(graph.grounds));
  const edges = graph.edges.map(([id, source, target, kind, weight, start, end, values]) => {
    const edge = { id, source: nodes[source], target: nodes[target], kind, weight, start, end, values, shows: true };
    edge.grade = values[gradeAt] || "";
    // The best evidence first.
    edge.grounds = [values[groundsAt] ?? []].flat().map((name) => grounds.get(name) ?? [name, "", "", [], ""])
      .sort(([, one], [, two]) => (one || "~") < (two || "~") ? -1 : (one || "~") > (two || "~") ? 1 : 0);
    edge.years = [values[yearsAt] ?? start ?? []].flat().map(Number);
    edge.source.edges.push(edge);
    if (source !== target) edge.target.edges.push(edge);
    return edge;
  });
  const pairs = new Map();
  for (const edge of edges) {
    const pair = [edge.source.place, edge.target.place].sort().join();
    if (!pairs.has(pair)) pairs.set(pair, []);
    pairs.get(pair).push(edge);
  }
  for (const several of pairs.values()) several.forEach((edge, at) => { edge.bend = at - (several.length - 1) / 2; edge.turn = at; });
  const tally = (things) => {
    const times = new Map();
    for (const { kind } of things) times.set(kind, (times.get(kind) ?? 0) + 1);
    return times;
  };
  const edgeTimes = tally(edges);
  const edgeKinds = [...edgeTimes.keys()].sort((one, two) => edgeTimes.get(two) - edgeTimes.get(one) || (one < two ? -1 : 1));
  const dashed = edgeKinds.length > 1 && edgeKinds.length <= DASHES.length;
  const styleOf = (kind) => dashed ? edgeKinds.indexOf(kind) : 0;
  const weightOf = (edge) => Number(edge.weight) || 0;
  const heaviest = edges.map(weightOf).filter(isFinite).reduce((one, two) => Math.max(one, two), 1);
  const thin = edges.length > 2000 ? 0.6 : 1;
  const width = (edge) => thin + (heaviest > 1 && weightOf(edge) > 0 ? 3 * thin * Math.sqrt(Math.min(weightOf(edge), heaviest) / heaviest) : 0);
  const most = nodes.reduce((one, node) => Math.max(one, node.edges.length), 1);
  const byDegree = [...nodes].sort((one, two) => two.edges.length - one.edges.length || one.place - two.place);
  // Sources stand in a column on the left, targets on the right: labels go to the outside.
  const columns = nodes.length > 2 && nodes.every((node) => node.x === 0 || node.x === 1) && edges.every((edge) => edge.source.x === 0);

  // --- The page ---
  const make = (tag, properties = {}, ...children) => {
    const { aria, ...rest } = properties;
    const element = Object.assign(document.createElement(tag), rest);
    for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
    element.append(...children);
    return element;
  };
  const shape = (kind) => {
    const mark = make("span", { className: "shape", aria: { hidden: "true" } }, markOf(kind)[1]);
    mark.style.color = graph.colours[kind];
    return mark;
  };
  /** A piece of line as links of a kind are drawn, or nothing if all are drawn alike. */
  const stroke = (kind) => {
    if (!dashed) return [];
    const [picture, line] = ["svg", "line"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
    for (const [name, value] of Object.entries({ class: "stroke", viewBox: "0 0 34 8", "aria-hidden": "true" })) picture.setAttribute(name, value);
    for (const [name, value] of Object.entries({ x1: 1, x2: 33, y1: 4, y2: 4, "stroke-dasharray": DASHES[styleOf(kind)].replace("solid", "none") })) line.setAttribute(name, value);
    picture.append(line);
    return [picture];
  };
  const called = (kind, without) => plain(kind).trim() || without;
  const title = plain(graph.title) || "Network";
  const counts = make("p", { id: "counts" });
  const said = make("p", { id: "said", className: "hidden", role: "status" });
  const query = make("input", { type: "search", id: "query", autocomplete: "off", spellcheck: false });
  const found = make("ul", { id: "found", aria: { label: "Nodes found" } });
  const foundCount = make("p", { className: "faint", id: "found-count" });
  const search = make("section", { id: "search", aria: { label: "Search" } },
    make("label", { htmlFor: "query" }, nodes.some((node) => node.names.length) ? "Search in any language" : "Search by label"), query, foundCount, found);
  const filters = make("form", { id: "filters", aria: { label: "Filters" } });
  const plot = make("div", { id: "plot", tabIndex: 0, role: "application", aria: {
    label: `Picture of the network: ${title}`, describedby: "keys", roledescription: "network" } });
  const writing = make("canvas", { id: "names", aria: { hidden: "true" } });
  const zoom = make("div", { id: "zoom", role: "group", aria: { label: "Zoom" } });
  const keys = make("p", { id: "keys" }, "Arrows move · + − zoom · 0 shows all · / searches · Esc clears");
  const legend = make("p", { id: "legend", aria: { hidden: "true" } }, // the filters say the same
    ...kinds.map((kind) => make("span", {}, shape(kind), called(kind, "(none)"))),
    ...(dashed ? edgeKinds.map((kind) => make("span", {}, ...stroke(kind), called(kind, "link"))) : []));
  const picture = make("main", { id: "picture" }, make("div", { id: "frame" }, plot, writing), make("div", { id: "bar" }, legend, keys, zoom));
  const card = make("section", { id: "card", aria: { label: "Chosen node" } });
  document.body.append(make("header", {}, make("h1", {}, title), counts), search, filters, picture, card, said);

  // --- Filters ---
  const boxes = { node: new Map(), edge: new Map() };
  const checks = (name, what, those, times, mark) => {
    const all = make("div", { className: "kinds" });
    for (const kind of those) {
      const check = make("input", { type: "checkbox", defaultChecked: true });
      boxes[what].set(kind, check);
      all.append(make("label", {}, check, ...mark(kind), make("span", {}, called(kind, "(none)")), make("span", { className: "count" }, times.get(kind).toLocaleString("en"))));
    }
    if (those.length) filters.append(make("fieldset", { id: `${what}-kinds` }, make("legend", {}, name), all));
  };
  checks("Kinds of nodes", "node", kinds, tally(nodes), (kind) => [shape(kind)]);
  checks("Kinds of links", "edge", dashed ? edgeKinds : [...edgeKinds].sort(), edgeTimes, stroke);
  const grades = [...new Set(edges.map((edge) => edge.grade))].filter(Boolean).sort();
  const grade = make("select", { id: "grade", aria: { label: "Evidence" } }, make("option", { value: "" }, "any"),
    ...grades.map((each, at) => make("option", { value: each }, plain(each) + (at ? " or better" : ""))));
  if (grades.length) filters.append(make("fieldset", {}, make("legend", {}, "Evidence"), grade));
  const dated = edges.some(({ years }) => years.length);
  const starts = dated ? edges.flatMap(({ years }) => years) : nodes.map(({ start }) => start).filter((start) => start !== null);
  const [first, last] = starts.reduce(([low, high], year) => [Math.min(low, year), Math.max(high, year)], [Infinity, -Infinity]);
  const [from, to] = [["from", first], ["to", last]].map(([name, value]) => make("input", { type: "number", id: `year-${name}`, min: first, max: last, placeholder: value }));
  const unknown = make("input", { type: "checkbox", defaultChecked: true, id: "year-unknown" });
  if (starts.length) {
    filters.append(make("fieldset", { id: "years" }, make("legend", {}, "Began"),
      make("div", { className: "years" }, make("label", {}, "from", from), make("label", {}, "to", to)), make("label", {}, unknown, "also those of unknown year")));
  }
  const reset = make("button", { type: "button", id: "unfilter" }, "Reset filters");
  reset.addEventListener("click", () => { filters.reset(); update(); });
  filters.append(reset);
  for (const bound of [from, to]) bound.addEventListener("input", () => update());
  filters.addEventListener("change", ({ target }) => { if (target.type !== "number") update(); });
  filters.addEventListener("submit", (event) => event.preventDefault());
  /** Settle which nodes and links are shown. */
  function sift() {
    const within = (year) => (from.value === "" || year >= from.value) && (to.value === "" || year <= to.value);
    const begins = (years) => years.length ? years.some(within) : unknown.checked;
    // Where links have years, these are what is asked for: nodes have the first of them, which says nothing more.
    const nodePasses = ({ kind, start }) => boxes.node.get(kind).checked && (dated || !starts.length || begins(start === null ? [] : [start]));
    const edgePasses = ({ kind, years }) => boxes.edge.get(kind).checked && (!dated || begins(years));
    const joins = ({ source, target }) => nodePasses(source) && nodePasses(target);
    for (const edge of edges) edge.shows = joins(edge) && edgePasses(edge) && (!grade.value || (edge.grade !== "" && edge.grade <= grade.value));
    // A node that loses all its links is not shown, unless what is wanted has no links, such as one side of two.
    const linked = edges.some(joins);
    for (const node of nodes) node.shows = nodePasses(node) && (!linked || !node.edges.length || node.edges.some((edge) => edge.shows));
  }

  // --- The picture ---
  const { ColumnDataSource, Range1d, Plotting } = Bokeh;
  const across = new Range1d({ start: 0, end: 1 });
  const up = new Range1d({ start: 0, end: 1 });
  const figure = Plotting.figure({
    x_range: across, y_range: up, tools: "pan,wheel_zoom", toolbar_location: null, sizing_mode: "stretch_both", min_border: 0,
    x_axis_type: null, y_axis_type: null, outline_line_color: null, lod_threshold: null, background_fill_color: null, border_fill_color: null,
  });
  figure.toolbar.active_scroll = figure.toolbar.tools[1];
  const field = (...names) => Object.fromEntries(names.map((name) => [name, { field: name }]));
  const source = () => new ColumnDataSource({ data: {} });
  const lines = () => (dashed ? DASHES.slice(0, edgeKinds.length) : ["solid"]).map((line_dash) =>
    figure.multi_line({ ...field("xs", "ys", "line_width"), line_dash, source: source() }));
  const heads = () => figure.scatter({ ...field("x", "y", "angle", "size"), marker: "triangle", line_color: null, source: source() });
  // From the bottom up; `lit` are the links of the nodes that are pointed at and chosen.
  const [rest, main, arrows, lit, litArrows] = [lines(), lines(), heads(), lines(), heads()];
  const dots = figure.scatter({ ...field("x", "y", "size", "marker", "fill_color", "line_color", "line_width", "fill_alpha", "line_alpha"), source: source() });

  let chosen = null, pointed = null;
  let untouched = true; // whether the whole network is still in view, and stays so when the window changes
  let moving = false;
  const theme = { rim: {} };
  const many = edges.length > MOVING;
  const centres = () => [pointed, chosen].filter(Boolean);
  const size = () => [Math.max(plot.clientWidth, 50), Math.max(plot.clientHeight, 50)];
  const perUnit = () => { const [w, h] = size(); return [w / (across.end - across.start), h / (up.end - up.start)]; };
  const pen = writing.getContext("2d");
  /** What is written beside a node, and how wide that is, cut to a width in pixels. */
  function caption(node, limit) {
    if (node.caption?.limit === limit) return node.caption;
    pen.font = FONT;
    let text = shortened(node.label), width = pen.measureText(text).width;
    const letters = Array.from(text);
    while (width > limit && letters.length > 1) {
      letters.pop();
      text = letters.join("").trimEnd() + "…";
      width = pen.measureText(text).width;
    }
    return (node.caption = { limit, text, width });
  }
  const labelLimit = () => columns ? Math.max(60, Math.floor(size()[0] * 0.36) - 50) : Infinity;

  /** The points of a link: two, or those of a curve for a loop or one of several links between the same nodes. */
  function course(edge, ratio) {
    const { source: { x: x0, y: y0 }, target: { x: x1, y: y1 } } = edge;
    let handles;
    if (edge.source === edge.target) { // by a size in pixels that suits the picture as it is when all is shown
      const high = 0.06 + 0.025 * edge.turn, wide = high / ratio;
      handles = [x0 - wide, y0 + high, x1 + wide, y1 + high];
    } else if (edge.bend) {
      // Bent to the side of its direction from the first node to the second in the list, so that parallel edges part.
      const side = 0.18 * edge.bend * (edge.source.place < edge.target.place ? 1 : -1);
      const dx = -(y1 - y0) / ratio * side, dy = (x1 - x0) * ratio * side;
      handles = [x0 + (x1 - x0) / 3 + dx, y0 + (y1 - y0) / 3 + dy, x0 + (x1 - x0) * 2 / 3 + dx, y0 + (y1 - y0) * 2 / 3 + dy];
    } else return [[x0, x1], [y0, y1]];
    const [a, b, c, d] = handles;
    const along = (p0, p1, p2, p3) => Array.from({ length: 17 }, (_, at) => {
      const t = at / 16, s = 1 - t;
      return s ** 3 * p0 + 3 * s * s * t * p1 + 3 * s * t * t * p2 + t ** 3 * p3;
    });
    return [along(x0, a, c, x1), along(y0, b, d, y1)];
  }
  const aspect = () => { const [right, top] = perUnit(); return right / top; };
  function putLines(layer, those) {
    const ratio = aspect();
    layer.forEach((renderer, style) => {
      const data = { xs: [], ys: [], line_width: [] };
      for (const edge of those) {
        if (styleOf(edge.kind) !== style) continue;
        const [xs, ys] = course(edge, ratio);
        data.xs.push(xs);
        data.ys.push(ys);
        data.line_width.push(width(edge));
      }
      renderer.data_source.data = data;
    });
  }
  function putArrows(renderer, those) {
    const ratio = aspect();
    const data = { x: [], y: [], angle: [], size: [] };
    for (const edge of those) {
      const [xs, ys] = course(edge, ratio);
      const at = Math.floor((xs.length - 2) * 0.62), part = xs.length > 2 ? 0.5 : 0.62;
      const dx = xs[at + 1] - xs[at], dy = ys[at + 1] - ys[at];
      data.x.push(xs[at] + dx * part);
      data.y.push(ys[at] + dy * part);
      data.angle.push(Math.atan2(dy, dx * ratio) - Math.PI / 2);
      data.size.push((edges.length > 600 ? 4 : 6) + width(edge));
    }
    renderer.data_source.data = data;
  }
  /** Draw the links as they are while no node is pointed at or chosen, what is heavy above what is light. */
  function drawLinks() {
    const shown = edges.filter((edge) => edge.shows).sort((one, two) => weightOf(one) - weightOf(two));
    const cut = Math.max(shown.length - MOVING, 0);
    putLines(rest, shown.slice(0, cut));
    putLines(main, shown.slice(cut));
    putArrows(arrows, graph.directed && shown.length <= ARROWS ? shown : []);
  }
  /** Draw what depends on which nodes are pointed at and chosen: their links, all nodes, and labels. */
  function drawNodes() {
    const middle = centres();
    const near = new Set(middle);
    const own = new Set(middle.flatMap((node) => node.edges).filter((edge) => edge.shows));
    for (const { source, target } of own) near.add(source).add(target);
    putLines(lit, own);
    putArrows(litArrows, graph.directed ? own : []);
    // Many links fade, so that what lies close stays readable.
    const alpha = Math.min(0.55, Math.max(0.07, 6 / Math.sqrt(edges.length))) * (middle.length ? 0.25 : 1);
    for (const renderer of [...rest, ...main]) renderer.glyph.setv({ line_color: theme.edge, line_alpha: alpha });
    arrows.glyph.setv({ fill_color: theme.edge, fill_alpha: alpha });
    for (const renderer of lit) renderer.glyph.setv({ line_color: theme.accent, line_alpha: 0.9 });
    litArrows.glyph.setv({ fill_color: theme.accent, fill_alpha: 0.9 });
    veil();
    const points = { x: [], y: [], size: [], marker: [], fill_color: [], line_color: [], line_width: [], fill_alpha: [], line_alpha: [], name: [] };
    const shown = byDegree.filter((node) => node.shows).reverse(); // small ones lie below large ones, and all below the chosen
    if (middle.length) shown.sort((one, two) => near.has(one) - near.has(two));
    for (const node of shown) {
      const faint = middle.length && !near.has(node) ? 0.18 : 1, big = middle.includes(node);
      points.x.push(node.x);
      points.y.push(node.y);
      points.size.push(big ? node.size + 5 : node.size);
      points.marker.push(markOf(node.kind)[0]);
      points.fill_color.push(graph.colours[node.kind]);
      points.line_color.push(big ? theme.ink : theme.rim[node.kind]);
      points.line_width.push(big ? 3 : node.size < 8 ? 0.5 : 1);
      points.fill_alpha.push(faint);
      points.line_alpha.push(faint);
      points.name.push(shortened(node.label));
    }
    dots.data_source.data = points;
    label();
  }
  /** Of many links, hide all but the lit ones when there are such, and most while the picture moves. */
  function veil() {
    const most = !many || !centres().length, all = most && !(many && moving);
    for (const renderer of main) renderer.visible = most;
    for (const renderer of [...rest, arrows]) renderer.visible = all;
  }

  // Labels of nodes pointed at, chosen and their neighbours first, then by degree, each where it covers no other and
  // no node. Written on a canvas of their own: that needs no drawing anew of all links, and leaves a halo round letters.
  function label() {
    const [w, h] = size();
    const [right, top] = perUnit();
    const limit = labelLimit();
    const middle = centres();
    const near = new Set(middle.flatMap((node) => node.edges).filter((edge) => edge.shows).flatMap((edge) => [edge.source, edge.target]).concat(middle));
    const cells = new Map(); // boxes by the squares of 64 pixels that they touch
    const touched = (box) => {
      const names = [];
      for (let x = Math.floor(box[0] / 64); x <= Math.floor(box[2] / 64); x++) for (let y = Math.floor(box[1] / 64); y <= Math.floor(box[3] / 64); y++) names.push(x * 10000 + y);
      return names;
    };
    const put = (box) => touched(box).forEach((name) => cells.has(name) ? cells.get(name).push(box) : cells.set(name, [box]));
    const free = (box, mine) => touched(box).every((name) => (cells.get(name) ?? []).every((other) =>
      other === mine || other[2] <= box[0] || other[0] >= box[2] || other[3] <= box[1] || other[1] >= box[3]));
    const inside = ([x0, y0, x1, y1]) => x0 >= 0 && y0 >= 0 && x1 <= w && y1 <= h;
    const inView = [];
    for (const node of byDegree) {
      const x = (node.x - across.start) * right, y = h - (node.y - up.start) * top, r = node.size / 2;
      if (!node.shows || x < 0 || y < 0 || x > w || y > h) continue;
      inView.push([node, x, y, r, [x - r, y - r, x + r, y + r]]);
    }
    if (middle.length) inView.sort(([one], [two]) => middle.includes(two) - middle.includes(one) || near.has(two) - near.has(one));
    const sharp = window.devicePixelRatio || 1;
    Object.assign(writing, { width: w * sharp, height: h * sharp }); // which also wipes it
    pen.scale(sharp, sharp);
    Object.assign(pen, { textBaseline: "middle", lineJoin: "round", lineWidth: 3.5, strokeStyle: theme.paper, fillStyle: theme.ink });
    // The first are named even where that covers nodes of few links; without them a dense network would show no hub.
    const leading = Math.min(25, inView.length);
    for (const [, , , , spot] of inView.slice(0, leading)) put(spot);
    for (const [at, [node, x, y, r, spot]] of inView.entries()) {
      if (at === leading) for (const [, , , , other] of inView.slice(leading)) put(other);
      if (at >= NAMED || (middle.length && !near.has(node) && nodes.length > 60)) break;
      const text = caption(node, limit);
      const wide = text.width * (middle.includes(node) ? 1.1 : 1) + 4;
      const left = [-r - 3 - wide, 0], after = [r + 3, 0], above = [-wide / 2, -r - 11], below = [-wide / 2, r + 11];
      const offsets = columns ? [node.x === 0 ? left : after] : [after, left, above, below];
      const box = ([dx, dy]) => [x + dx, y + dy - 8, x + dx + wide, y + dy + 8];
      const offset = offsets.find((each) => inside(box(each)) && free(box(each), spot)) ?? (middle.includes(node) ? offsets.find((each) => inside(box(each))) ?? after : null);
      if (!offset) continue;
      put(box(offset));
      pen.font = middle.includes(node) ? `600 ${FONT}` : FONT;
      pen.globalAlpha = middle.length && !near.has(node) ? 0.45 : 1;
      pen.strokeText(text.text, x + offset[0] + 2, y + offset[1]);
      pen.fillText(text.text, x + offset[0] + 2, y + offset[1]);
    }
  }
  let waiting = false, still = 0;
  const moved = () => {
    if (many) {
      moving = true;
      veil();
      clearTimeout(still);
      still = setTimeout(() => { moving = false; veil(); }, 200);
    }
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; label(); });
  };

  function draw() {
    const [w, h] = size();
    const small = Math.max(4.5, Math.min(11, 0.2 * Math.sqrt(w * h / (nodes.length + 1))));
    for (const node of nodes) node.size = small * markOf(node.kind)[2] * (1 + 1.8 * Math.sqrt(node.edges.length / most));
    drawLinks();
    drawNodes();
  }
  const look = (x0, x1, y0, y1) => { across.setv({ start: x0, end: x1 }); up.setv({ start: y0, end: y1 }); };
  function fit() {
    const shown = nodes.filter((node) => node.shows);
    const [w, h] = size();
    const low = [Infinity, Infinity], high = [-Infinity, -Infinity];
    for (const { x, y } of shown) { low[0] = Math.min(low[0], x); low[1] = Math.min(low[1], y); high[0] = Math.max(high[0], x); high[1] = Math.max(high[1], y); }
    if (!shown.length) { low.fill(0); high.fill(1); }
    for (const axis of [0, 1]) if (high[axis] - low[axis] < 0.02) { low[axis] -= 0.5; high[axis] += 0.5; }
    const widest = (side) => Math.max(40, ...shown.filter((node) => node.x === side).map((node) => caption(node, labelLimit()).width + 40));
    const room = columns ? [widest(0), widest(1)] : w < 600 ? [20, 20] : [45, nodes.length > 100 ? 45 : 130];
    const total = Math.max(w - room[0] - room[1], w * 0.3);
    const unit = [(high[0] - low[0]) / total, (high[1] - low[1]) / Math.max(h - (columns ? 50 : 70), h * 0.5)];
    look(low[0] - room[0] * unit[0], low[0] + (w - room[0]) * unit[0], low[1] - (columns ? 25 : 35) * unit[1], high[1] + (columns ? 25 : 35) * unit[1]);
    untouched = true;
    draw();
  }
  const move = (dx, dy) => {
    const x = (across.end - across.start) * dx, y = (up.end - up.start) * dy;
    look(across.start + x, across.end + x, up.start + y, up.end + y);
    untouched = false;
  };
  const scale = (by) => {
    const x = (across.start + across.end) / 2, y = (up.start + up.end) / 2, w = (across.end - across.start) / 2 * by, h = (up.end - up.start) / 2 * by;
    look(x - w, x + w, y - h, y + h);
    untouched = false;
  };
  const centre = (node) => move((node.x - (across.start + across.end) / 2) / (across.end - across.start), (node.y - (up.start + up.end) / 2) / (up.end - up.start));
  for (const [sign, name, act] of [["+", "Zoom in", () => scale(0.7)], ["−", "Zoom out", () => scale(1 / 0.7)], ["⤢", "Show all", fit]]) {
    const button = make("button", { type: "button", title: name, aria: { label: name } }, sign);
    button.addEventListener("click", act);
    zoom.append(button);
  }
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const mixed = (hex, other, share) => "#" + parts(hex).map((part, at) => Math.round(part + (parts(other)[at] - part) * share).toString(16).padStart(2, "0")).join("");
  /** The contrast of two colours (WCAG 2.2, 1.4.3). */
  function contrast(...pair) {
    const [one, two] = pair.map((hex) => {
      const [r, g, b] = parts(hex).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    });
    return Math.max(one, two) / Math.min(one, two);
  }
  function dress() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["paper", "ink", "edge", "accent"]) theme[name] = style.getPropertyValue(`--${name}`).trim();
    // A colour that hardly differs from the paper gets a rim, nearer to that of ink, which does (WCAG 2.2, 1.4.11).
    for (const kind of kinds) {
      let share = 0, rim = graph.colours[kind];
      while (contrast(rim, theme.paper) < 3) rim = mixed(graph.colours[kind], theme.ink, share += 0.1);
      theme.rim[kind] = share ? rim : theme.paper;
    }
  }

  // --- Choosing a node ---
  // The address of the page tells which node is chosen, so that a link opens on it, and "back" goes to the one before.
  const clean = (id) => id.replace(/\p{Cs}/gu, "\ufffd"); // a lone surrogate has no place in an address
  const byId = new Map(nodes.map((node) => [clean(node.id), node]));
  const address = (node) => node ? "#node=" + encodeURIComponent(clean(node.id)).replace(/%3A/g, ":").replace(/%2F/g, "/") : "";
  function addressed() {
    try {
      return byId.get(decodeURIComponent(/^#node=(.+)$/.exec(location.hash)?.[1] ?? "")) ?? null;
    } catch { // not well-formed
      return null;
    }
  }
  function choose(node, { focus = false, bring = false } = {}) {
    chosen = node;
    pointed = null;
    if (addressed() !== node) {
      try {
        history.pushState(null, "", address(node) || location.pathname + location.search);
      } catch { /* a page within a page may have no address of its own */ }
    }
    if (node && bring) {
      const fx = (node.x - across.start) / (across.end - across.start), fy = (node.y - up.start) / (up.end - up.start);
      if (Math.min(fx, fy) < 0.05 || Math.max(fx, fy) > 0.95) centre(node);
    }
    drawNodes();
    tell(focus);
    for (const button of found.querySelectorAll("button")) mark(button);
  }
  function follow() {
    const node = addressed();
    if (node === chosen) return;
    if (node && !node.shows) reset.click();
    choose(node, { bring: true });
  }
  let leaving = 0;
  /** Light up a node that is pointed at; with a delay when none is any more, since the next is often near. */
  function point(node) {
    if (node === pointed) return;
    clearTimeout(leaving);
    pointed = node;
    if (node) drawNodes();
    else leaving = setTimeout(drawNodes, 120);
  }
  const mark = (button) => button.node === chosen ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current");
  const go = (node, name) => {
    const button = make("button", { type: "button", className: "go", node }, shape(node.kind), make("span", { dir: "auto" }, plain(node.label)));
    if (name) button.lastChild.append(make("span", { className: "also" }, " — ", make("span", { lang: name.language }, plain(name.text))));
    mark(button);
    button.addEventListener("click", () => choose(node, { focus: true, bring: true }));
    for (const event of ["pointerenter", "focus"]) button.addEventListener(event, () => point(node));
    for (const event of ["pointerleave", "blur"]) button.addEventListener(event, () => point(null));
    return button;
  };
  /** A list of which the first are shown, with a button for the rest. */
  const long = (things, item, properties = {}, shown = SHOWN) => {
    const items = make("ul", properties, ...things.slice(0, shown).map(item));
    if (things.length > shown) {
      const more = make("button", { type: "button" }, `Show all ${things.length.toLocaleString("en")}`);
      const last = make("li", {}, more);
      more.addEventListener("click", () => {
        const others = things.slice(shown).map(item);
        last.replaceWith(...others);
        (others[0].querySelector("button, a") ?? Object.assign(others[0], { tabIndex: -1 })).focus();
      });
      items.append(last);
    }
    return items;
  };
  const link = (href, text) => make("a", { href, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, plain(text));
  const text = (value) => web(value) ? link(value, value) : document.createTextNode(plain(value));
  const described = (rows) => {
    const items = make("dl");
    for (const [name, value] of rows) {
      if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) continue;
      items.append(make("dt", {}, plain(name)), make("dd", { dir: "auto" }, Array.isArray(value) ? long(value, (each) => make("li", {}, text(each))) : value instanceof Node ? value : text(String(value))));
    }
    return items;
  };
  const values = (columns, thing, omitted) => columns.map((column, at) => [column.name, thing.values[at]]).filter((_, at) => !omitted(at));
  const dates = (thing) => [["from", thing.start], ["until", thing.end]];
  const badge = (letter, what) => letter ? [make("span", { className: "grade", title: `${what} ${plain(letter)}` }, make("span", { className: "hidden" }, `${what} `), plain(letter))] : [];
  /** The other names of a node, those of a language together. */
  function alsoCalled(node) {
    const languages = new Map();
    for (const { text, language } of node.names) {
      if (text === node.label) continue;
      if (!languages.has(language)) languages.set(language, new Set());
      languages.get(language).add(text);
    }
    return languages.size ? make("span", { className: "names" }, ...[...languages].sort().map(([language, names]) =>
      make("span", {}, make("span", { className: "count" }, language), " ", make("bdi", { lang: language }, plain([...names].join(", ")))))) : null;
  }
  const ground = ([words, letter, about, sources, independence]) => {
    const told = make("li", {}, make("span", { dir: "auto" }, plain(words)));
    const where = [...badge(letter, "grade"), independence && make("span", { dir: "auto" }, plain(independence)), about && make("span", { dir: "auto" }, plain(about)), ...sources.map(([name, at]) => web(at) ? link(at, name || at) : make("span", { dir: "auto" }, plain(name)))].filter(Boolean);
    if (where.length) told.append(make("div", { className: "where" }, ...where));
    return told;
  };
  function tell(focus) {
    if (!chosen) {
      card.replaceChildren(make("h2", {}, "No node chosen"), make("p", { className: "faint" },
        "Click a node in the picture, or choose one from the list, to see what it is and what it is linked to."));
      return;
    }
    const heading = make("h2", { tabIndex: -1, dir: "auto" }, plain(chosen.label));
    const shown = chosen.edges.filter((edge) => edge.shows);
    const hidden = chosen.edges.length - shown.length;
    const neighbours = new Map();
    for (const edge of shown.sort((one, two) => weightOf(two) - weightOf(one))) {
      const other = edge.source === chosen ? edge.target : edge.source;
      if (!neighbours.has(other)) neighbours.set(other, []);
      neighbours.get(other).push(edge);
    }
    const bond = (edge) => {
      const sense = !graph.directed || edge.source === edge.target ? [] : edge.source === chosen ? ["→", "to it: "] : ["←", "from it: "];
      const kind = make("p", { className: "kind" }, ...stroke(edge.kind),
        ...(sense.length ? [make("span", { aria: { hidden: "true" } }, sense[0]), make("span", { className: "hidden" }, sense[1])] : []),
        make("span", {}, called(edge.kind, "link")), ...(edge.grounds.length === 1 ? [] : badge(edge.grade, "best evidence")));
      // What is told in words is not repeated as names of things.
      const told = (at) => at === groundsAt || at === gradeAt || (edge.grounds.length && graph.edgeColumns[at].name === "sources");
      const rows = described([["weight", edge.weight === "1" ? null : edge.weight], ...dates(edge), ...values(graph.edgeColumns, edge, told)]);
      return make("div", { className: "bond" }, kind, ...(edge.grounds.length ? [long(edge.grounds, ground, { className: "grounds" }, GROUNDS)] : []),
        ...(rows.firstChild ? [make("details", {}, make("summary", {}, "Details"), rows)] : []));
    };
    const clear = make("button", { type: "button", id: "clear", title: "Clear (Esc)", aria: { label: "Clear the choice" } }, "×");
    clear.addEventListener("click", () => { choose(null); plot.focus(); });
    card.replaceChildren(clear, heading,
      make("p", { className: "faint" }, shape(chosen.kind), called(chosen.kind, "no kind")),
      described([["id", chosen.id], ["Also called", alsoCalled(chosen)], ...dates(chosen), ...values(graph.nodeColumns, chosen, (at) => named[at])]),
      make("h3", { id: "neighbours" }, `${counted(neighbours.size, "neighbour")}, ${counted(shown.length, "link")}${hidden ? `, ${hidden.toLocaleString("en")} filtered out` : ""}`),
      long([...neighbours], ([other, bonds]) => make("li", { className: "neighbour" }, go(other), ...bonds.map(bond)), { aria: { labelledby: "neighbours" } }));
    card.scrollTop = 0;
    said.textContent = `${plain(chosen.label)}: ${counted(neighbours.size, "neighbour")}, ${counted(shown.length, "link")}`;
    if (focus) heading.focus();
  }

  // --- Search ---
  /** Return how well a node fits what is searched for, the least best, and the other name by which it does. */
  function hit(node, wanted) {
    node.keys ??= [node.label, node.id, ...node.names.map((name) => name.text)].map(folded);
    const starts = node.keys.findIndex((key) => key.startsWith(wanted));
    const at = starts >= 0 ? starts : node.keys.findIndex((key) => key.includes(wanted));
    return at < 0 ? null : { node, rank: (starts < 0 ? 2 : 0) + (at > 1), name: node.names[at - 2] };
  }
  const matches = () => {
    const wanted = folded(query.value.trim());
    // Sorting is stable: among those that fit equally well, the most linked come first.
    return byDegree.filter((node) => node.shows).map((node) => wanted ? hit(node, wanted) : { node, rank: 0 }).filter(Boolean).sort((one, two) => one.rank - two.rank);
  };
  function list() {
    point(null); // a button that goes tells of no pointer that leaves it
    const those = matches();
    foundCount.textContent = query.value.trim() ? `${counted(those.length, "node")} found` : "Most linked first";
    found.replaceChildren(...long(those, ({ node, name }) => make("li", {}, go(node, name))).childNodes);
    // One stop of the Tab key for the whole list; arrows lead through it.
    found.querySelectorAll("button").forEach((button, at) => { button.tabIndex = at ? -1 : 0; });
    found.scrollTop = 0;
  }
  query.addEventListener("input", () => { list(); said.textContent = foundCount.textContent; });
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { const [best] = matches(); if (best) choose(best.node, { focus: true, bring: true }); }
    else if (event.key === "ArrowDown") { event.preventDefault(); found.querySelector("button")?.focus(); }
  });
  // A list that shows only while something in it has the focus must not lose it before the click.
  found.addEventListener("mousedown", (event) => { if (event.target.closest("button")) event.preventDefault(); });
  found.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...found.querySelectorAll("button")], at = buttons.indexOf(document.activeElement) + step;
    if (at >= buttons.length) return;
    buttons.forEach((button, each) => { button.tabIndex = each === Math.max(at, 0) ? 0 : -1; });
    (buttons[at] ?? query).focus();
  });

  function update() {
    sift();
    pointed = null;
    const [visible, links] = [nodes, edges].map((things) => things.filter((each) => each.shows).length);
    const of = (number, all, what) => number === all ? counted(all, what) : `${number.toLocaleString("en")} of ${counted(all, what)}`;
    counts.textContent = `${of(visible, nodes.length, "node")}, ${of(links, edges.length, "link")}`;
    said.textContent = counts.textContent;
    list();
    drawLinks();
    if (chosen && !chosen.shows) choose(null);
    else { drawNodes(); tell(false); }
  }

  // --- Keyboard and mouse ---
  plot.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { ArrowLeft: () => move(-0.1, 0), ArrowRight: () => move(0.1, 0), ArrowUp: () => move(0, 0.1), ArrowDown: () => move(0, -0.1),
      "+": () => scale(0.8), "=": () => scale(0.8), "-": () => scale(1.25), 0: fit }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !["INPUT", "SELECT"].includes(document.activeElement?.tagName)) { event.preventDefault(); query.focus(); query.select(); }
    if (event.key !== "Escape") return;
    if (document.activeElement === query && query.value) { query.value = ""; list(); }
    else if (chosen) {
      const within = card.contains(document.activeElement);
      choose(null);
      if (within) plot.focus();
    }
  });
  /** The node at a place of the page, or none. */
  function nodeAt(x, y) {
    const [right, top] = perUnit(), { left, bottom } = plot.getBoundingClientRect();
    let best = null, nearest = 8;
    for (const node of nodes) {
      const gap = Math.hypot((node.x - across.start) * right - (x - left), (node.y - up.start) * top - (bottom - y)) - node.size / 2;
      if (node.shows && gap <= nearest) { best = node; nearest = gap; }
    }
    return best;
  }
  figure.on_event("tap", ({ x, y }) => {
    const [right, top] = perUnit(), { left, bottom } = plot.getBoundingClientRect();
    choose(nodeAt(left + (x - across.start) * right, bottom - (y - up.start) * top));
  });
  plot.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || event.buttons) return;
    point(nodeAt(event.clientX, event.clientY));
  });
  plot.addEventListener("pointerleave", () => point(null));
  across.change.connect(moved);
  up.change.connect(moved);
  figure.on_event("pan", () => { untouched = false; });
  figure.on_event("wheel", () => { untouched = false; });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { dress(); drawNodes(); });
  window.addEventListener("hashchange", follow);
  dress();
  Plotting.show(figure, plot).then(() => {
    fit();
    update();
    follow();
    // It is told the size at once, which is not new.
    let known = size().join();
    new ResizeObserver(() => {
      if (size().join() === known) return;
      known = size().join();
      if (untouched) fit();
      else draw();
    }).observe(plot);
    document.body.dataset.ready = "true";
  });
})();
