"""`pubinnov network`: measures on named views of the graph as a network."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any

import click

from . import _network
from ._network import Chosen, cell, labels, names, progress
from ._options import short_row_format

# Fewer units than this say nothing when they are drawn anew.
_FEWEST = 5


def _limit(default: int, in_data: str = "all") -> Callable[[Any], Any]:
    return click.option(
        "--limit",
        type=click.IntRange(min=1),
        help=f"How many are told.  [default: {default} in tables, {in_data} in csv and jsonl]",
    )


def _null(default: int) -> Callable[[Any], Any]:
    return click.option(
        "--null",
        type=click.IntRange(min=0),
        default=default,
        show_default=True,
        help="Random networks to compare with; 0 for none.",
    )


def _ids(chosen: Chosen, *head: str) -> tuple[str, ...]:
    """Return the heads of the columns of ids, which only data have."""
    return head if chosen.is_data else ()


def _chance(chance: float | None, null: int, chosen: Chosen) -> object:
    """Return a chance; of a hundred networks none is less than one in a hundred, not never."""
    return f"< {1 / null:.2g}" if chance == 0 and not chosen.is_data else chance


def _given(text: str) -> dict[str, str]:
    """Return the filters in a text such as `place=Asia since=2015`."""
    try:
        parts = shlex.split(text)
    except ValueError:
        raise click.UsageError(f"--with {text!r}: a quotation mark is not closed") from None
    found: dict[str, str] = {}
    for part in parts:
        key, equals, value = part.partition("=")
        if not equals:
            # A name of several words, without quotation marks.
            if not found:
                raise click.UsageError("--with takes KEY=VALUE, such as place=Asia")
            found[list(found)[-1]] += f" {part}"
        elif key not in _network.FILTERS:
            raise click.UsageError(f"--with knows no filter {key!r}; there are: {', '.join(_network.FILTERS)}")
        elif key in found:
            raise click.UsageError(f"--with has {key} twice")
        else:
            found[key] = value
    if not found:
        raise click.UsageError("--with takes KEY=VALUE, such as place=Asia")
    return found


@click.group("network", short_help="Rank, group, connect and compare what the graph links.")
def command() -> None:
    """Measure a view of the graph as a network.

    \b
    pubinnov network views
    pubinnov network rank --view technology-benefit --measure betweenness
    pubinnov network communities --view countries --plot countries.png
    pubinnov network path e-ID "public trust"
    pubinnov network similar Estonia
    """


@command.command("views", short_help="List the views and their filters.")
@short_row_format
def views_command(form: str, output: str | None) -> int:
    """List the views, their other names and the filters that each takes."""
    from pubinnov.property_graph.views import views

    rows = [[each.name, ", ".join(each.aliases), " ".join(each.parameters), each.title] for each in views().values()]
    return _network.write(form, output, "", ["View", "Also", "Filters", "What it shows"], rows)


@command.command("rank", short_help="Rank the nodes, and tell which ranks owe much to curation.")
@click.option("--measure", default="weighted-degree", show_default=True, help="What to rank by; 'list' lists them.")
@_limit(20)
@click.option(
    "--resamples",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="Times the initiatives are drawn anew, for the interval of each rank; 0 for none.",
)
@_network.view_options("means_effects")
def rank_command(chosen: Chosen, measure: str, limit: int | None, resamples: int) -> int:
    """Rank the nodes of a view by a measure.

    An interval tells between which ranks a node came in nine of ten draws of the initiatives, or of what else the edges
    of the view are made from: a wide one owes its rank to what happened to be recorded.
    """
    from pubinnov.network.measures import MEASURES
    from pubinnov.network.ranking import drawn_units, rank

    if measure == "list":
        return chosen.write("", ["Measure", "What it tells"], list(MEASURES.items()))
    nodes = chosen.graph.nodes
    ranked = rank(chosen.graph, measure, weight=chosen.weight, resamples=resamples, progress=progress("draws"))
    sizes = [0.0] * len(nodes)
    for each in ranked:
        sizes[each.node] = each.value
    chosen.draw(sizes=sizes, sized_by=f"more {measure}")
    shown = ranked[: chosen.limit(limit, 20)]
    drawn, units = drawn_units(chosen.graph)
    # A handful drawn anew are nearly always the same.
    told = bool(resamples) and units >= _FEWEST
    head = ["Rank", "Name", "Kind", measure.capitalize()]
    if chosen.is_data:
        head = ["Id", *head, *(["Low", "High", "Robust"] if told else [])]
    elif told:
        head += ["Rank in 9 of 10 draws", "Robust"]
    rows: list[list[object]] = []
    for each in shown:
        node = nodes[each.node]
        row: list[object] = [each.rank, node.label, node.kind, each.value]
        if chosen.is_data:
            row = [node.id, *row, *([each.low, each.high, each.robust] if told else [])]
        elif told:
            row += [f"{each.low} to {each.high}", each.robust]
        rows.append(row)
    sentence = f"{chosen.graph.caption}: {len(ranked)} nodes ranked by {measure}: {MEASURES[measure]}."
    weak = [nodes[each.node] for each in shown if each.robust is False]
    if told and weak:
        sentence += f" Not robust, because other draws of {drawn} rank them elsewhere: {names(labels(weak))}."
    elif resamples and not told:
        sentence += f" Only {units} {drawn} are behind this, too few to tell how sure a rank is."
    return chosen.write(sentence, head, rows)


@command.command("communities", short_help="Group the nodes that hang together more than with others.")
@click.option("--resolution", type=float, default=1.0, show_default=True, help="Above 1: more and smaller groups.")
@_null(10)
@_network.view_options("countries")
def communities_command(chosen: Chosen, resolution: float, null: int) -> int:
    """Group the nodes of a view (Louvain), and tell whether the grouping is stable and more than chance."""
    from pubinnov.network.communities import communities

    graph = chosen.graph
    found = communities(graph, weight=chosen.weight, resolution=resolution, null=null, progress=progress("networks"))
    sentence = f"{graph.caption}: {len(found.communities)} communities, modularity {found.modularity:.3f}"
    if found.stability is not None:
        sentence += f", agreement between seeds {found.stability:.2f}"
    sentence += "."
    if found.null_modularity is not None:
        mean, greatest = found.null_modularity
        verdict = "this is more than chance" if found.is_more_than_chance else "this is no more than chance"
        sentence += (
            f" Random networks with the same degrees reach {mean:.3f} on average and {greatest:.3f} at most: {verdict}."
        )
    group_of = {node.id: place for place, members in enumerate(found.communities) for node in members}
    chosen.draw(
        groups=[group_of[node.id] for node in graph.nodes],
        group_names=[names(labels(members), 3) for members in found.communities],
    )
    if chosen.form in {"csv", "jsonl"}:
        each_node: list[list[object]] = [
            [place, node.id, node.label, node.kind]
            for place, members in enumerate(found.communities, 1)
            for node in members
        ]
        return chosen.write(sentence, ["Community", "Id", "Name", "Kind"], each_node)
    rows = [[place, len(members), names(labels(members))] for place, members in enumerate(found.communities, 1)]
    return chosen.write(sentence, ["Community", "Size", "Members"], rows)


@command.command("path", short_help="Tell how two things are linked.")
@click.argument("start")
@click.argument("end")
@click.option("--count", type=click.IntRange(min=1), default=1, show_default=True, help="How many routes.")
@_network.view_options("means_effects")
def path_command(chosen: Chosen, start: str, end: str, count: int) -> int:
    """Tell the shortest routes from START to END in a view.

    A route is any chain of links, not evidence that START has an effect on END: for that, see `pubinnov why`. With
    --weight evidence, links on stronger evidence are shorter.
    """
    from pubinnov.network.paths import in_words, paths

    graph = chosen.graph
    found = paths(graph, chosen.place(start), chosen.place(end), count=count, weight=chosen.weight)
    chosen.draw(graph.part(place for path in found for place in path.nodes))
    rows = [[place, path.cost, in_words(path, graph)] for place, path in enumerate(found, 1)]
    return chosen.write(f"{graph.caption}: routes found: {len(found)}.", ["Route", "Cost", "Told"], rows)


@command.command("similar", short_help="Tell what is like a thing, and in what the likeness consists.")
@click.argument("thing")
@click.option("--method", default="jaccard", show_default=True, help="jaccard, cosine or weighted-jaccard.")
@_limit(10)
@_null(100)
@_network.view_options("countries_means")
def similar_command(chosen: Chosen, thing: str, method: str, limit: int | None, null: int) -> int:
    """Tell the nodes of a view whose neighbours are most like those of THING."""
    from pubinnov.network.similarity import similar

    graph = chosen.graph
    place = chosen.place(thing)
    found = similar(
        graph,
        place,
        method=method,
        weight=chosen.weight,
        limit=chosen.limit(limit, 10) or len(graph.nodes),
        null=null,
        progress=progress("networks"),
    )
    places = {node.id: place for place, node in enumerate(graph.nodes)}
    alike = [places[each.node.id] for each in found]
    shared = [places[node.id] for each in found for node in each.shared]
    chosen.draw(graph.part([place, *alike, *shared]))
    head = [*_ids(chosen, "Id"), "Name", method.capitalize(), *(["Chance"] if null else []), "In common"]
    rows = [
        [
            *([each.node.id] if chosen.is_data else []),
            each.node.label,
            each.likeness,
            *([_chance(each.chance, null, chosen)] if null else []),
            chosen.names(labels(each.shared)),
        ]
        for each in found
    ]
    sentence = f"{graph.caption}: most like {graph.nodes[place].label}."
    if null:
        sentence += (
            f" Chance: the share of {null} random networks with the same degrees"
            " in which the two are at least as alike."
        )
    return chosen.write(sentence, head, rows)


@command.command("timeline", short_help="Tell how use spread over the years.")
@click.argument("thing", required=False)
@_network.view_options("countries_means")
def timeline_command(chosen: Chosen, thing: str | None) -> int:
    """Tell adoption by year: of THING, or of all that a view holds."""
    from pubinnov.errors import ViewError
    from pubinnov.network.timeline import timeline

    chosen.refuse_weight("timeline")
    place = None if thing is None else chosen.place(thing)
    found = timeline(chosen.graph, place, label=chosen.kg.label)
    what = chosen.graph.caption if place is None else f"{chosen.graph.nodes[place].label}: {chosen.graph.caption}"
    if not found.steps:
        raise ViewError(f"no year is known of what this view links: {what}", "take countries_means or means_effects")
    if chosen.plot:
        from pubinnov.drawing.chart import plot_growth

        curves = [("initiatives", [step.total for step in found.steps])]
        if found.what == "countries":
            curves.append((found.what, [step.joined for step in found.steps]))
        plot_growth([step.year for step in found.steps], curves, chosen.plot, caption=what)
    rows = [
        [step.year, step.initiatives, step.total, step.joined, chosen.names(step.newcomers)] for step in found.steps
    ]
    sentence = f"{what}. A year is that in which initiatives began; without a known year: {found.unknown}."
    return chosen.write(sentence, ["Year", "Began", "So far", f"{found.what.capitalize()} so far", "New"], rows)


@command.command("project", short_help="Join the nodes of one side by what they share.")
@click.option("--side", default="source", show_default=True, help="Whose nodes are joined: source, target or a kind.")
@click.option("--weighting", default="count", show_default=True, help="count, newman or jaccard.")
@_limit(50)
@_network.view_options("countries_means")
def project_command(chosen: Chosen, side: str, weighting: str, limit: int | None) -> int:
    """Project a view with two sides onto one of them: two nodes are joined when they share a neighbour."""
    from pubinnov.errors import ViewError
    from pubinnov.network.one_mode import WEIGHTINGS, one_mode

    chosen.refuse_weight("project")
    found = one_mode(chosen.graph, side, weighting=weighting)
    nodes = found.graph.nodes
    if not found.graph.edges:
        raise ViewError(f"no two share anything: {found.graph.caption}", "use fewer or wider filters")
    order = sorted(zip(found.weights, found.graph.edges, strict=True), key=lambda each: (-each[0], each[1][:2]))
    shown = order[: chosen.limit(limit, 50)]
    rows = [
        [
            *([nodes[edge.source].id, nodes[edge.target].id] if chosen.is_data else []),
            nodes[edge.source].label,
            nodes[edge.target].label,
            weight,
            chosen.names(chosen.kg.label(each.record) for each in edge.records),
        ]
        for weight, edge in shown
    ]
    chosen.draw(found.graph)
    sentence = f"{found.graph.caption}: {len(nodes)} nodes, {len(order)} edges. Weight: {WEIGHTINGS[weighting]}."
    return chosen.write(
        sentence, [*_ids(chosen, "One id", "Other id"), "One", "Other", weighting.capitalize(), "Shared"], rows
    )


@command.command("compare", short_help="Compare two periods or two regions.")
@click.option(
    "--with",
    "other",
    required=True,
    metavar="FILTERS",
    help="The filters of the other one: 'place=Asia' or 'since=2015 until=2024'.",
)
@_limit(10)
@_network.view_options("means_effects")
def compare_command(chosen: Chosen, other: str, limit: int | None) -> int:
    """Compare a view under the filters that are given with the same view under others.

    \b
    pubinnov network compare --until 2010 --with since=2011
    pubinnov network compare --place Europe --with place=Asia
    """
    from pubinnov.network.contrast import contrast, union

    second_filters = _given(other)
    second = chosen.kg.network(chosen.graph.view, **second_filters)
    found = contrast(chosen.graph, second, weight=chosen.weight or "records", limit=chosen.limit(limit, 10) or 10**9)
    if chosen.plot:
        whole, groups = union(chosen.graph, second)
        chosen.draw(whole, groups=groups, group_names=["in both", "in the first only", "in the second only"])
    both, first, last = found.both, found.only_first, found.only_second
    sentence = (
        f"First: {found.first}. Second: {found.second}. "
        f"Nodes: {both.nodes} in both, {first.nodes} in the first only, {last.nodes} in the second only. "
        f"Edges: {both.edges} in both, {first.edges} in the first only, {last.edges} in the second only. "
        f"Density: {found.density[0]:.3f} and {found.density[1]:.3f}. "
        f"Rank correlation of the nodes in both: {cell(found.rank_correlation) or 'not defined'}. "
        "What is missing in one may be missing on record only."
    )
    rows = [
        [*([each.node.id] if chosen.is_data else []), each.node.label, each.first, each.second, each.change]
        for each in found.movers
    ]
    return chosen.write(sentence, [*_ids(chosen, "Id"), "Name", "Share in first", "Share in second", "Change"], rows)


@command.command("suggest", short_help="Tell links that are likely and not on record.")
@click.argument("thing", required=False)
@_limit(10, in_data="10")
@_network.view_options("countries_means")
def suggest_command(chosen: Chosen, thing: str | None, limit: int | None) -> int:
    """Tell links that a view lacks and that its structure makes likely, with how often such suggestions were right.

    A suggestion is a lead for research, not a statement of fact.
    """
    from pubinnov.network.suggestion import accuracy, suggest

    chosen.refuse_weight("suggest")
    graph = chosen.graph
    found = suggest(graph, None if thing is None else chosen.place(thing), limit=limit or 10)
    measured = accuracy(graph)
    places = {node.id: place for place, node in enumerate(graph.nodes)}
    drawn = sorted({places[node.id] for each in found for node in (each.source, each.target, *each.because[:5])})
    number = {place: its for its, place in enumerate(drawn)}
    chosen.draw(
        graph.part(drawn),
        dashed=[(number[places[each.source.id]], number[places[each.target.id]]) for each in found],
    )
    sentence = (
        f"{graph.caption}: likely links that are not on record, as leads for research. "
        f"Of {measured.hidden} links hidden for a test, {measured.hit_rate:.1%} came back among as many suggestions; "
        f"by popularity alone, {measured.baseline_rate:.1%}."
    )
    if not graph.directed:
        # Whoever shares a means with one shares it with all who have it.
        sentence += " Links of this view were made from what nodes share, so that hidden ones follow from those left."
    rows = [
        [
            *([each.source.id, each.target.id] if chosen.is_data else []),
            each.source.label,
            each.target.label,
            each.score,
            chosen.names(labels(each.because), 5),
        ]
        for each in found
    ]
    return chosen.write(sentence, [*_ids(chosen, "From id", "To id"), "From", "To", "Score", "Because of"], rows)
