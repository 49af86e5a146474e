//! What holds for every map: nothing overlaps, every line ends at its rows, none runs behind a card.

use super::*;
use crate::layout::geometry::Rect;

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as f64) / f64::from(1_u32 << 31)
    }

    fn below(&mut self, count: usize) -> usize {
        ((self.next() * count as f64) as usize).min(count.saturating_sub(1))
    }
}

/// A schema as people make them: modules of about 28 tables, hubs, loners, cycles.
pub(super) fn schema(tables: usize) -> Graph {
    let mut dice = Dice(7);
    let mut graph = Graph::default();
    let words = ["order", "user", "billing", "audit", "catalog", "ship", "crm", "report"];
    for table in 0..tables {
        let module = table / 28;
        let word = words[module % words.len()];
        let rows = 3 + (dice.next() * dice.next() * 24.0) as usize;
        let width = 160.0 + (dice.next() * 14.0).floor() * 8.0;
        let size = Size::new(width, 34.0 + 20.0 * rows as f64);
        let name = format!("{word}{module}_t{table}");
        graph.nodes.push(Node { name, schema: None, size });
    }
    let row = |dice: &mut Dice, node: &Node| {
        let rows = ((node.size.height - 34.0) / 20.0) as usize;
        34.0 + 20.0 * dice.below(rows) as f64 + 10.0
    };
    for from in 1..tables {
        if dice.next() < 0.18 {
            continue;
        }
        for _ in 0..1 + dice.below(3) {
            let to = match dice.next() {
                it if it < 0.28 => {
                    (dice.next() * dice.next() * dice.next() * tables as f64) as usize
                }
                it if it < 0.34 => dice.below(tables),
                _ => (from / 28 * 28 + dice.below(28)).min(tables - 1),
            };
            let ends = Ends { from: row(&mut dice, &graph.nodes[from]), to: 44.0 };
            graph.edges.push(Edge { from, to, ends });
        }
    }
    graph
}

/// What a person would ask of a map.
#[derive(Debug)]
struct Quality {
    aspect: f64,
    fill: f64,
    lines: usize,
    chips: usize,
    crossings: usize,
    behind: usize,
    hidden: usize,
}

fn segments(routes: &Routes) -> Vec<(usize, Point, Point)> {
    let mut res = Vec::new();
    for (edge, link) in routes.links.iter().enumerate() {
        if let Link::Line(path) = link {
            res.extend(path.of(&routes.points).windows(2).map(|it| (edge, it[0], it[1])));
        }
    }
    res
}

fn quality(graph: &Graph, atlas: &Atlas, routes: &Routes) -> Quality {
    let cards: f64 = atlas.seats.iter().map(|it| it.width * it.height).sum();
    let segments = segments(routes);
    let (level, upright): (Vec<_>, Vec<_>) = segments.iter().partition(|(_, a, b)| a.y == b.y);
    let crosses = |(_, a, b): &(usize, Point, Point), (_, c, d): &(usize, Point, Point)| {
        let (left, right) = (a.x.min(b.x), a.x.max(b.x));
        let (top, bottom) = (c.y.min(d.y), c.y.max(d.y));
        left < c.x && c.x < right && top < a.y && a.y < bottom
    };
    let crossings = level.iter().map(|l| upright.iter().filter(|u| crosses(l, u)).count()).sum();
    let mut hidden = 0;
    for (index, (edge, a, b)) in level.iter().enumerate() {
        for (other, c, d) in &level[..index] {
            let target = graph.edges[*edge].to == graph.edges[*other].to;
            let shared = a.x.max(b.x).min(c.x.max(d.x)) - a.x.min(b.x).max(c.x.min(d.x));
            hidden += usize::from(!target && (a.y - c.y).abs() < 1.0 && shared > 8.0);
        }
    }
    let inside = |rect: Rect, a: Point, b: Point| {
        let line = Rect::new(a.x.min(b.x), a.y.min(b.y), (a.x - b.x).abs(), (a.y - b.y).abs());
        rect.grown(-1.0).overlaps(line.grown(0.01))
    };
    let behind =
        segments.iter().filter(|(_, a, b)| atlas.seats.iter().any(|it| inside(*it, *a, *b)));
    Quality {
        aspect: atlas.bounds.width / atlas.bounds.height,
        fill: cards / (atlas.bounds.width * atlas.bounds.height),
        lines: routes.links.iter().filter(|it| matches!(it, Link::Line(_))).count(),
        chips: routes.links.iter().filter(|it| matches!(it, Link::Chip)).count(),
        crossings,
        behind: behind.count(),
        hidden,
    }
}

/// Lays out a graph and checks what must hold for all.
fn check(graph: &Graph) -> Quality {
    let atlas = Atlas::new(graph, 1.6);
    let routes = atlas.all_routes();
    assert_eq!(atlas.seats.len(), graph.nodes.len());
    assert_eq!(routes.links.len(), graph.edges.len());
    for (index, a) in atlas.seats.iter().enumerate() {
        assert!(
            a.width >= graph.nodes[index].size.width && a.height == graph.nodes[index].size.height
        );
        let apart = |b: &Rect| !a.grown(8.0).overlaps(*b);
        assert!(atlas.seats[..index].iter().all(apart), "card {index} is too near to another");
    }
    for group in &atlas.groups {
        for node in &group.nodes {
            let union = group.rect.union(atlas.seats[*node]);
            assert_eq!(union, group.rect, "{} leaves its group", graph.nodes[*node].name);
        }
    }
    for (edge, link) in graph.edges.iter().zip(&routes.links) {
        let Link::Line(path) = link else { continue };
        let points = path.of(&routes.points);
        let (from, to) = (atlas.seats[edge.from], atlas.seats[edge.to]);
        let (first, last) = (points[0], points[points.len() - 1]);
        assert_eq!(first.y, from.y + edge.ends.from, "a line leaves at its row");
        assert_eq!(last.y, to.y + edge.ends.to, "a line arrives at its row");
        assert!(first.x == from.x || first.x == from.right());
        assert!(last.x == to.x || last.x == to.right());
        for pair in points.windows(2) {
            assert!(
                pair[0].x == pair[1].x || pair[0].y == pair[1].y,
                "{pair:?} is neither level nor upright"
            );
        }
    }
    let quality = quality(graph, &atlas, &routes);
    assert_eq!(quality.behind, 0, "{quality:?}");
    quality
}

fn node(name: &str) -> Node {
    Node { name: name.to_owned(), schema: None, size: Size::new(200.0, 114.0) }
}

fn edge(from: usize, to: usize) -> Edge {
    Edge { from, to, ends: Ends { from: 64.0, to: 44.0 } }
}

#[test]
fn no_tables_make_an_empty_map() {
    let quality = check(&Graph::default());
    assert_eq!(quality.lines, 0);
}

#[test]
fn a_table_that_refers_to_itself_gets_a_mark_and_no_line() {
    let graph = Graph { nodes: vec![node("a")], edges: vec![edge(0, 0)] };
    let atlas = Atlas::new(&graph, 1.6);
    assert_eq!(atlas.all_routes().links, [Link::Loop]);
    check(&graph);
}

#[test]
fn references_to_a_hub_are_chips() {
    let nodes = std::iter::once(node("users")).chain((0..30).map(|it| node(&format!("t{it}"))));
    let edges = (1..31).map(|it| edge(it, 0));
    let quality = check(&Graph { nodes: nodes.collect(), edges: edges.collect() });
    assert_eq!((quality.lines, quality.chips), (0, 30));
}

#[test]
fn tables_without_references_stand_in_a_grid() {
    let nodes = (0..40).map(|it| node(&format!("alone{it}"))).collect();
    let quality = check(&Graph { nodes, edges: Vec::new() });
    assert!(quality.fill > 0.3, "{quality:?}");
}

#[test]
fn cycles_and_several_references_between_two_tables_are_drawn() {
    let nodes = ["a", "b", "c"].map(node).to_vec();
    let edges = vec![edge(0, 1), edge(1, 2), edge(2, 0), edge(0, 1), edge(1, 0)];
    assert_eq!(check(&Graph { nodes, edges }).lines, 5);
}

#[test]
fn a_chain_stands_in_few_columns_where_the_window_is_narrow() {
    let nodes = ["a", "b", "c", "d", "e", "f"].map(node).to_vec();
    let graph = Graph { nodes, edges: (0..5).map(|it| edge(it, it + 1)).collect() };
    let shape = |aspect| {
        let bounds = Atlas::new(&graph, aspect).bounds;
        bounds.width / bounds.height
    };
    assert!(shape(0.8) < 1.3 && shape(4.0) > 2.5, "{} {}", shape(0.8), shape(4.0));
    let atlas = Atlas::new(&graph, 0.8);
    assert_eq!(quality(&graph, &atlas, &atlas.all_routes()).behind, 0);
}

#[test]
fn an_edge_that_leads_nowhere_is_not_drawn() {
    let graph = Graph { nodes: vec![node("a")], edges: vec![edge(0, 9)] };
    assert_eq!(Atlas::new(&graph, 1.6).all_routes().links, [Link::Loop]);
    assert_eq!(Atlas::new(&Graph { nodes: Vec::new(), ..graph }, 1.6).all_routes().links, []);
}

#[test]
fn schemas_are_told_apart() {
    let mut graph = schema(60);
    for (index, node) in graph.nodes.iter_mut().enumerate() {
        node.schema = Some(if index % 2 == 0 { "audit" } else { "shop" }.to_owned());
    }
    check(&graph);
    let atlas = Atlas::new(&graph, 1.6);
    assert!(
        atlas
            .groups
            .iter()
            .all(|it| it.name.starts_with("audit · ") || it.name.starts_with("shop · "))
    );
}

#[test]
fn the_same_graph_makes_the_same_map() {
    let graph = schema(200);
    let (a, b) = (Atlas::new(&graph, 1.6), Atlas::new(&graph, 1.6));
    assert_eq!((&a.seats, a.all_routes()), (&b.seats, b.all_routes()));
}

#[test]
fn a_revision_with_fewer_references_and_rows_keeps_every_seat() {
    let graph = schema(120);
    let atlas = Atlas::new(&graph, 1.6);
    let ends: Vec<Option<Ends>> = graph
        .edges
        .iter()
        .enumerate()
        .map(|(index, it)| {
            (index % 3 != 0).then_some(Ends { from: it.ends.from.min(74.0), to: it.ends.to })
        })
        .collect();
    let routes = atlas.routes(&ends);
    for (index, link) in routes.links.iter().enumerate() {
        assert_eq!(*link == Link::Absent, index % 3 == 0);
    }
    assert_eq!(quality(&graph, &atlas, &routes).behind, 0);
}

#[test]
fn maps_of_all_sizes_are_maps() {
    for tables in [1, 2, 3, 20, 60, 200, 500, 1000] {
        let graph = schema(tables);
        let quality = check(&graph);
        if tables >= 200 {
            assert!((1.1..2.3).contains(&quality.aspect), "{tables}: {quality:?}");
            assert!(quality.fill >= 0.18, "{tables}: {quality:?}");
            // These graphs have more references between modules than people's schemas have.
            assert!(quality.crossings <= quality.lines * 25, "{tables}: {quality:?}");
            assert!(quality.hidden <= quality.lines, "{tables}: {quality:?}");
        }
    }
}
